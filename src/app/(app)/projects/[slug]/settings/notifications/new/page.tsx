import type { Metadata } from "next";
import { NewChannel } from "#app/(app)/notifications/channel-editor.tsx";
import { managing } from "#app/(app)/projects/[slug]/settings/notifications/managing.tsx";
import { CHANNEL_KINDS } from "#server/channel-shape.ts";

export const metadata: Metadata = { title: "Add a channel" };

type PageProps = { params: Promise<{ slug: string }>; searchParams: Promise<{ kind?: string }> };

export default async function NewChannelPage({ params, searchParams }: PageProps) {
  const [{ slug }, asked] = await Promise.all([params, searchParams]);
  const kind = CHANNEL_KINDS.find((each) => each === asked.kind) ?? "webhook";
  return managing(slug, ({ home, zone }) => <NewChannel {...{ home, kind, zone }} />);
}
