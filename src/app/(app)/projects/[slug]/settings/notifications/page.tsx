import type { Metadata } from "next";
import { ChannelList } from "#app/(app)/notifications/channel-list.tsx";
import { managing } from "#app/(app)/projects/[slug]/settings/notifications/managing.tsx";
import { CHANNEL_KINDS } from "#server/channel-shape.ts";
import { listChannels } from "#server/channels.ts";
import { mailIsConfigured } from "#server/mail.ts";

export const metadata: Metadata = { title: "Notifications" };

type PageProps = { params: Promise<{ slug: string }> };

export default async function NotificationsPage({ params }: PageProps) {
  const { slug } = await params;
  return managing(slug, async ({ access, home, zone }) => (
    <ChannelList
      {...{ home, zone }}
      channels={await listChannels(access)}
      kinds={CHANNEL_KINDS.filter((kind) => kind !== "email" || mailIsConfigured())}
      title="Notifications"
      note="Where this project tells what happens"
      purpose={`A webhook tells programs, Slack${mailIsConfigured() ? " and mail tell" : " tells"} people. Nothing is lost when the other side is down: it is sent again, and the log shows each attempt.`}
    />
  ));
}
