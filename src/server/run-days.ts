import { RUN_STATUSES } from "#domain/pipeline-runs.ts";
import type { Access } from "#server/access.ts";
import { db } from "#server/db.ts";
import { pipelineRun } from "#stages/data-pipeline/pipeline-run.ts";
import type { RunCount } from "#stages/data-pipeline/run-days.ts";

const DAY_MS = 86_400_000;

/** How many pipeline runs started on each day of the reader's zone, by how they stand; all of them, however many. */
export async function countRunDays(
  { projectId }: Access<"project.read">,
  { zone, from }: { zone: string; from: number },
): Promise<RunCount[]> {
  const since = new Date(from - DAY_MS);
  const rows = await db.$queryRaw<{ day: string; status: string; runs: number }[]>`
    select to_char(at at time zone ${zone}, 'YYYY-MM-DD') as day, data ->> 'status' as status, count(*)::int as runs
    from fact
    where project_id = ${projectId}::uuid and kind = ${pipelineRun.kind} and removed_at is null and at >= ${since}
    group by 1, 2`;
  return rows.flatMap(({ day, status, runs }) => {
    const known = RUN_STATUSES.find((each) => each === status);
    return known ? [{ day, status: known, runs }] : [];
  });
}
