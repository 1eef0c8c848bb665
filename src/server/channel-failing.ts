import { FAILING_DAYS } from "#domain/delivery-retry.ts";
import type { Channel } from "#generated/prisma/client.ts";
import { type Actor, bootstrapAccess, systemAccess } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { mutate } from "#server/mutate.ts";
import { type News, tellPerson } from "#server/outbox.ts";

const SENDER: Actor = { kind: "rule", name: "Delivery" };

/** Pauses a channel that nothing comes through, and tells its project or person by their other channels. What waits stays waiting. */
export async function giveUpChannel(channel: Channel, because: string): Promise<void> {
  const { id, projectId, userId, name, kind } = channel;
  const project = projectId ? await db.project.findUnique({ where: { id: projectId }, select: { slug: true } }) : null;
  const access =
    projectId && project ? systemAccess(projectId, project.slug, SENDER.name) : bootstrapAccess(SENDER.name);
  await mutate(access, async (tx) => {
    const { count } = await tx.channel.updateMany({
      where: { id, pausedAt: null },
      data: { pausedAt: now(), pausedBecause: because, version: { increment: 1 } },
    });
    if (count === 0) return { value: undefined, audit: "unchanged" };
    if (userId) await tellPerson(tx, userId, [silenceOf(channel, because)]);
    const subject = { type: "channel", id, label: name };
    return { value: undefined, audit: { action: "channel.give-up", subject, after: { kind }, reason: because } };
  });
}

function silenceOf({ id, name }: Channel, because: string): News {
  return {
    ...{ type: "channel.paused", title: `Your channel “${name}” is paused`, detail: because, severity: "warning" },
    ...{ stageKey: null, path: `profile/notifications/${id}`, dedup: `channel:${id}`, actor: SENDER },
    data: { subject: { type: "channel", id, label: name }, reason: because },
  };
}

export async function hasFailedTooLong(channelId: string): Promise<boolean> {
  const channel = await db.channel.findUnique({ where: { id: channelId }, select: { failingSince: true } });
  const since = channel?.failingSince?.getTime() ?? Number.POSITIVE_INFINITY;
  return now().getTime() - since > FAILING_DAYS * 86_400_000;
}
