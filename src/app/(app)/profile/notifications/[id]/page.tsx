import type { Metadata } from "next";
import { ChannelLog, type LogQuery } from "#app/(app)/notifications/channel-log.tsx";
import { ownChannels } from "#app/(app)/profile/notifications/own.ts";

export const metadata: Metadata = { title: "Delivery log" };

type PageProps = { params: Promise<{ id: string }>; searchParams: Promise<LogQuery> };

export default async function OwnChannelPage({ params, searchParams }: PageProps) {
  const [{ access, home, zone }, { id }, query] = await Promise.all([ownChannels(), params, searchParams]);
  return <ChannelLog {...{ access, home, id, query, zone }} />;
}
