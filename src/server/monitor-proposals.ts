import { AppError } from "#domain/errors.ts";
import type { Access } from "#server/access.ts";
import { db } from "#server/db.ts";
import { writeFacts } from "#server/fact-bulk.ts";
import { loadProjectRecord, type ProjectRecord, stageFactsOf } from "#server/project-record.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import type { StageFacts } from "#stages/facts.ts";
import { type KnownSeries, type MonitorProposals, monitorProposals } from "#stages/monitoring/default-monitors.ts";
import { monitor } from "#stages/monitoring/monitor.ts";

/** The default monitors that this project needs and has not got (C7); nothing is recorded before somebody says so. */
export async function listMonitorProposals(
  access: Access<"project.read">,
  facts: StageFacts,
): Promise<MonitorProposals> {
  return monitorProposals(facts, await knownSeries(access.projectId));
}

/** Records those of the proposed monitors that the person saw; what somebody else recorded meanwhile is left as it is. */
export async function addProposedMonitors(
  access: Access<"fact.record">,
  keys: readonly string[],
): Promise<{ added: number }> {
  const record: ProjectRecord = await loadProjectRecord(db, access.projectId);
  const { ready } = monitorProposals(stageFactsOf(record, "monitoring"), await knownSeries(access.projectId));
  const chosen = ready.filter(({ key }) => keys.includes(key));
  if (chosen.length === 0)
    throw new AppError("CONFLICT", "These monitors are there already. Reload the page to see them.");
  const sent = chosen.map(({ key, data }) => ({ key, data }));
  const { created, changed, refused } = await writeFacts(access, factKindOf(monitor.kind), sent, { origin: "hand" });
  const [first] = refused;
  if (first)
    throw new AppError("INVALID", first.issues[0]?.message ?? "A monitor was refused.", { issues: first.issues });
  return { added: created + changed };
}

/** The series of a project with the pace of their last four weeks. */
async function knownSeries(projectId: string): Promise<KnownSeries[]> {
  const rows = await db.$queryRaw<{ name: string; criteria: string[]; seconds: number | null }[]>`
    select s.name, coalesce(array_agg(distinct c.key) filter (where c.key is not null), '{}') as criteria,
      max(r.span / nullif(r.points - 1, 0)) as seconds
    from series s
    left join criterion c on c.series_id = s.id and c.removed_at is null
    left join lateral (
      select extract(epoch from max(bucket) - min(bucket))::float8 as span, sum(points) as points
      from metric_rollup where series_id = s.id and level = 3600 and bucket > s.last_point_at - interval '28 days') r on true
    where s.project_id = ${projectId}::uuid and s.last_point_at is not null
    group by s.name order by s.name limit 500`;
  return rows.map(({ name, criteria, seconds }) => ({ name, criteria, intervalSeconds: rounded(seconds) }));
}

/** To whole minutes, hours or days, upwards: points that come a little late are not missing. */
function rounded(seconds: number | null): number | null {
  if (seconds === null || !(seconds > 0)) return null;
  const unit = [86_400, 3_600, 60].find((each) => seconds >= 0.9 * each) ?? 60;
  return Math.ceil(seconds / unit - 0.1) * unit;
}
