import { AppError } from "#domain/errors.ts";
import type { Actor } from "#server/access.ts";

/**
 * A ceiling against loops that ran away, not a quota: counted in this process, without a query. Points have no count, because
 * they have limits of their own (8 MB, 10,000 points) and wait for the database's connections.
 */
export const REQUESTS_A_MINUTE = 12_000;
const WINDOW_MS = 60_000;

let counts = new Map<string, number>();
let windowStart = 0;

export function spendRequest(actor: Actor, now = Date.now()): void {
  if (now - windowStart >= WINDOW_MS) {
    windowStart = now;
    counts = new Map();
  }
  const key = holderOf(actor);
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  if (count <= REQUESTS_A_MINUTE) return;
  const retryAfterSeconds = Math.max(1, Math.ceil((windowStart + WINDOW_MS - now) / 1000));
  throw new AppError("RATE_LIMITED", `At most ${REQUESTS_A_MINUTE.toLocaleString("en")} requests a minute.`, {
    retryAfterSeconds,
  });
}

/** The token, or the person who is signed in. */
export function holderOf(actor: Actor): string {
  if (actor.kind === "rule") return actor.name;
  return actor.tokenId ?? (actor.kind === "person" ? actor.userId : "");
}
