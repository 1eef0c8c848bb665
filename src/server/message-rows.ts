import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { isWatched, leavesAgain, planMessage, type Rhythm } from "#domain/notify.ts";
import type { Channel } from "#generated/prisma/client.ts";
import { channelView } from "#server/channel-shape.ts";
import { now } from "#server/clock.ts";
import { inTransaction } from "#server/points/pool.ts";

/** One piece of news that waits for a channel of messages. */
export type Waiting = {
  id: string;
  eventId: string;
  attempts: number;
  type: string;
  dedup: string;
  severity: string;
  at: number;
};

export type Message = { id: string; taken: Waiting[] };

/** Longer than a call or a mail may last, and one more for each address of mail. */
const LEASE_MS = 60_000;
/** What is more waits for the message of the next minute. */
const MOST_IN_MESSAGE = 10_000;
/** So many rows may take a busy machine longer than the limit of the pages. */
const LONG_SECONDS = 60;

/**
 * Takes what may leave now as one message, away from every other sender; null where nothing may. What may not is due again
 * when it may. A message that was begun before, and of which nobody knows that it arrived, is taken again as it was.
 */
export async function takeMessage(channel: Channel): Promise<Message | null> {
  return inTransaction(async (client) => {
    const { rows } = await client.query<{ messageAt: Date | null }>(
      `select message_at as "messageAt" from channel where id = $1 for no key update`,
      [channel.id],
    );
    if (channel.userId) await dropForeign(client, channel.id, channel.userId);
    const taker = {
      client,
      channel,
      rhythm: channelView(channel),
      lastMessageAt: rows[0]?.messageAt?.getTime() ?? null,
    };
    return (await takeAgain(taker)) ?? (await takeNew(taker));
  }, LONG_SECONDS);
}

type Taker = { client: PoolClient; channel: Channel; rhythm: Rhythm; lastMessageAt: number | null };

async function takeAgain(taker: Taker): Promise<Message | null> {
  const { client, channel, rhythm, lastMessageAt } = taker;
  const at = now();
  const taken = await listWaiting(
    client,
    `d.message_id = (select message_id from delivery where channel_id = $1 and state = 'waiting' and due_at <= $2
       and message_id is not null order by due_at, id limit 1)`,
    [channel.id, at],
  );
  const [first] = taken;
  if (!first?.messageId) return null;
  const leaves = leavesAgain(taken, { now: at.getTime(), rhythm, lastMessageAt });
  if (leaves <= at.getTime()) return begin(taker, first.messageId, taken);
  await putOff(
    client,
    taken.map(({ id }) => ({ id, at: leaves })),
  );
  return null;
}

async function takeNew(taker: Taker): Promise<Message | null> {
  const { client, channel, rhythm, lastMessageAt } = taker;
  const at = now();
  const due = await listWaiting(client, "d.due_at <= $2 and d.message_id is null", [channel.id, at]);
  if (due.length === 0) return null;
  const things = [...new Set(due.filter(({ type }) => isWatched(type)).map(({ dedup }) => dedup))];
  const [more, said] = [
    await listWaiting(client, "d.due_at > $2 and d.message_id is null and e.dedup = any($3)", [channel.id, at, things]),
    await listSaid(client, channel.id, things),
  ];
  const { leave, later } = planMessage([...due, ...more], {
    ...{ now: at.getTime(), rhythm, lastMessageAt },
    lastSaid: ({ dedup, type }) => said.get(`${dedup} ${type}`) ?? null,
  });
  await putOff(
    client,
    later.map(({ news, at: time }) => ({ id: news.id, at: time })),
  );
  return leave.length > 0 ? begin(taker, randomUUID(), leave) : null;
}

async function begin({ client, channel }: Taker, id: string, taken: Waiting[]): Promise<Message> {
  const at = now();
  await client.query("update channel set message_at = $2 where id = $1", [channel.id, at]);
  await client.query("update delivery set due_at = $2, attempts = attempts + 1, message_id = $3 where id = any($1)", [
    taken.map((each) => each.id),
    new Date(at.getTime() + leaseOf(channel)),
    id,
  ]);
  return { id, taken: taken.map((each) => ({ ...each, attempts: each.attempts + 1 })) };
}

function leaseOf({ kind, shown }: Channel): number {
  return LEASE_MS * (kind === "email" ? 1 + shown.split(",").length : 1);
}

/** What was written down for somebody who is no member any more is not theirs to hear. */
async function dropForeign(client: PoolClient, channelId: string, userId: string): Promise<void> {
  await client.query(
    `update delivery d set state = 'dropped', because = 'You are no longer a member of the project.' from outbox_event e
     where e.id = d.event_id and d.channel_id = $1 and d.state = 'waiting' and d.due_at <= $3 and e.project_id is not null
       and not exists (select 1 from member m join "user" u on u.id = m.user_id and u.disabled_at is null
         where m.project_id = e.project_id and m.user_id = $2)`,
    [channelId, userId, now()],
  );
}

type Row = Waiting & { messageId: string | null };

async function listWaiting(client: PoolClient, which: string, values: unknown[]): Promise<Row[]> {
  const { rows } = await client.query<Omit<Row, "at"> & { at: Date }>(
    `select d.id, d.event_id as "eventId", d.attempts, d.message_id as "messageId", e.type, e.dedup, e.severity, e.at
     from delivery d join outbox_event e on e.id = d.event_id
     where d.channel_id = $1 and d.state = 'waiting' and ${which}
     order by d.due_at, d.id limit ${MOST_IN_MESSAGE} for update of d`,
    values,
  );
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}

/** When this channel last said which news of these things: within a day, and longer than an hour is never asked. */
async function listSaid(client: PoolClient, channelId: string, things: string[]): Promise<Map<string, number>> {
  if (things.length === 0) return new Map();
  const { rows } = await client.query<{ said: string; at: Date }>(
    `select e.dedup || ' ' || e.type as said, max(d.delivered_at) as at
     from delivery d join outbox_event e on e.id = d.event_id
     where d.channel_id = $1 and d.state = 'delivered' and d.due_at > $3 and e.dedup = any($2) group by 1`,
    [channelId, things, new Date(now().getTime() - 86_400_000)],
  );
  return new Map(rows.map(({ said, at }) => [said, at.getTime()]));
}

async function putOff(client: PoolClient, rows: readonly { id: string; at: number }[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `update delivery d set due_at = l.at from unnest($1::uuid[], $2::timestamptz[]) as l (id, at) where d.id = l.id`,
    [rows.map(({ id }) => id), rows.map(({ at }) => new Date(at))],
  );
}
