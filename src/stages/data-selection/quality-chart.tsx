import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { type HeatCell, HeatTable } from "#components/charts/heat-table.tsx";
import { geEps } from "#domain/comparison.ts";
import { QUALITY_DIMENSIONS, type QualityDimension } from "#domain/data-quality.ts";
import { isGoodEnough, SOURCE_LIMITS } from "#domain/data-selection-gate.ts";
import { formatNumber, formatRatio } from "#lib/format.ts";
import type { SourceOverview } from "#stages/data-selection/source-overview.ts";
import { How } from "#stages/how.tsx";

type QualityChartProps = {
  sources: readonly SourceOverview[];
  base: string;
  csvHref: string;
  at: number;
  zone: string;
};

const SHOWN = 15;

/** Sources by the seven dimensions of their newest profile; the poorest first where there are many. */
export function QualityChart({ sources, base, csvHref, at, zone }: QualityChartProps) {
  const profiled = sources.filter(({ quality }) => quality !== null);
  const shown = profiled.length > SHOWN ? poorestFirst(profiled).slice(0, SHOWN) : profiled;
  return (
    <ChartFrame
      level={3}
      title="Quality"
      measure={`Seven dimensions of the newest profile, 0 to 1; a required source needs ${SOURCE_LIMITS.quality} in all and ${formatRatio(SOURCE_LIMITS.weakestDimension)} in its weakest, which is framed`}
      finding={findingOf(sources, profiled, shown.length)}
      csvHref={csvHref}
      table={
        shown.length < profiled.length
          ? { columns: ["Source", ...DIMENSION_WORDS, "Quality"], rows: profiled.map(rowOf) }
          : undefined
      }
    >
      <HeatTable
        label="Quality of each source by dimension"
        corner="Source"
        columns={DIMENSION_WORDS}
        sum="Quality"
        rows={shown.map((source) => ({
          key: source.key,
          name: source.data.name,
          href: `${base}/facts/data-sources/${source.key}`,
          cells: cellsOf(source),
          sum: (
            <span className="inline-flex items-center">
              {formatNumber(source.qualityScore, 1)}
              <How
                figure={{
                  label: `Quality of ${source.data.name}`,
                  calculator: "dq_score",
                  inputs: source.quality?.dimensions ?? {},
                }}
                at={at}
                zone={zone}
              />
            </span>
          ),
        }))}
      />
    </ChartFrame>
  );
}

/** As short as a column is narrow. */
const SHORT: Record<QualityDimension, string> = {
  completeness: "Complete",
  validity: "Valid",
  uniqueness: "Unique",
  consistency: "Consistent",
  timeliness: "On time",
  accuracy: "Accurate",
  representativeness: "Balanced",
};
const DIMENSION_WORDS = QUALITY_DIMENSIONS.map((name) => SHORT[name]);

function cellsOf({ quality }: SourceOverview): HeatCell[] {
  return QUALITY_DIMENSIONS.map((name) => {
    const value = quality?.dimensions[name] ?? null;
    return { text: value === null ? "–" : formatRatio(value), tone: toneOf(value), marked: quality?.weakest === name };
  });
}

function toneOf(value: number | null): HeatCell["tone"] {
  if (value === null) return "none";
  if (!geEps(value, SOURCE_LIMITS.weakestDimension)) return "bad";
  if (!geEps(value, SOURCE_LIMITS.quality / 100)) return "warn";
  return geEps(value, 0.95) ? "good" : "fair";
}

function rowOf(source: SourceOverview): string[] {
  return [source.data.name, ...cellsOf(source).map(({ text }) => text), formatNumber(source.qualityScore, 1)];
}

function poorestFirst(sources: readonly SourceOverview[]): SourceOverview[] {
  return sources.toSorted((a, b) => (a.qualityScore ?? 0) - (b.qualityScore ?? 0));
}

function findingOf(sources: readonly SourceOverview[], profiled: readonly SourceOverview[], shown: number): string {
  const [least] = poorestFirst(profiled);
  const poor = sources.filter((source) => source.required && !isGoodEnough(source)).length;
  const unprofiled = sources.length - profiled.length;
  return [
    poor === 0
      ? "Every required source is good enough."
      : `${poor} required ${poor === 1 ? "source is" : "sources are"} not good enough, or not profiled.`,
    ...(least?.quality?.weakest && least.weakestDimension !== null
      ? [
          `The lowest is ${least.data.name} with ${formatNumber(least.qualityScore, 1)}, its weakest ${least.quality.weakest} at ${formatRatio(least.weakestDimension)}.`,
        ]
      : []),
    ...(unprofiled > 0 ? [`${unprofiled === 1 ? "One is" : `${unprofiled} are`} without a profile.`] : []),
    ...(shown < profiled.length ? [`Shown are the ${shown} lowest of ${profiled.length}.`] : []),
  ].join(" ");
}
