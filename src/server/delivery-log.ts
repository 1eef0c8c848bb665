import { AppError } from "#domain/errors.ts";
import type { DeliveryAttempt, Prisma } from "#generated/prisma/client.ts";
import { type ChannelAccess, standing } from "#server/channels.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { isId } from "#server/ids.ts";
import { mutate } from "#server/mutate.ts";
import { wake } from "#server/outbox.ts";
import { readTimeCursor, writeTimeCursor } from "#server/time-cursor.ts";

export const DELIVERY_STATES = ["waiting", "delivered", "failed", "dropped"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export type DeliveryView = {
  id: string;
  /** The `webhook-id` of each attempt, and the id of the event. */
  eventId: string;
  type: string;
  title: string;
  at: Date;
  state: DeliveryState;
  attempts: number;
  /** While it waits: when it is tried next. */
  dueAt: Date | null;
  deliveredAt: Date | null;
  because: string | null;
};
export type AttemptView = Omit<DeliveryAttempt, "id" | "deliveryId">;
export type DeliveryCounts = Record<DeliveryState, number>;

export type DeliveryQuery = {
  state?: DeliveryState | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
};

/** What went to one channel, the latest news first. */
export async function listDeliveries(access: ChannelAccess, channelId: string, query: DeliveryQuery = {}) {
  await standing(db, access, channelId);
  const limit = Math.min(query.limit ?? 50, 500);
  const rows = await db.delivery.findMany({
    where: { channelId, ...(query.state && { state: query.state }), ...(query.cursor && after(query.cursor)) },
    include: EVENT,
    orderBy: [{ event: { at: "desc" } }, { id: "desc" }],
    take: limit + 1,
  });
  const items = rows.slice(0, limit).map(viewOf);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? writeTimeCursor(last) : null };
}

export async function countDeliveries(access: ChannelAccess, channelId: string): Promise<DeliveryCounts> {
  await standing(db, access, channelId);
  const groups = await db.delivery.groupBy({ by: ["state"], where: { channelId }, _count: true });
  const counts: DeliveryCounts = { waiting: 0, delivered: 0, failed: 0, dropped: 0 };
  for (const state of DELIVERY_STATES) counts[state] = groups.find((group) => group.state === state)?._count ?? 0;
  return counts;
}

/** One delivery with each attempt, the first first. */
export async function getDelivery(access: ChannelAccess, channelId: string, id: string) {
  await standing(db, access, channelId);
  const where = { id, channelId };
  const include = { ...EVENT, tries: { orderBy: { at: "asc" }, take: 100 } } as const;
  const row = isId(id) ? await db.delivery.findFirst({ where, include }) : null;
  if (!row) throw noSuchDelivery();
  return { ...viewOf(row), tries: row.tries.map(({ id: _, deliveryId: __, ...each }): AttemptView => each) };
}

/** Sends one again, delivered or not, with the same id: the receiver sees that it is a repetition. */
export async function sendAgain(access: ChannelAccess, channelId: string, id: string): Promise<DeliveryView> {
  return mutate(access, async (tx) => {
    const channel = await standing(tx, access, channelId);
    refusePaused(channel.pausedAt);
    const known = isId(id) ? await tx.delivery.findFirst({ where: { id, channelId } }) : null;
    if (!known) throw noSuchDelivery();
    const row = await tx.delivery.update({ where: { id }, data: fresh(), include: EVENT });
    await wake(tx, channelId);
    const subject = { type: "channel", id: channelId, label: channel.name };
    return { value: viewOf(row), audit: { action: "channel.send-again", subject, after: { event: row.eventId } } };
  });
}

/** Sends again all that was given up. Returns how many. */
export async function sendFailedAgain(access: ChannelAccess, channelId: string): Promise<{ count: number }> {
  return mutate(access, async (tx) => {
    const channel = await standing(tx, access, channelId);
    refusePaused(channel.pausedAt);
    const { count } = await tx.delivery.updateMany({ where: { channelId, state: "failed" }, data: fresh() });
    if (count === 0) return { value: { count }, audit: "unchanged" };
    await wake(tx, channelId);
    const subject = { type: "channel", id: channelId, label: channel.name };
    return { value: { count }, audit: { action: "channel.send-again", subject, after: { count } } };
  });
}

const EVENT = { event: { select: { type: true, title: true, at: true } } } as const;

function viewOf(row: Prisma.DeliveryGetPayload<{ include: typeof EVENT }>): DeliveryView {
  const { id, eventId, attempts, deliveredAt, because, event } = row;
  const state = DELIVERY_STATES.find((known) => known === row.state) ?? "waiting";
  return {
    id,
    eventId,
    ...event,
    state,
    attempts,
    dueAt: state === "waiting" ? row.dueAt : null,
    deliveredAt,
    because,
  };
}

function fresh() {
  return { state: "waiting", attempts: 0, dueAt: now(), deliveredAt: null, because: null, messageId: null };
}

function refusePaused(pausedAt: Date | null): void {
  if (pausedAt) throw new AppError("CONFLICT", "The channel is paused. Take it up again first.");
}

function after(cursor: string): Prisma.DeliveryWhereInput {
  const { at, id } = readTimeCursor(cursor);
  return { OR: [{ event: { at: { lt: at } } }, { event: { at }, id: { lt: id } }] };
}

function noSuchDelivery(): AppError {
  return new AppError("NOT_FOUND", "There is no such delivery.");
}
