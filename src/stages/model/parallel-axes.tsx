import type { ParallelAxis } from "#components/charts/parallel-plot.tsx";
import { niceTicks, valueDomain } from "#components/charts/scale.ts";
import { formatNumber } from "#lib/format.ts";
import type { RunOverview, RunView } from "#stages/model/run-overview.ts";

const AXES = 6;

/** The parameters that differ between runs, those that most runs have first, and the metric at the end. */
export function parallelAxes({ runs, metric }: Pick<RunOverview, "runs" | "metric">): ParallelAxis[] {
  const names = [...new Set(runs.flatMap(({ params }) => Object.keys(params)))];
  const varied = names
    .map((name) => ({ name, values: runs.flatMap(({ params }) => params[name] ?? []) }))
    .filter(({ values }) => new Set(values).size > 1)
    .sort((a, b) => b.values.length - a.values.length)
    .slice(0, AXES);
  return [
    ...varied.map(({ name }) => axisOf(name, runs, ({ params }) => params[name])),
    axisOf(metric, runs, ({ quality }) => quality),
  ];
}

type Value = string | number | boolean | undefined;

function axisOf(title: string, runs: readonly RunView[], read: (run: RunView) => Value): ParallelAxis {
  const values = runs.map(read);
  const known = values.filter((value) => value !== undefined);
  if (known.every((value) => typeof value === "number")) return numeric(title, values as (number | undefined)[]);
  const names = [...new Set(known.map(String))].sort();
  const at = (value: Value) =>
    value === undefined ? null : names.length === 1 ? 0.5 : names.indexOf(String(value)) / (names.length - 1);
  const shown = names.length <= 6 ? names : [names[0] ?? "", names.at(-1) ?? ""];
  return { title, positions: values.map(at), ticks: shown.map((name) => ({ label: name, at: at(name) ?? 0 })) };
}

/** Over more than two powers of ten, as learning rates are, by the logarithm. */
function numeric(title: string, values: readonly (number | undefined)[]): ParallelAxis {
  const known = values.filter((value) => value !== undefined);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  if (low > 0 && high / low > 100) {
    const span = Math.log(high) - Math.log(low);
    const at = (value: number) => (Math.log(value) - Math.log(low)) / span;
    const ticks = [low, high].map((value) => ({ label: formatNumber(value), at: at(value) }));
    return {
      title: `${title} (log)`,
      positions: values.map((value) => (value === undefined ? null : at(value))),
      ticks,
    };
  }
  const domain = valueDomain(known);
  const at = (value: number) => (value - domain[0]) / (domain[1] - domain[0]);
  return {
    title,
    positions: values.map((value) => (value === undefined ? null : at(value))),
    ticks: niceTicks(domain, 4)
      .filter((value) => Number.isInteger(value) || !known.every(Number.isInteger))
      .map((value) => ({ label: formatNumber(value), at: at(value) })),
  };
}
