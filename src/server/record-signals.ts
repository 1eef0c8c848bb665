import { ALERT_KINDS, ALERT_STATES, SEVERITIES } from "#domain/vocabulary.ts";
import type { Criterion as CriterionRow } from "#generated/prisma/client.ts";
import type { ReadOnlyDb, Tx } from "#server/db.ts";
import type { LiveAlert } from "#stages/facts.ts";

/** From the roll-ups of days, whose first row the primary key finds at once. */
export async function firstPointsOf(db: ReadOnlyDb | Tx, criteria: readonly Pick<CriterionRow, "seriesId">[]) {
  const ids = criteria.flatMap(({ seriesId }) => seriesId ?? []);
  if (ids.length === 0) return new Map<bigint | null, number>();
  const rows = await db.$queryRaw<{ id: bigint; at: Date }[]>`
    select s.id, r.bucket as at from unnest(${ids}::bigint[]) as s (id) cross join lateral (
      select bucket from metric_rollup where series_id = s.id and level = 86400 order by bucket limit 1) r`;
  return new Map<bigint | null, number>(rows.map(({ id, at }) => [id, at.getTime()]));
}

type AlertRow = { kind: string; severity: string; state: string; title: string; openedAt: Date; labels: unknown } & {
  criterion: { series: { labels: unknown } | null } | null;
};

export function liveAlert({ kind, severity, state, title, openedAt, labels, criterion }: AlertRow): LiveAlert {
  return {
    kind: ALERT_KINDS.find((each) => each === kind) ?? "criterion",
    severity: SEVERITIES.find((each) => each === severity) ?? "warning",
    state: ALERT_STATES.find((each) => each === state) ?? "open",
    title,
    openedAt: openedAt.getTime(),
    labels: { ...labelsIn(criterion?.series?.labels ?? {}), ...labelsIn(labels) },
  };
}

/** Guarantee: both columns only ever receive what was accepted as labels. */
function labelsIn(json: unknown): Record<string, string> {
  return json as Record<string, string>;
}
