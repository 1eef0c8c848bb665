import { RESTING } from "#domain/lifecycle.ts";
import type { NewsType } from "#domain/news.ts";
import {
  AHEAD_DAYS,
  BEHIND_DAYS,
  concerned,
  daysLeft,
  expiryWords,
  type Threshold,
  thresholdOf,
} from "#domain/reminders.ts";
import { type Actor, bootstrapAccess, systemAccess } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db, type Tx } from "#server/db.ts";
import type { DueProject } from "#server/evaluation-run.ts";
import { eachProject } from "#server/jobs/each-project.ts";
import { mutate } from "#server/mutate.ts";
import { type News, tell, tellPerson } from "#server/outbox.ts";
import { type Expiring, findExpiring } from "#server/reminders.ts";

const DUE: NewsType = "reminder.due";
const CLOCK: Actor = { kind: "rule", name: "Reminders" };
/** Longer than any threshold lasts: what was told of it within is not told again. */
const REMEMBERED_DAYS = 30;
const DAY_MS = 86_400_000;

/** Tells what ends soon, or has ended, where somebody wants to hear it: a fortnight before, three days before, and after. */
export async function tellReminders(signal: AbortSignal): Promise<void> {
  await tellOwnDue();
  await eachProject(await listProjectsThatListen(), tellDue, signal);
}

/** What ends soon of a person's own: their tokens, which belong to no project. */
async function tellOwnDue(): Promise<void> {
  const tokens = await listOwnTokens();
  if (tokens.length === 0) return;
  await mutate(bootstrapAccess(CLOCK.name), async (tx) => {
    const told = await listTold(tx, null);
    for (const { userId, ...token } of tokens)
      await tellPerson(
        tx,
        userId,
        newsOf(token).filter(({ dedup }) => !told.has(dedup)),
      );
    return { value: undefined, audit: "unchanged" };
  });
}

async function tellDue({ id, slug }: DueProject): Promise<void> {
  const due = (await findExpiring([id])).flatMap(newsOf);
  if (due.length === 0) return;
  await mutate(systemAccess(id, slug, CLOCK.name), async (tx) => {
    const told = await listTold(tx, id);
    await tell(
      tx,
      id,
      due.filter(({ dedup }) => !told.has(dedup)),
    );
    return { value: undefined, audit: "unchanged" };
  });
}

/** A renewed end is another one: it is told anew. */
function newsOf({ id, kind, title, until, path }: Expiring): News[] {
  const days = daysLeft(until.getTime(), now().getTime());
  const threshold = thresholdOf(days);
  if (!threshold) return [];
  return [
    {
      ...{
        type: DUE,
        title: `${title} ${expiryWords(days)}`,
        detail: "",
        severity: SEVERITY[threshold],
        stageKey: null,
      },
      ...{ path, dedup: `reminder:${id}:${until.toISOString().slice(0, 10)}:${threshold}`, actor: CLOCK },
      roles: concerned(kind),
      data: { subject: { type: kind, id, label: title }, after: { until: until.toISOString(), days } },
    },
  ];
}

const SEVERITY = { fortnight: "info", "three-days": "warning", over: "warning" } as const satisfies Record<
  Threshold,
  string
>;

async function listTold(tx: Tx, projectId: string | null): Promise<Set<string>> {
  const since = new Date(now().getTime() - REMEMBERED_DAYS * DAY_MS);
  const rows = await tx.outboxEvent.findMany({
    where: { projectId, type: DUE, at: { gt: since } },
    select: { dedup: true },
  });
  return new Set(rows.map(({ dedup }) => dedup));
}

const AWAKE = { removedAt: null, pausedAt: null, types: { has: DUE } };

async function listProjectsThatListen(): Promise<DueProject[]> {
  return db.project.findMany({
    where: {
      ...{ archivedAt: null, deletedAt: null, summaryRow: { lifecycle: { notIn: [...RESTING] } } },
      OR: [{ channels: { some: AWAKE } }, { members: { some: { user: { channels: { some: AWAKE } } } } }],
    },
    select: { id: true, slug: true },
  });
}

async function listOwnTokens(): Promise<(Expiring & { userId: string })[]> {
  const at = now().getTime();
  const [from, to] = [new Date(at - BEHIND_DAYS * DAY_MS), new Date(at + AHEAD_DAYS * DAY_MS)];
  const rows = await db.apiToken.findMany({
    where: {
      ...{ revokedAt: null, expiresAt: { gte: from, lte: to } },
      user: { disabledAt: null, channels: { some: AWAKE } },
    },
    select: { id: true, userId: true, name: true, expiresAt: true },
  });
  return rows.flatMap(({ id, userId, name, expiresAt: until }) => {
    if (!userId) return [];
    return [{ id, userId, kind: "token" as const, projectId: null, title: `Token ${name}`, until, path: "tokens" }];
  });
}
