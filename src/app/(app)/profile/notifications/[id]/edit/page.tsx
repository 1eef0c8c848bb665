import type { Metadata } from "next";
import { EditChannel } from "#app/(app)/notifications/channel-editor.tsx";
import { ownForm } from "#app/(app)/profile/notifications/own.ts";

export const metadata: Metadata = { title: "Edit a channel" };

export default async function EditOwnChannelPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ access, home, own }, { id }] = await Promise.all([ownForm(), params]);
  return <EditChannel {...{ access, home, own, id }} />;
}
