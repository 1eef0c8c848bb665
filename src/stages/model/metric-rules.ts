import { gainOver } from "#domain/model-gain.ts";
import type { Requirement } from "#domain/requirement.ts";
import type { StageFacts } from "#stages/facts.ts";
import { factsFix, requirement } from "#stages/fix.ts";
import { candidateOf } from "#stages/model/candidate.ts";
import { isWhole, type MetricRow, meets, short, sliceVerdict, testRows } from "#stages/model/metric-rows.ts";
import { modelMetric } from "#stages/model/model-metric.ts";

const WHERE = `/facts/${modelMetric.kind}`;
const fix = (what: string) => factsFix(["ML"], what, modelMetric.kind);

/** G6.2 to G6.4: what the candidate reaches on test data. */
export function metricRequirements(facts: StageFacts): Requirement[] {
  const candidate = candidateOf(facts);
  const rows = candidate ? testRows(facts, candidate.key) : [];
  return [criteriaMet(rows, facts), baselineBeaten(rows), slicesHold(rows)];
}

function criteriaMet(rows: readonly MetricRow[], { criteria }: StageFacts): Requirement {
  const asked = criteria.filter(({ mustHave, phase }) => mustHave && phase === "offline");
  const items = asked.flatMap((criterion) => {
    const row = rows.find((each) => isWhole(each) && each.criterion?.key === criterion.key);
    if (row && meets(criterion, row)) return [];
    const words = row ? `${short(row.value)} on test data` : "not measured on test data";
    return [{ label: `${criterion.name}: ${words}`, where: WHERE }];
  });
  return requirement({
    key: "G6.2",
    label: "Every offline must-have is met on test data",
    met: items.length === 0,
    detail:
      asked.length === 0
        ? "No must-have is judged offline."
        : `${asked.length - items.length} of ${asked.length} offline must-haves are met by the candidate.`,
    fix: fix("Improve the candidate, and record what it reaches on test data."),
    items,
  });
}

/** Where a must-have has a baseline beside it, that comparison decides; else every comparison does. */
function baselineBeaten(rows: readonly MetricRow[]): Requirement {
  const compared = rows.filter((row) => isWhole(row) && row.baseline !== undefined);
  const decisive = compared.filter(({ criterion }) => criterion?.mustHave);
  const gains = (decisive.length > 0 ? decisive : compared).map((row) => ({
    metric: row.metric,
    ...gainOver(row, row.lowerIsBetter),
  }));
  const worst = gains.toSorted((a, b) => (a.low ?? -Infinity) - (b.low ?? -Infinity))[0];
  return requirement({
    key: "G6.3",
    label: "The candidate beats the simple baseline beyond chance",
    met: worst !== undefined && worst.low !== null && worst.low > 0,
    detail: worst ? gainInWords(worst) : "No comparison with the baseline on test data is recorded.",
    fix: fix("Record what the baseline reaches on the same rows, with intervals."),
  });
}

function gainInWords({ metric, gain, low }: { metric: string; gain: number; low: number | null }): string {
  const size = `Gain in ${metric} ${short(gain)}`;
  return low === null
    ? `${size}, but its interval is not known.`
    : `${size}; the low end of its 95% interval is ${short(low)}.`;
}

function slicesHold(rows: readonly MetricRow[]): Requirement {
  const slices = rows
    .filter((row) => !isWhole(row))
    .map((row) => ({ name: `${row.segment}, ${row.metric}`, value: row.value, verdict: sliceVerdict(row) }));
  const judged = slices.filter(({ verdict }) => verdict === "holds" || verdict === "below");
  const below = slices.filter(({ verdict }) => verdict === "below");
  const small = slices.filter(({ verdict }) => verdict === "too small");
  const listed = small.length > 0 ? ` Too small to judge: ${small.map(({ name }) => name).join("; ")}.` : "";
  return requirement({
    key: "G6.4",
    label: "No slice lies beyond its guardrail",
    met: slices.length > 0 && below.length === 0,
    detail:
      judged.length === 0
        ? `No slice ${slices.length > 0 ? "is large enough, with a guardrail, to be judged" : "was measured on test data"}.${listed}`
        : `${judged.length - below.length} of ${judged.length} slices hold their guardrail.${listed}`,
    fix: fix(below.length > 0 ? "Improve the slices below." : "Record what the candidate reaches on each slice."),
    items: below.map(({ name, value }) => ({ label: `${name}: ${short(value)}`, where: WHERE })),
  });
}
