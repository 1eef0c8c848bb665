import type { Metadata } from "next";
import { ChannelLog, type LogQuery } from "#app/(app)/notifications/channel-log.tsx";
import { managing } from "#app/(app)/projects/[slug]/settings/notifications/managing.tsx";

export const metadata: Metadata = { title: "Delivery log" };

type PageProps = { params: Promise<{ slug: string; id: string }>; searchParams: Promise<LogQuery> };

export default async function ChannelPage({ params, searchParams }: PageProps) {
  const [{ slug, id }, query] = await Promise.all([params, searchParams]);
  return managing(slug, ({ access, home, zone }) => <ChannelLog {...{ access, home, id, query, zone }} />);
}
