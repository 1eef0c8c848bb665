import { NEWS_TYPES, type NewsType } from "#domain/news.ts";
import type { Rhythm } from "#domain/notify.ts";

type Asked = { kind: "webhook" | "slack" | "email"; own: boolean };
type Usual = { types: readonly NewsType[] } & Pick<Rhythm, "digest" | "digestAt">;

/** What asks a person to do something. */
const ASKS: readonly NewsType[] = [
  ...(["alert.opened", "alert.reopened", "criterion.breached"] as const),
  ...(["stage.submitted", "stage.sent-back", "stage.flagged", "stage.blocked", "reminder.due"] as const),
];

/** What a team follows together. */
const FOLLOWED: readonly NewsType[] = [
  ...ASKS,
  ...(["alert.resolved", "stage.approved", "project.paused", "project.resumed", "channel.paused"] as const),
];

const EIGHT_O_CLOCK = 8 * 60;

/**
 * Where a new channel begins. Programs take everything. A team's Slack hears at once what moves the project; mail comes
 * once a day, since what is critical does not wait for it. A person's own channel tells what asks them to do something.
 */
export function usualNews({ kind, own }: Asked): Usual {
  const types = kind === "webhook" ? NEWS_TYPES : own ? ASKS : FOLLOWED;
  return { types, digest: kind === "email" ? "daily" : "at_once", digestAt: EIGHT_O_CLOCK };
}
