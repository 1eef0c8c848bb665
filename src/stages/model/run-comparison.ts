import { finiteOf } from "#domain/run-metric.ts";
import { lowerWins, type NamedCriterion } from "#stages/model/metric-direction.ts";
import type { FinishedRun } from "#stages/model/run-overview.ts";

type Value = string | number | boolean | null;
/** One line of a comparison: a value a run, whether they differ, and which are best (of metrics only). */
export type ComparedRow = { name: string; values: readonly Value[]; differs: boolean; best: readonly number[] };
export type RunComparison = { params: ComparedRow[]; metrics: ComparedRow[] };

/** Runs side by side, those lines first that differ. What is not finite is shown and is never the best. */
export function compareRuns(runs: readonly FinishedRun[], criteria: readonly NamedCriterion[]): RunComparison {
  const rows = (read: (run: FinishedRun) => Readonly<Record<string, Value>>) =>
    namesIn(runs.map(read)).map((name): ComparedRow => {
      const values = runs.map((run) => read(run)[name] ?? null);
      return { name, values, differs: new Set(values).size > 1, best: [] };
    });
  const metrics = rows(({ data }) => data.metrics ?? {}).map((row) => ({
    ...row,
    best: row.differs ? bestOf(row.values, lowerWins(row.name, criteria)) : [],
  }));
  return { params: differingFirst(rows(({ data }) => data.params ?? {})), metrics: differingFirst(metrics) };
}

function bestOf(values: readonly Value[], lowerIsBetter: boolean): number[] {
  const known = values.map((value) => (typeof value === "number" ? finiteOf(value) : null));
  const finite = known.filter((value) => value !== null);
  if (finite.length < 2) return [];
  const best = finite.reduce((a, b) => (lowerIsBetter === a < b ? a : b));
  return known.flatMap((value, place) => (value === best ? place : []));
}

function namesIn(records: readonly Readonly<Record<string, Value>>[]): string[] {
  return [...new Set(records.flatMap(Object.keys))].sort((a, b) => a.localeCompare(b, "en"));
}

function differingFirst(rows: readonly ComparedRow[]): ComparedRow[] {
  return rows.toSorted((a, b) => Number(b.differs) - Number(a.differs));
}
