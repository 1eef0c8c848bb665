import type { FairnessMeasure } from "#domain/fairness.ts";
import { groupRate } from "#domain/fairness-rates.ts";
import type { Figure } from "#stages/fact-kind.ts";
import type { AssessmentData } from "#stages/solution-bias/assessment-record.ts";
import {
  intervalOf,
  isRatio,
  type JudgedMeasure,
  judgedMeasures,
  measureValues,
  overall,
  tooSmallGroups,
} from "#stages/solution-bias/assessment-verdicts.ts";
import { CERTAINTY_WORDS, FOUR_FIFTHS_NOTE, MEASURE_WORDS } from "#stages/solution-bias/fairness-words.ts";

const TOO_FEW = "Fewer than two groups are large enough to be compared.";

/** What was computed of an assessment: the verdicts on the chosen measures, every other measure's value, base rates. */
export function assessmentFigures(data: AssessmentData): Figure[] {
  const chosen = judgedMeasures(data);
  const others = measureValues(data).filter(({ metric }) => !chosen.some(({ measure }) => measure === metric));
  return [
    verdictFigure("overall", "Overall", overall(chosen), { measures: chosen.map(({ measure }) => measure) }),
    ...chosen.flatMap((measure) => chosenFigures(data, measure)),
    ...others.map(({ metric, value }) => valueFigure(data, metric, value, `${MEASURE_WORDS[metric]}, not chosen`)),
    ...baseRates(data),
    {
      ...{ name: "tooSmall", label: "Too small to be judged", calculator: "disparity" },
      value: tooSmallGroups(data, chosen).join(", ") || "none",
      inputs: { "least rows": 30, "least in the rate’s denominator": 10 },
    },
  ];
}

function chosenFigures(data: AssessmentData, judged: JudgedMeasure): Figure[] {
  const { measure, value, verdict, certainty, threshold, narrow } = judged;
  const [low, high] = intervalOf(judged) ?? [null, null];
  const inputs = { limit: threshold, p: judged.rates[0]?.p ?? null, "judged below": judged.rates[0]?.alpha ?? null };
  const words = MEASURE_WORDS[measure];
  const calculator = isRatio(measure) ? "katz" : "newcombe";
  const reason = measure === "average_absolute_odds" ? "No interval is defined for it." : TOO_FEW;
  const ends = [
    ["low", "from", low],
    ["high", "to", high],
  ] as const;
  return [
    valueFigure(data, measure, value, words),
    verdictFigure(`${measure}.verdict`, `${words}, verdict`, narrow ? `${verdict}, narrow` : verdict, inputs),
    {
      ...{ name: `${measure}.certainty`, label: `${words}, certainty`, value: CERTAINTY_WORDS[certainty] },
      ...{ calculator: "certainty", inputs: { limit: threshold, low, high } },
    },
    ...ends.map(([name, word, end]) => ({
      ...{ name: `${measure}.${name}`, label: `${words}, interval ${word}`, value: end, calculator },
      inputs: extremesOf(judged),
      ...(end === null && { reason }),
    })),
  ];
}

function valueFigure(data: AssessmentData, metric: FairnessMeasure, value: number | null, label: string): Figure {
  const groups = Object.fromEntries(data.groups.map(({ name, tp, fp, fn, tn }) => [name, `${tp}/${fp}/${fn}/${tn}`]));
  const note = isRatio(metric) ? { note: FOUR_FIFTHS_NOTE } : {};
  const odds = metric === "average_absolute_odds";
  return {
    ...(!isRatio(metric) && { unit: "points" }),
    ...{ name: metric, label, value, calculator: odds ? "avg_abs_odds" : "fairness" },
    inputs: { "tp/fp/fn/tn": groups, ...note },
    ...(value === null && { reason: odds ? "It needs a reference group." : TOO_FEW }),
  };
}

function verdictFigure(name: string, label: string, value: string | null, inputs: Figure["inputs"] = {}): Figure {
  return {
    name,
    label,
    value,
    calculator: "fair_verdict",
    inputs,
    ...(value === null && { reason: "Nothing is judged." }),
  };
}

function extremesOf({ rates }: JudgedMeasure): Record<string, string> {
  const extremes = rates[0]?.disparity.extremes;
  if (!extremes) return {};
  return Object.fromEntries(
    [extremes.low, extremes.high].map(({ name, count, total }) => [name, `${count} of ${total}`]),
  );
}

function baseRates(data: AssessmentData): Figure[] {
  return data.groups.map(({ name, ...cells }) => {
    const { value, count, total } = groupRate(cells, "base_rate");
    return {
      ...{ name: `baseRate.${name}`, label: `Base rate, ${name}`, value, unit: "percent", calculator: "fairness" },
      inputs: { positive: count, of: total },
      ...(value === null && { reason: "Nobody in this group." }),
    };
  });
}
