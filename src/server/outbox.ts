import { randomUUID } from "node:crypto";
import { type NewsSeverity, type NewsType, newsOfAudit, severityOf } from "#domain/news.ts";
import type { Role } from "#domain/vocabulary.ts";
import type { Channel, Prisma } from "#generated/prisma/client.ts";
import type { Actor, AnyAccess } from "#server/access.ts";
import { activityDetail, activityWords } from "#server/activity-words.ts";
import type { AuditNote } from "#server/audit.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";
import { enqueue } from "#server/jobs/queue.ts";
import { audienceOf, rolesIn } from "#server/news-audience.ts";
import { pointsPool } from "#server/points/pool.ts";

/** One piece of news, in the words of people and as data for programs. */
export type News = {
  type: NewsType;
  title: string;
  detail: string;
  severity: NewsSeverity;
  stageKey: string | null;
  /** Of the page that it is about, below the project's: "stages/model". Of a person's own, from the top: "tokens". */
  path: string;
  /** What one thing became: all news of one alert share it. */
  dedup: string;
  actor: Actor;
  /** Of people, only those in one of these roles. */
  roles?: readonly Role[];
  data: { subject: { type: string; id: string; label: string }; before?: unknown; after?: unknown; reason?: string };
};

/** Called by `mutate` inside its transaction: what was audited is told, where somebody wants to hear it. */
export async function tellAudited(tx: Tx, access: AnyAccess, notes: readonly AuditNote[]): Promise<void> {
  if (access.projectId)
    await tell(
      tx,
      access.projectId,
      notes.flatMap((note) => newsFrom(note, note.actor ?? access.actor)),
    );
}

/** Writes the news down with a delivery for each channel that wants it, and wakes their senders. Without any, nothing is kept. */
export async function tell(tx: Tx, projectId: string, news: readonly News[]): Promise<void> {
  if (news.length === 0) return;
  const channels = await listListening(tx, projectId);
  if (channels.length === 0) return;
  const concerns = await audienceOf(tx, projectId, channels.some(({ userId }) => userId) ? news : []);
  await writeDown(tx, projectId, news, (each) =>
    channels.filter((channel) => wants(channel, projectId, each) && reaches(channel, each)),
  );

  function reaches({ userId, user }: Listening, each: News): boolean {
    return !userId || concerns(each, { userId, roles: rolesIn(user?.members[0]?.roles ?? []) });
  }
}

/** News of what is one person's alone, by their own channels. That one of them fell silent, all others tell, ticked or not. */
export async function tellPerson(tx: Tx, userId: string, news: readonly News[]): Promise<void> {
  const where = { userId, removedAt: null, pausedAt: null, user: { disabledAt: null } };
  const channels = await tx.channel.findMany({ where, select: { id: true, types: true, criticalOnly: true } });
  await writeDown(tx, null, news, (each) =>
    channels.filter((channel) => each.type === "channel.paused" || listensTo(channel, each)),
  );
}

async function writeDown(
  tx: Tx,
  projectId: string | null,
  news: readonly News[],
  wanting: (each: News) => readonly { id: string }[],
): Promise<void> {
  const at = now();
  const events: Prisma.OutboxEventCreateManyInput[] = [];
  const deliveries: Prisma.DeliveryCreateManyInput[] = [];
  for (const each of news) {
    const channels = wanting(each);
    if (channels.length === 0) continue;
    const { actor, data, roles: _, ...row } = each;
    const id = randomUUID();
    events.push({ ...row, id, projectId, at, data: kept(data, actor) });
    deliveries.push(...channels.map((channel) => ({ channelId: channel.id, eventId: id, dueAt: at })));
  }
  if (events.length === 0) return;
  await tx.outboxEvent.createMany({ data: events });
  await tx.delivery.createMany({ data: deliveries });
  for (const channelId of new Set(deliveries.map((delivery) => delivery.channelId))) await wake(tx, channelId);
}

/** The sender of a channel looks at what is due, and plans its next look itself. */
export async function wake(tx: Tx, channelId: string, at?: Date): Promise<void> {
  await enqueue(tx, "deliver", { channelId }, { key: `deliver:${channelId}`, ...(at ? { at } : {}) });
}

const LOG_DAYS = 90;

/** The delivery log stays for three months; what still waits stays longer. */
export async function dropOldNews(): Promise<void> {
  await pointsPool().query(
    `delete from outbox_event e where e.at < $1
       and not exists (select 1 from delivery d where d.event_id = e.id and d.state = 'waiting')`,
    [new Date(now().getTime() - LOG_DAYS * 86_400_000)],
  );
}

type Listening = Awaited<ReturnType<typeof listListening>>[number];

function listListening(tx: Tx, projectId: string) {
  return tx.channel.findMany({
    where: {
      removedAt: null,
      pausedAt: null,
      OR: [{ projectId }, { user: { disabledAt: null, members: { some: { projectId } } } }],
    },
    select: {
      ...{ id: true, userId: true, types: true, muted: true, criticalOnly: true },
      user: { select: { members: { where: { projectId }, select: { roles: true } } } },
    },
  });
}

/** Nobody is told what they did themselves. */
function wants(channel: Listening, projectId: string, news: News): boolean {
  const own = news.actor.kind === "person" && news.actor.userId === channel.userId;
  return listensTo(channel, news) && !own && !channel.muted.includes(projectId);
}

function listensTo(
  { types, criticalOnly }: Pick<Channel, "types" | "criticalOnly">,
  { type, severity }: News,
): boolean {
  return types.includes(type) && (!criticalOnly || severity === "critical");
}

function newsFrom(note: AuditNote, actor: Actor): News[] {
  const type = newsOfAudit(note);
  if (!type) return [];
  const { subject, stageKey = null, before, after, reason } = note;
  const label = subject.label ?? "";
  const line = {
    ...{ action: note.action, subject: label, stageKey, actorName: actor.name, actorKind: actor.kind },
    ...{ before: json(before), after: json(after), reason: reason ?? null },
  };
  const data = { subject: { ...subject, label }, before, after, ...(reason ? { reason } : {}) };
  return [
    {
      ...{ type, title: activityWords(line), detail: activityDetail(line) ?? "", severity: severityOf(type), stageKey },
      ...{ path: stageKey ? `stages/${stageKey}` : "activity", dedup: `${subject.type}:${subject.id}`, actor, data },
    },
  ];
}

const MOST_DATA = 32_000;

/** What is too large to be news is said without its before and after. */
function kept(data: News["data"], actor: Actor): Prisma.InputJsonObject {
  const whole = { actor: { kind: actor.kind, name: actor.name }, ...data };
  const text = JSON.stringify(whole);
  if (text.length <= MOST_DATA) return JSON.parse(text);
  const { before: _, after: __, ...rest } = whole;
  return JSON.parse(JSON.stringify({ ...rest, shortened: true }));
}

function json(value: unknown): Prisma.JsonValue {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
