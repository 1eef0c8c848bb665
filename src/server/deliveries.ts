import { FAILING_DAYS } from "#domain/delivery-retry.ts";
import type { Channel } from "#generated/prisma/client.ts";
import { giveUpChannel, hasFailedTooLong } from "#server/channel-failing.ts";
import { now } from "#server/clock.ts";
import { connect, db } from "#server/db.ts";
import { attempted, dropWaiting, nextDue, putOff, settle, takeDue } from "#server/delivery-rows.ts";
import { sendMessages } from "#server/messages.ts";
import { wake } from "#server/outbox.ts";
import { sendOut } from "#server/outgoing-http.ts";
import { unseal } from "#server/sealed.ts";
import { cloudEvent, signedHeaders, type Told } from "#server/webhook-message.ts";

const AT_ONCE = 4;
/** After a round in which nothing came through. */
const PAUSE_MS = 5_000;

/**
 * Sends what is due on one channel, and plans the next look. At least once: an attempt that nobody wrote down is made
 * again, with the same id. A channel to which nothing came through for five days is paused, and its people are told.
 */
export async function deliverDue(channelId: string, signal: AbortSignal): Promise<void> {
  const channel = await db.channel.findUnique({ where: { id: channelId } });
  if (!channel) return;
  if (channel.removedAt) return dropWaiting(channelId, "The channel was removed.");
  if (channel.pausedAt) return;
  await (channel.kind === "webhook" ? sendWebhooks(channel, signal) : sendMessages(channel, signal));
  await planNext(channelId);
}

/**
 * News that is told meanwhile waits for the lock, or is seen: its own call is never put off to what was due before it came.
 */
async function planNext(channelId: string): Promise<void> {
  await connect().$transaction(async (tx) => {
    await tx.$queryRaw`select 1 from channel where id = ${channelId}::uuid for update`;
    const next = await nextDue(tx, channelId);
    if (next) await wake(tx, channelId, next);
  });
}

async function sendWebhooks(channel: Channel, signal: AbortSignal): Promise<void> {
  const address = unseal(channel.address, channel.id);
  if (address === null)
    return giveUpChannel(channel, "Its address cannot be read: the installation’s secret was changed. Enter it again.");
  while (!signal.aborted) {
    const taken = await takeDue(channel.id, AT_ONCE);
    if (taken.length === 0) return;
    const events = await eventsOf(taken.map(({ eventId }) => eventId));
    const verdicts = await Promise.all(
      taken.map(async (each) => {
        const event = events.get(each.eventId);
        if (!event) return "delivered";
        const body = cloudEvent(event);
        const headers = signedHeaders(channel, event.id, body, now());
        return settle(channel, [each], await attempted(() => sendOut({ url: address, headers, body })));
      }),
    );
    if (verdicts.includes("gone"))
      return giveUpChannel(channel, "The other side says that nobody listens there any more (410).");
    if (verdicts.includes("delivered")) continue;
    if (await hasFailedTooLong(channel.id))
      return giveUpChannel(channel, `Nothing came through for ${FAILING_DAYS} days.`);
    return putOff(channel.id, new Date(now().getTime() + PAUSE_MS));
  }
}

async function eventsOf(ids: string[]): Promise<Map<string, Told>> {
  const include = { project: { select: { slug: true, name: true } } };
  const events = await db.outboxEvent.findMany({ where: { id: { in: ids } }, include });
  return new Map(events.map((event) => [event.id, event]));
}
