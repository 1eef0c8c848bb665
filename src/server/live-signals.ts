import type { WindowValue } from "#domain/backward-facts.ts";
import { now } from "#server/clock.ts";
import type { ReadOnlyDb, Tx } from "#server/db.ts";
import type { ProjectRecord } from "#server/project-record.ts";
import { answerAt } from "#stages/answer-at.ts";
import {
  DECISIONS_SERIES,
  LATENCY_SERIES,
  type LiveCount,
  type LiveSignals,
  SELECTED_SERIES,
} from "#stages/live-signals.ts";
import { assessmentRecord } from "#stages/solution-bias/assessment-record.ts";
import { liveSince } from "#stages/solution-bias/live-groups.ts";

const LATENCY_HOURS = 72;
const NOTHING: LiveSignals = { latencyP95Ms: [], counts: [] };
type Db = ReadOnlyDb | Tx;

/** Read only where a rule may look at it: while stage 7 or 8 is finished, and a budget or an assessment is there. */
export async function liveSignals(db: Db, record: ProjectRecord): Promise<LiveSignals> {
  const isFinished = (stage: string) => ["done", "needs_attention"].includes(record.stage(stage).state);
  const { document } = record.stage("integration");
  const budget = answerAt(document, "latencyBudgetMs");
  const [assessment] = record.facts.of(assessmentRecord);
  const latency = isFinished("integration") && typeof budget === "number";
  const groups = isFinished("solution-bias") ? assessment : undefined;
  if (!latency && !groups) return NOTHING;
  const series = answerAt(document, "latencySeries");
  const { id } = record.project;
  return {
    latencyP95Ms: latency ? await latencyHours(db, id, typeof series === "string" ? series : LATENCY_SERIES) : [],
    counts: groups ? await groupCounts(db, id, liveSince(groups, now().getTime())) : [],
  };
}

/** How often each group was decided on, and selected, since a moment; by the hour, from the roll-ups. */
export async function groupCounts(db: Db, projectId: string, since: number): Promise<LiveCount[]> {
  const rows = await db.$queryRaw<{ name: string; labels: unknown; sum: number }[]>`
    select s.name, s.labels, sum(r.sum)::float8 as sum from series s
    join metric_rollup r on r.series_id = s.id and r.level = 3600 and r.bucket >= ${new Date(since)}
    where s.project_id = ${projectId}::uuid and s.name in (${DECISIONS_SERIES}, ${SELECTED_SERIES})
      and s.last_point_at > ${new Date(since)} and s.labels_key <> ''
    group by s.id order by s.id limit 500`;
  return rows.map(({ name, labels, sum }) => ({ name, labels: labelsIn(labels), sum }));
}

/** The worst p95 among the series of that name in each whole hour of the last three days. */
async function latencyHours(db: Db, projectId: string, name: string): Promise<WindowValue[]> {
  const until = now();
  const from = new Date(until.getTime() - LATENCY_HOURS * 3_600_000);
  const rows = await db.$queryRaw<{ end: Date; value: number | null }[]>`
    select r.bucket + interval '1 hour' as "end", max(coalesce(r.p95, r.max)) as value from series s
    join metric_rollup r on r.series_id = s.id and r.level = 3600 and r.bucket >= ${from}
      and r.bucket + interval '1 hour' <= ${until}
    where s.project_id = ${projectId}::uuid and s.name = ${name} and s.last_point_at > ${from}
    group by r.bucket order by r.bucket`;
  return rows.map(({ end, value }) => ({ end: end.getTime(), value }));
}

/** Guarantee: the column only ever receives what was accepted as labels. */
function labelsIn(json: unknown): Record<string, string> {
  return json as Record<string, string>;
}
