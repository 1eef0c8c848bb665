import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { ParallelPlot } from "#components/charts/parallel-plot.tsx";
import { TradePlot } from "#components/charts/trade-plot.tsx";
import { formatNumber, formatValue } from "#lib/format.ts";
import { parallelAxes } from "#stages/model/parallel-axes.tsx";
import type { RunOverview, RunView } from "#stages/model/run-overview.ts";

export type RunChartProps = { overview: RunOverview; currency: string; base: string; csvHref: string; note: string };

const BEST = 3;
/** Rows of a table beside a picture. */
const LISTED = 60;

/** Quality against what it costs: selection is a trade-off. */
export function TradeChart({ overview, currency, base, csvHref, note }: RunChartProps) {
  const { runs, metric, lowerIsBetter, costName, costUnit, priced: pricedRuns } = overview;
  const priced = runs.filter((run): run is RunView & { cost: number } => run.cost !== null);
  if (!costName || priced.length === 0) return null;
  const price = (value: number) => formatValue(value, costUnit === "money" ? currency : costUnit);
  const front = priced.filter(({ onFront }) => onFront).toSorted((a, b) => a.cost - b.cost);
  const listed = priced.filter((run, place) => place < LISTED || run.onFront || run.baseline);
  const finding = tradeInWords(front, pricedRuns, price);
  const words = (run: RunView & { cost: number }) =>
    `${run.name}: ${metric} ${formatNumber(run.quality)}, ${costName} ${price(run.cost)}`;
  return (
    <ChartFrame
      level={3}
      title="Quality and its price"
      measure={`${metric} (${lowerIsBetter ? "lower" : "higher"} is better) against ${costName}; ${note}`}
      finding={finding}
      csvHref={csvHref}
      table={{
        hrefs: listed.map(({ key }) => `${base}/facts/training-runs/${key}`),
        left: pricedRuns - listed.length,
        columns: ["Run", metric, costName, "Nothing is better at its price"],
        rows: listed.map((run) => [run.name, formatNumber(run.quality), price(run.cost), run.onFront ? "yes" : "no"]),
      }}
    >
      <TradePlot
        label={finding}
        x={{ title: costName, format: price }}
        y={{ title: metric, format: (value) => formatNumber(value) }}
        marks={priced.map((run) => ({
          ...{ key: run.key, name: run.name, x: run.cost, y: run.quality, onFront: run.onFront },
          ...{ baseline: run.baseline, label: words(run), href: `${base}/facts/training-runs/${run.key}` },
        }))}
      />
    </ChartFrame>
  );
}

function tradeInWords(
  front: readonly (RunView & { cost: number })[],
  of: number,
  price: (v: number) => string,
): string {
  const [cheapest] = front;
  const best = front.at(-1);
  if (!cheapest || !best) return "No run says what it costs.";
  if (front.length === 1) return `${best.name} is both the best and the cheapest of ${of.toLocaleString("en-GB")}.`;
  return `${front.length} of ${of.toLocaleString("en-GB")} runs are beaten by none, from ${cheapest.name} (${formatNumber(cheapest.quality)} at ${price(cheapest.cost)}) to ${best.name} (${formatNumber(best.quality)} at ${price(best.cost)}).`;
}

/** Through which parameters the best runs went. */
export function ParameterChart({ overview, csvHref, note }: RunChartProps) {
  const { runs, metric } = overview;
  const axes = parallelAxes(overview);
  if (axes.length < 2 || runs.length < 2) return null;
  const names = axes.slice(0, -1).map(({ title }) => title.replace(/ \(log\)$/, ""));
  const best = runs
    .slice(0, Math.min(BEST, runs.length))
    .map(({ name }, line) => ({ line, name: `${line + 1} ${name}` }));
  const top = runs[0];
  const values = names.map((name) => `${name} ${shown(top?.params[name])}`).join(", ");
  const finding = `The best run, ${top?.name}, has ${values}; ${metric} ${formatNumber(top?.quality)}.`;
  return (
    <ChartFrame
      level={3}
      title="Parameters"
      measure={`One line a run; the best three are dark: solid, dashed, dotted; ${note}`}
      finding={finding}
      csvHref={csvHref}
      table={{
        left: overview.known - Math.min(runs.length, LISTED),
        columns: ["Run", ...names, metric],
        rows: runs
          .slice(0, LISTED)
          .map((run) => [run.name, ...names.map((name) => shown(run.params[name])), formatNumber(run.quality)]),
      }}
    >
      <ParallelPlot axes={axes} best={best} label={finding} />
    </ChartFrame>
  );
}

function shown(value: string | number | boolean | undefined): string {
  return typeof value === "number" ? formatNumber(value) : String(value ?? "–");
}
