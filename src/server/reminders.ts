import { RESTING } from "#domain/lifecycle.ts";
import {
  AHEAD_DAYS,
  ASSESSMENT_DAYS,
  BEHIND_DAYS,
  concerns,
  DRILL_DAYS,
  daysLeft,
  expiryWords,
  type ReminderKind,
} from "#domain/reminders.ts";
import { ROLES } from "#domain/vocabulary.ts";
import type { Actor } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";

export type Reminder = {
  id: string;
  kind: ReminderKind;
  title: string;
  /** "expires in 12 days" */
  words: string;
  expired: boolean;
  until: Date;
  href: string;
  /** Null for a personal token. */
  project: { slug: string; name: string } | null;
};

const DAY_MS = 86_400_000;
const UNDERWAY = { summaryRow: { lifecycle: { notIn: [...RESTING] } } };
const MOST = 200;

/** What ends soon, or has ended, in the projects where this person can do something about it; the soonest first. In a project that rests, they rest too. */
export async function listReminders(actor: Actor): Promise<Reminder[]> {
  if (actor.kind !== "person") return [];
  const memberships = await db.member.findMany({
    where: { userId: actor.userId, project: { archivedAt: null, deletedAt: null, ...UNDERWAY } },
    select: { projectId: true, roles: true, project: { select: { slug: true, name: true } } },
    take: 1000,
  });
  const mine = new Map(memberships.map((member) => [member.projectId, member]));
  const found = await findExpiring([...mine.keys()], actor.userId);
  return found.flatMap(({ projectId, ...row }) => {
    const member = projectId === null ? null : mine.get(projectId);
    if (
      member &&
      !concerns(
        row.kind,
        ROLES.filter((role) => member.roles.includes(role)),
      )
    )
      return [];
    return [reminderOf(row, member?.project ?? null)];
  });
}

export type Expiring = {
  id: string;
  kind: ReminderKind;
  projectId: string | null;
  title: string;
  until: Date;
  path: string;
};

/**
 * One pass over each table that knows an end; of facts that follow each other only the newest of its thread counts. Of tokens
 * those of the projects, and this person's own.
 */
export async function findExpiring(projectIds: readonly string[], userId: string | null = null): Promise<Expiring[]> {
  const at = now();
  const from = new Date(at.getTime() - BEHIND_DAYS * DAY_MS);
  const to = new Date(at.getTime() + AHEAD_DAYS * DAY_MS);
  const [assessed, drilled] = [`${ASSESSMENT_DAYS} days`, `${DRILL_DAYS} days`];
  return db.$queryRaw<Expiring[]>`
    with known as (
      select f.id, f.project_id, f.kind, f.key, f.title, f.at, f.data from unnest(${projectIds}::uuid[]) as mine (id)
      join fact f on f.project_id = mine.id and f.removed_at is null and f.kind in
        ('data-sources', 'risk-acceptances', 'fairness-acceptances', 'fire-drills', 'test-runs', 'fairness-assessments')
    ), ending as (
      select id::text, 'licence' as kind, project_id, 'Licence of ' || title as title, (data->>'licenceExpires')::timestamptz as until,
        'facts/data-sources/' || key as path
      from known where kind = 'data-sources' and data ? 'licenceExpires'
      union all
      (select distinct on (project_id, data->>'risk', data->>'role') id::text, 'acceptance', project_id, 'Acceptance of the risk ' || coalesce((select r.title from fact r
          where r.project_id = known.project_id and r.kind = 'bias-risks' and r.key = known.data->>'risk'), data->>'risk'),
        (data->>'validUntil')::timestamptz, 'facts/risk-acceptances/' || key
      from known where kind = 'risk-acceptances' order by project_id, data->>'risk', data->>'role', data->>'validUntil' desc)
      union all
      (select distinct on (project_id, data->>'assessment', data->>'metric', data->>'role') id::text, 'acceptance', project_id,
        'Acceptance of ' || replace(data->>'metric', '_', ' '), (data->>'validUntil')::timestamptz, 'facts/fairness-acceptances/' || key
      from known where kind = 'fairness-acceptances' order by project_id, data->>'assessment', data->>'metric', data->>'role', data->>'validUntil' desc)
      union all
      (select distinct on (project_id, kind) id::text, 'drill', project_id,
        case kind when 'fire-drills' then 'Fire drill' else 'Rollback drill' end, at + ${drilled}::interval, 'facts/' || kind || '/' || key
      from known where kind = 'fire-drills' or (kind = 'test-runs' and data->>'kind' = 'rollback_drill') order by project_id, kind, at desc)
      union all
      (select distinct on (project_id, data->>'attribute') id::text, 'assessment', project_id, 'Assessment ' || title, at + ${assessed}::interval,
        'facts/fairness-assessments/' || key
      from known where kind = 'fairness-assessments' order by project_id, data->>'attribute', at desc)
      union all
      select s.project_id || s.key, 'review', s.project_id, 'Next review of solution bias', (s.document->>'nextReview')::timestamptz, 'stages/' || s.key
      from stage s where s.project_id = any(${projectIds}::uuid[]) and s.key = 'solution-bias' and s.document ? 'nextReview'
      union all
      (select distinct on (e.project_id, e.stage_key, e.item_key) e.id::text, 'evidence', e.project_id, 'Evidence ' || e.label, e.valid_until,
        'stages/' || e.stage_key || '#item-' || e.item_key
      from evidence e where e.project_id = any(${projectIds}::uuid[]) and e.removed_at is null and e.valid_until is not null
      order by e.project_id, e.stage_key, e.item_key, e.valid_until desc)
      union all
      select t.id::text, 'token', t.project_id, 'Token ' || t.name, t.expires_at, case when t.project_id is null then 'tokens' else 'settings' end
      from api_token t where t.revoked_at is null and (t.user_id = ${userId}::uuid or (t.user_id is null and t.project_id = any(${projectIds}::uuid[])))
    )
    select id, kind, project_id as "projectId", title, until, path from ending
    where until between ${from} and ${to} order by until, id limit ${MOST}`;
}

function reminderOf({ until, path, ...row }: Omit<Expiring, "projectId">, project: Reminder["project"]): Reminder {
  const days = daysLeft(until.getTime(), now().getTime());
  return {
    ...row,
    until,
    project,
    words: expiryWords(days),
    expired: days < 0,
    href: project ? `/projects/${project.slug}/${path}` : `/${path}`,
  };
}
