import type { Metadata } from "next";
import { NewChannel } from "#app/(app)/notifications/channel-editor.tsx";
import { ownForm } from "#app/(app)/profile/notifications/own.ts";

export const metadata: Metadata = { title: "Add a channel" };

type PageProps = { searchParams: Promise<{ kind?: string }> };

export default async function NewOwnChannelPage({ searchParams }: PageProps) {
  const [{ home, own, zone }, { kind }] = await Promise.all([ownForm(), searchParams]);
  return <NewChannel {...{ home, own, zone }} kind={kind === "slack" ? "slack" : "email"} />;
}
