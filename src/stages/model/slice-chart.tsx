import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { SliceBars } from "#components/charts/slice-bars.tsx";
import { formatNumber } from "#lib/format.ts";
import type { StageFacts } from "#stages/facts.ts";
import { candidateOf } from "#stages/model/candidate.ts";
import { guardrailOf, isWhole, type MetricRow, sliceVerdict, testRows } from "#stages/model/metric-rows.ts";

const SHOWN = 20;

/** What the candidate reaches on each slice, worst first, for the metric that most slices have. */
export function SliceChart({ facts, csvHref }: { facts: StageFacts; csvHref: string }) {
  const candidate = candidateOf(facts);
  if (!candidate) return null;
  const rows = testRows(facts, candidate.key);
  const metric = commonest(rows.filter((row) => !isWhole(row)));
  if (!metric) return null;
  const same = rows.filter((row) => row.metric === metric);
  const slices = same.filter((row) => !isWhole(row)).toSorted(worstFirst);
  const whole = same.find(isWhole);
  const shown = slices.slice(0, SHOWN);
  const [first = slices[0]] = shown;
  const limits = first && guardrailOf(first);
  const guardrail = limits ? ([limits.low, limits.high].find(Number.isFinite) ?? null) : null;
  const finding = findingOf(slices);
  const others = new Set(rows.filter((row) => !isWhole(row) && row.metric !== metric).map((row) => row.metric)).size;
  return (
    <ChartFrame
      level={3}
      title="Slices"
      measure={`${metric} of ${candidate.data.tag} on test data, with 95% intervals${slices.length > SHOWN ? `; the ${SHOWN} worst of ${slices.length}` : ""}${others > 0 ? `; ${others} other metrics are in the file` : ""}`}
      finding={finding}
      csvHref={csvHref}
      table={{
        columns: ["Slice", "Value", "Low", "High", "Rows", "Verdict"],
        rows: [...(whole ? [whole] : []), ...slices].map((row) => [
          row.segment ?? "All rows",
          ...[row.value, row.low, row.high].map((value) => formatNumber(value)),
          formatNumber(row.n),
          sliceVerdict(row),
        ]),
      }}
    >
      <SliceBars
        label={finding}
        guardrail={guardrail}
        guardrailText={guardrail === null ? "" : `guardrail ${formatNumber(guardrail)}`}
        bars={[...(whole ? [whole] : []), ...shown].map(barOf)}
      />
    </ChartFrame>
  );
}

function barOf(row: MetricRow) {
  const { key, segment, value, low = null, high = null, n } = row;
  const rows = n === undefined ? "" : `, n ${formatNumber(n)}`;
  return {
    ...{ key, name: segment ?? "All rows", value, low, high },
    text: `${formatNumber(value)}${rows}`,
    verdict: isWhole(row) ? ("no guardrail" as const) : sliceVerdict(row),
  };
}

function worstFirst(a: MetricRow, b: MetricRow): number {
  return (a.lowerIsBetter ? -1 : 1) * (a.value - b.value);
}

function commonest(rows: readonly MetricRow[]): string | null {
  const groups = [...Map.groupBy(rows, ({ metric }) => metric)].sort((a, b) => b[1].length - a[1].length);
  return groups[0]?.[0] ?? null;
}

function findingOf(slices: readonly MetricRow[]): string {
  const verdicts = slices.map((row) => ({ row, verdict: sliceVerdict(row) }));
  const below = verdicts.filter(({ verdict }) => verdict === "below");
  const judged = verdicts.filter(({ verdict }) => verdict === "holds" || verdict === "below");
  const small = verdicts.filter(({ verdict }) => verdict === "too small").length;
  const skipped = small > 0 ? ` ${small} with fewer than 30 rows ${small === 1 ? "is" : "are"} not judged.` : "";
  if (below[0])
    return `${below.length} of ${judged.length} slices lie beyond the guardrail, first ${below[0].row.segment}.${skipped}`;
  const [worst] = judged;
  if (!worst) return `No slice has a guardrail to be judged by.${skipped}`;
  return `All ${judged.length} slices hold the guardrail; the weakest is ${worst.row.segment} at ${formatNumber(worst.row.value)}.${skipped}`;
}
