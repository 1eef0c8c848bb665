import { comparePaired } from "#domain/noninferiority.ts";
import type { Fact } from "#stages/fact.ts";
import type { FactContext, Figure } from "#stages/fact-kind.ts";
import type { RetrainRunData } from "#stages/retraining/retrain-run-data.ts";
import {
  furtherComparisons,
  marginOf,
  primaryComparison,
  promotionSettingOf,
  runVerdict,
} from "#stages/retraining/run-verdict.ts";

const UNCOMPARED = "It was not compared yet";

/** What the comparison says, and what the promotion rule makes of it (C9). */
export function runFigures({ data }: Fact<RetrainRunData>, context: FactContext<RetrainRunData>): Figure[] {
  const setting = promotionSettingOf(context, context.criteria, context.project);
  const margin = marginOf(data, setting);
  const primary = primaryComparison(data, setting);
  if (!primary) return [{ name: "verdict", label: "Verdict", value: null, calculator: "noninf", reason: UNCOMPARED }];
  const { rows, onlyChallenger, onlyChampion } = data;
  const paired = onlyChallenger !== undefined && onlyChampion !== undefined;
  const inputs = { "only challenger": onlyChallenger, "only champion": onlyChampion, rows, margin };
  const how = { calculator: paired ? "paired" : "noninf", inputs };
  const verdict = runVerdict(data, setting);
  return [
    { name: "difference", label: "Difference", value: primary.difference, ...how },
    { name: "lower", label: "Lower bound", value: primary.lower, ...how },
    {
      name: "nonInferior",
      label: "Not worse than the margin",
      value: primary.nonInferior,
      ...how,
      calculator: "noninf",
    },
    { name: "superior", label: "Superior", value: primary.superior, ...how },
    ...mcNemar(data, margin),
    ...furtherComparisons(data, setting).map(({ name, scope, margin: allowed, comparison }, at) => ({
      name: `comparison${at + 1}`,
      label: scope === "group" ? `Group ${name}` : name,
      value: comparison?.lower ?? null,
      calculator: "noninf",
      inputs: {
        difference: comparison?.difference,
        "lower bound": comparison?.lower,
        margin: allowed,
        rows: comparison?.rows,
      },
      ...(!comparison && { reason: UNCOMPARED }),
    })),
    {
      name: "verdict",
      label: "Verdict",
      value: verdict.outcome,
      calculator: "noninf",
      inputs: { because: verdict.because },
    },
  ];
}

function mcNemar({ rows, onlyChallenger, onlyChampion }: RetrainRunData, margin: number | null): Figure[] {
  if (rows === undefined || onlyChallenger === undefined || onlyChampion === undefined) return [];
  const found = comparePaired({ onlyChallenger, onlyChampion, rows }, margin ?? 0)?.mcNemar ?? null;
  const shared = { name: "mcNemar", label: "McNemar, for information", calculator: "paired" };
  if (!found) return [{ ...shared, value: null, reason: "They never differ" }];
  return [{ ...shared, value: found.p, inputs: { "chi-square": found.chi2, p: found.p } }];
}
