import { FAILING_DAYS } from "#domain/delivery-retry.ts";
import type { Channel } from "#generated/prisma/client.ts";
import { bootstrapAccess, systemAccess } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { mutate } from "#server/mutate.ts";

/** Pauses a channel that nothing comes through, and tells the project by its other channels. What waits stays waiting. */
export async function giveUpChannel(channel: Channel, because: string): Promise<void> {
  const { id, projectId, name, kind } = channel;
  const project = projectId ? await db.project.findUnique({ where: { id: projectId }, select: { slug: true } }) : null;
  const access = projectId && project ? systemAccess(projectId, project.slug, "Delivery") : bootstrapAccess("Delivery");
  await mutate(access, async (tx) => {
    const { count } = await tx.channel.updateMany({
      where: { id, pausedAt: null },
      data: { pausedAt: now(), pausedBecause: because, version: { increment: 1 } },
    });
    if (count === 0) return { value: undefined, audit: "unchanged" };
    const subject = { type: "channel", id, label: name };
    return { value: undefined, audit: { action: "channel.give-up", subject, after: { kind }, reason: because } };
  });
}

export async function hasFailedTooLong(channelId: string): Promise<boolean> {
  const channel = await db.channel.findUnique({ where: { id: channelId }, select: { failingSince: true } });
  const since = channel?.failingSince?.getTime() ?? Number.POSITIVE_INFINITY;
  return now().getTime() - since > FAILING_DAYS * 86_400_000;
}
