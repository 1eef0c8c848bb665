import { NEWS } from "#domain/news.ts";
import { formatMinute } from "#lib/format-date.ts";
import type { ChannelKind, ChannelView } from "#server/channel-shape.ts";

export const KIND_NAMES: Record<ChannelKind, string> = { webhook: "Webhook", slack: "Slack", email: "Mail" };

/** Where the channels of one holder stand: a project's, or a person's own. */
export type Home = { slug: string | null; base: string };

export function projectHome(slug: string): Home {
  return { slug, base: `/projects/${slug}/settings/notifications` };
}

export const OWN_HOME: Home = { slug: null, base: "/profile/notifications" };

/** "At once, quiet from 22:00 to 7:00" */
export function rhythmWords(channel: ChannelView): string {
  const { kind, digest, digestAt, quietFrom, quietTo, criticalOnly } = channel;
  if (kind === "webhook") return "Each by itself, at once";
  const when = { at_once: "At once", hourly: "Once an hour", daily: `Daily at ${formatMinute(digestAt)}` }[digest];
  const quiet =
    quietFrom === null || quietTo === null ? "" : `, quiet from ${formatMinute(quietFrom)} to ${formatMinute(quietTo)}`;
  return `${criticalOnly ? "Only what is critical" : when}${criticalOnly ? "" : quiet}`;
}

/** "25 kinds of news", or the names of a few. */
export function typeWords({ types }: Pick<ChannelView, "types">): string {
  const [only] = types;
  if (types.length === 1 && only) return NEWS[only].label;
  return types.length === Object.keys(NEWS).length ? "Everything" : `${types.length} kinds of news`;
}

/** A test is told by itself: nobody subscribes to it. */
export function newsLabel(type: string): string {
  return Object.entries(NEWS).find(([known]) => known === type)?.[1].label ?? "A test of the channel";
}
