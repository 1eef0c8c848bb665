import { randomBytes, randomUUID } from "node:crypto";
import { AppError, invalid } from "#domain/errors.ts";
import type { Channel } from "#generated/prisma/client.ts";
import type { Access, AnyAccess, OrgAccess } from "#server/access.ts";
import type { AuditNote } from "#server/audit.ts";
import {
  type ChannelChange,
  type ChannelView,
  channelView,
  checkQuiet,
  type NewChannel,
  readChannelAddress,
} from "#server/channel-shape.ts";
import { now } from "#server/clock.ts";
import { db, type Tx } from "#server/db.ts";
import { isId } from "#server/ids.ts";
import { mailIsConfigured } from "#server/mail.ts";
import { mutate } from "#server/mutate.ts";
import { wake } from "#server/outbox.ts";
import { ownPerson } from "#server/own-person.ts";
import { seal } from "#server/sealed.ts";
import { webhookSecret } from "#server/webhook-message.ts";

/** Whoever may say where news goes: of the project, or of oneself. */
export type ChannelAccess = Access<"channel.manage"> | OrgAccess<"own.profile">;
/** With the secret that signs a webhook, which is in this answer only. */
export type MadeChannel = ChannelView & { secret: string | null };

const MOST_CHANNELS = 20;

export async function listChannels(access: ChannelAccess): Promise<ChannelView[]> {
  const rows = await db.channel.findMany({
    where: { ...holderOf(access), removedAt: null },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(channelView);
}

export async function getChannel(access: ChannelAccess, id: string): Promise<ChannelView> {
  return channelView(await standing(db, access, id));
}

export async function addChannel(access: ChannelAccess, input: NewChannel): Promise<MadeChannel> {
  const holder = holderOf(access);
  const { kind, address: given, ...rest } = input;
  const { address, shown } = await addressOf(access, kind, given);
  checkQuiet({ quietFrom: rest.quietFrom ?? null, quietTo: rest.quietTo ?? null });
  const id = randomUUID();
  const salt = kind === "webhook" ? newSalt() : null;
  return mutate(access, async (tx) => {
    if ((await tx.channel.count({ where: { ...holder, removedAt: null } })) >= MOST_CHANNELS)
      throw new AppError("INVALID", `At most ${MOST_CHANNELS} channels. Remove one that nobody reads.`);
    const row = await tx.channel.create({
      data: {
        ...{ ...holder, id, kind, salt, shown, ...rest, muted: "userId" in holder ? (rest.muted ?? []) : [] },
        ...{ address: seal(address, id), createdAt: now(), createdBy: personOf(access) },
      },
    });
    const after = channelView(row);
    const value = { ...after, secret: salt && webhookSecret(id, salt) };
    return { value, audit: { action: "channel.add", subject: subjectOf(row), after } };
  });
}

export async function changeChannel(access: ChannelAccess, id: string, input: ChannelChange): Promise<ChannelView> {
  const { version, address: given, ...rest } = input;
  return mutate(access, async (tx) => {
    const before = await standing(tx, access, id);
    refuseStale(before, version);
    const moved = given ? await addressOf(access, channelView(before).kind, given) : null;
    const next = { ...before, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) };
    checkQuiet(next);
    const after = await tx.channel.update({
      where: { id },
      data: {
        ...{ name: next.name, types: next.types, criticalOnly: next.criticalOnly, timeZone: next.timeZone },
        ...{ digest: next.digest, digestAt: next.digestAt, quietFrom: next.quietFrom, quietTo: next.quietTo },
        ...{ muted: before.userId ? next.muted : [], version: { increment: 1 } },
        ...(moved ? { address: seal(moved.address, id), shown: moved.shown } : {}),
      },
    });
    await wake(tx, id);
    return { value: channelView(after), audit: changed("change", before, after) };
  });
}

/** While it is paused nothing new is written for it; what waited before is sent when it is taken up again. */
export async function pauseChannel(access: ChannelAccess, id: string, paused: boolean): Promise<ChannelView> {
  return mutate(access, async (tx) => {
    const before = await standing(tx, access, id);
    if (paused === (before.pausedAt !== null)) return { value: channelView(before), audit: "unchanged" };
    const data = {
      pausedAt: paused ? now() : null,
      pausedBecause: null,
      failingSince: null,
      version: { increment: 1 },
    };
    const after = await tx.channel.update({ where: { id }, data });
    await wake(tx, id);
    return { value: channelView(after), audit: changed(paused ? "pause" : "resume", before, after) };
  });
}

/** What still waits is dropped. Its log stays with the project's news. */
export async function removeChannel(access: ChannelAccess, id: string): Promise<void> {
  await mutate(access, async (tx) => {
    const before = await standing(tx, access, id);
    await tx.channel.update({ where: { id }, data: { removedAt: now() } });
    await wake(tx, id);
    return {
      value: undefined,
      audit: { action: "channel.remove", subject: subjectOf(before), before: channelView(before) },
    };
  });
}

const OVERLAP_MS = 86_400_000;

/** Makes a new secret; the old one signs beside it for a day, so that the receiver can change over. */
export async function rotateSecret(access: ChannelAccess, id: string): Promise<MadeChannel> {
  const salt = newSalt();
  return mutate(access, async (tx) => {
    const before = await standing(tx, access, id);
    if (before.kind !== "webhook") throw new AppError("INVALID", "Only a webhook is signed with a secret.");
    const until = new Date(now().getTime() + OVERLAP_MS);
    const data = { salt, previousSalt: before.salt, previousUntil: until, version: { increment: 1 } };
    const row = await tx.channel.update({ where: { id }, data });
    const value = { ...channelView(row), secret: webhookSecret(id, salt) };
    return { value, audit: { action: "channel.rotate", subject: subjectOf(row), after: { oldUntil: until } } };
  });
}

/** Sends a piece of news that says it is a test, on the way that all others take. Returns the id of its delivery. */
export async function testChannel(access: ChannelAccess, id: string): Promise<{ delivery: string }> {
  const [eventId, deliveryId] = [randomUUID(), randomUUID()];
  return mutate(access, async (tx) => {
    const channel = await standing(tx, access, id);
    if (channel.pausedAt) throw new AppError("CONFLICT", "The channel is paused. Take it up again first.");
    const at = now();
    const subject = { type: "channel", id, label: channel.name };
    await tx.outboxEvent.create({
      data: {
        ...{ id: eventId, projectId: access.projectId, type: "test", title: "A test from Throughline", at },
        detail: `${access.actor.name} asked whether news arrives here.`,
        ...{
          path: "",
          dedup: `test:${eventId}`,
          data: { actor: { kind: access.actor.kind, name: access.actor.name }, subject },
        },
      },
    });
    await tx.delivery.create({ data: { id: deliveryId, channelId: id, eventId, dueAt: at } });
    await wake(tx, id);
    return { value: { delivery: deliveryId }, audit: { action: "channel.test", subject } };
  });
}

/** Whose channel it is decides who reaches it: for anybody else it is simply not there. */
export async function standing(
  from: Pick<Tx, "channel"> | typeof db,
  access: ChannelAccess,
  id: string,
): Promise<Channel> {
  const where = { id, ...holderOf(access), removedAt: null };
  const found = isId(id) ? await from.channel.findFirst({ where }) : null;
  if (!found) throw new AppError("NOT_FOUND", "There is no such channel.");
  return found;
}

function holderOf(access: ChannelAccess): { projectId: string } | { userId: string } {
  return access.projectId === null ? { userId: ownPerson(access).userId } : { projectId: access.projectId };
}

/** A person's own mail goes to the address they sign in with, and nowhere else. */
async function addressOf(access: ChannelAccess, kind: NewChannel["kind"], given: string | undefined) {
  if (access.projectId !== null) {
    if (!given) throw invalid("address", kind === "email" ? "Enter at least one mail address." : "Enter the address.");
    return readChannelAddress(kind, given);
  }
  if (kind === "webhook") throw invalid("kind", "Webhooks belong to a project.");
  if (kind === "slack") return readChannelAddress(kind, given ?? "");
  if (!mailIsConfigured()) throw invalid("kind", "This installation sends no mail: whoever runs it can set SMTP_URL.");
  const { email } = await db.user.findUniqueOrThrow({
    where: { id: ownPerson(access).userId },
    select: { email: true },
  });
  return { address: email, shown: email };
}

function refuseStale(before: Channel, version: number | undefined): void {
  if (version === undefined || version === before.version) return;
  const current = channelView(before);
  throw new AppError("CONFLICT", "Somebody changed this channel after you opened it.", { current });
}

function changed(verb: string, before: Channel, after: Channel): AuditNote {
  const states = { before: channelView(before), after: channelView(after) };
  return { action: `channel.${verb}`, subject: subjectOf(after), ...states };
}

function newSalt(): string {
  return randomBytes(32).toString("base64url");
}

function personOf({ actor }: AnyAccess): string | null {
  return actor.kind === "person" ? actor.userId : null;
}

function subjectOf({ id, name }: { id: string; name: string }) {
  return { type: "channel", id, label: name };
}
