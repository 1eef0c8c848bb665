import type { Access } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { groupCounts } from "#server/live-signals.ts";
import type { Assessment } from "#stages/solution-bias/assessment-record.ts";
import { liveSince } from "#stages/solution-bias/live-groups.ts";
import type { LiveThread } from "#stages/solution-bias/thread-in-operation.ts";

/** What the series say of the groups of an assessment: decisions by group since, and criteria that are measured by group. */
export async function getLiveGroups(access: Access<"project.read">, assessment: Assessment): Promise<LiveThread> {
  const rows = await db.$queryRaw<{ criterion: string; labels: unknown; value: number }[]>`
    select c.key as criterion, s.labels, s.last_value as value from criterion c
    join series own on own.id = c.series_id
    join series s on s.project_id = own.project_id and s.name = own.name and s.id <> own.id
    where c.project_id = ${access.projectId}::uuid and c.removed_at is null and s.labels_key <> ''
      and s.last_value is not null
    order by c.position, s.id limit 500`;
  return {
    counts: await groupCounts(db, access.projectId, liveSince(assessment, now().getTime())),
    measured: rows.map(({ criterion, labels, value }) => ({ criterion, value, labels: labelsIn(labels) })),
  };
}

/** Guarantee: the column only ever receives what was accepted as labels. */
function labelsIn(json: unknown): Record<string, string> {
  return json as Record<string, string>;
}
