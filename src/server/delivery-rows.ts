import { randomUUID } from "node:crypto";
import { nextAttempt, type Verdict, verdictOf } from "#domain/delivery-retry.ts";
import type { Channel } from "#generated/prisma/client.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";
import { type Answer, Unreachable } from "#server/outgoing-http.ts";
import { inTransaction, pointsPool } from "#server/points/pool.ts";

/* What is written while news is on its way: no person's doing, so it is not audited. It stands in the delivery log. */

export type Taken = { id: string; eventId: string; attempts: number };

/** Longer than an attempt may last: what a dead sender had in hand is due again after it. */
const LEASE_MS = 30_000;
/** A message may hold ten thousand: writing them down may take a busy machine longer than the limit of the pages. */
const LONG_SECONDS = 60;

/** Takes what is due, the longest waiting first, away from every other sender. */
export async function takeDue(channelId: string, most: number): Promise<Taken[]> {
  const at = now();
  const { rows } = await pointsPool().query<Taken>(
    `with due as (
       select id from delivery where channel_id = $1 and state = 'waiting' and due_at <= $2
       order by due_at, id limit $4 for update skip locked)
     update delivery d set due_at = $3, attempts = d.attempts + 1 from due where d.id = due.id
     returning d.id, d.event_id as "eventId", d.attempts`,
    [channelId, at, new Date(at.getTime() + LEASE_MS), most],
  );
  return rows;
}

export type Outcome = { answer: Answer } | { error: string; ms: number };

/** What came of a call, with words for a person where no answer was had. */
export async function attempted(call: () => Promise<Answer>): Promise<Outcome> {
  const began = performance.now();
  try {
    return { answer: await call() };
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    return { error: error.message, ms: Math.round(performance.now() - began) };
  }
}

/** Writes one attempt for all that went with it: delivered, due again later, or given up. Returns what it was. */
export async function settle(channel: Channel, taken: readonly Taken[], outcome: Outcome): Promise<Verdict> {
  const at = now();
  const status = "answer" in outcome ? outcome.answer.status : null;
  const verdict = verdictOf(status);
  const because = verdict === "delivered" ? null : "answer" in outcome ? `Answered ${status}.` : outcome.error;
  const [ms, text] = "answer" in outcome ? [outcome.answer.ms, outcome.answer.text] : [outcome.ms, ""];
  const rows = taken.map((each) => ({ ...each, ...fateOf(each, verdict, outcome, at) }));
  await inTransaction(async (client) => {
    await client.query(
      `insert into delivery_attempt (id, delivery_id, at, status, ms, answer, error)
       select id, delivery_id, $3, $4, $5, $6, $7 from unnest($1::uuid[], $2::uuid[]) as tried (id, delivery_id)`,
      [
        rows.map(() => randomUUID()),
        rows.map(({ id }) => id),
        at,
        status,
        ms,
        text,
        "error" in outcome ? because : null,
      ],
    );
    await client.query(
      `update delivery d set state = f.state, due_at = f.due_at, because = $4, delivered_at = case f.state when 'delivered' then $5::timestamptz end
       from unnest($1::uuid[], $2::text[], $3::timestamptz[]) as f (id, state, due_at) where d.id = f.id`,
      [rows.map(({ id }) => id), rows.map(({ state }) => state), rows.map(({ dueAt }) => dueAt), because, at],
    );
    await client.query(
      verdict === "delivered"
        ? "update channel set last_sent_at = $2, failing_since = null where id = $1"
        : "update channel set failing_since = coalesce(failing_since, $2) where id = $1",
      [channel.id, at],
    );
  }, LONG_SECONDS);
  return verdict;
}

function fateOf({ attempts }: Taken, verdict: Verdict, outcome: Outcome, at: Date): { state: string; dueAt: Date } {
  if (verdict === "delivered") return { state: "delivered", dueAt: at };
  const retryAfter = "answer" in outcome ? outcome.answer.retryAfter : null;
  const next =
    verdict === "gone" ? null : nextAttempt({ attempts, now: at.getTime(), retryAfter, chance: Math.random() });
  return next === null ? { state: "failed", dueAt: at } : { state: "waiting", dueAt: new Date(next) };
}

/** When nothing comes through, what else is due waits as long: one look at a dead address is enough. */
export async function putOff(channelId: string, until: Date): Promise<void> {
  await pointsPool().query(
    "update delivery set due_at = $2 where channel_id = $1 and state = 'waiting' and due_at < $2",
    [channelId, until],
  );
}

/** When the next of this channel is due; null when none waits. */
export async function nextDue(tx: Tx, channelId: string): Promise<Date | null> {
  const { _min } = await tx.delivery.aggregate({ where: { channelId, state: "waiting" }, _min: { dueAt: true } });
  return _min.dueAt;
}

export async function dropWaiting(channelId: string, because: string): Promise<void> {
  await pointsPool().query(
    "update delivery set state = 'dropped', because = $2 where channel_id = $1 and state = 'waiting'",
    [channelId, because],
  );
}
