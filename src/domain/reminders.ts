import type { Role } from "#domain/vocabulary.ts";

export type ReminderKind = "licence" | "acceptance" | "evidence" | "drill" | "review" | "assessment" | "token";

const DAY_MS = 86_400_000;
/** Shown this long before the day, and this long after it. */
export const AHEAD_DAYS = 30;
export const BEHIND_DAYS = 90;
/** So long an assessment counts (G8), and a drill (B7.5, B9.5). */
export const ASSESSMENT_DAYS = 180;
export const DRILL_DAYS = 90;

/** Who can do something about it; a token is its owner's, or of those who look after the project's. */
const CONCERNED: Record<ReminderKind, readonly Role[]> = {
  licence: ["PM", "ML", "LD"],
  acceptance: ["LD", "RV"],
  evidence: ["PM", "ML", "LD"],
  drill: ["ML", "LD"],
  review: ["LD", "RV"],
  assessment: ["ML", "RV"],
  token: ["ML", "LD"],
};

export function concerns(kind: ReminderKind, roles: readonly Role[]): boolean {
  return concerned(kind).some((role) => roles.includes(role));
}

export function concerned(kind: ReminderKind): readonly Role[] {
  return CONCERNED[kind];
}

export type Threshold = "fortnight" | "three-days" | "over";

/** Told so long after the day at most: what ended long ago is no news. */
const OVER_DAYS = 7;

/** Of which threshold a reminder is told now: each once, and of several that passed meanwhile only the last. */
export function thresholdOf(days: number): Threshold | null {
  if (days > 14 || days < -OVER_DAYS) return null;
  if (days < 0) return "over";
  return days <= 3 ? "three-days" : "fortnight";
}

/** Whole days until then, today 0; negative once it has passed. Counted in UTC days. */
export function daysLeft(until: number, now: number): number {
  return Math.floor(until / DAY_MS) - Math.floor(now / DAY_MS);
}

/** "expires in 12 days", "expires tomorrow", "expired 3 days ago". */
export function expiryWords(days: number): string {
  if (days === 0) return "expires today";
  if (days === 1) return "expires tomorrow";
  if (days > 1) return `expires in ${days} days`;
  return days === -1 ? "expired yesterday" : `expired ${-days} days ago`;
}
