import { compareByInterval, comparePaired, LEAST_RESAMPLES, type ModelComparison } from "#domain/noninferiority.ts";
import { decidePromotion, type Promotion, type PromotionFacts } from "#domain/promotion.ts";
import type { Tier } from "#domain/vocabulary.ts";
import type { FactBag } from "#stages/fact.ts";
import type { CriterionFacts } from "#stages/facts.ts";
import type { ConditionFacts, StageDocument } from "#stages/field.ts";
import { type AskedComparison, askedComparisons, uncompared } from "#stages/retraining/asked-comparisons.ts";
import { retrainingOf } from "#stages/retraining/policy.ts";
import type { RetrainRunData } from "#stages/retraining/retrain-run-data.ts";

/** What the promotion rule reads besides the run. */
export type PromotionSetting = { tier: Tier; retraining: StageDocument; asked: readonly AskedComparison[] };
type Margins = Pick<PromotionSetting, "retraining">;

export function promotionSettingOf(
  facts: FactBag,
  criteria: readonly CriterionFacts[],
  project: ConditionFacts,
): PromotionSetting {
  const asked = askedComparisons(facts, criteria, project);
  return { tier: project.tier, retraining: retrainingOf(project), asked };
}

export type NamedComparison = {
  name: string;
  scope: string;
  margin: number | null;
  comparison: ModelComparison | null;
};

/** The challenger against the champion on the primary metric; null where the run does not tell. */
export function primaryComparison(run: RetrainRunData, setting: Margins): ModelComparison | null {
  const margin = marginOf(run, setting);
  if (margin === null) return null;
  return compared({ ...run, rows: run.rows ?? 0 }, margin, run.lowerTwoSided);
}

/** On every guardrail and group that the run was compared on, and on those that it had to be compared on and was not. */
export function furtherComparisons(run: RetrainRunData, setting: PromotionSetting): NamedComparison[] {
  const given = (run.comparisons ?? []).map((each): NamedComparison => {
    const margin = each.margin ?? marginOf(run, setting);
    return { name: each.name, scope: each.scope, margin, comparison: margin === null ? null : compared(each, margin) };
  });
  const missing = uncompared(run, setting.asked);
  return [...given, ...missing.map(({ name, scope }) => ({ name, scope, margin: null, comparison: null }))];
}

export function marginOf(run: RetrainRunData, { retraining }: Margins): number | null {
  const fixed = retraining.margin;
  return run.margin ?? (typeof fixed === "number" ? fixed : null);
}

/** The stage's document holds the margin before any run; a run of its own says when it was fixed. */
export function marginFixedBefore(run: RetrainRunData, { retraining }: Margins): boolean {
  if (run.marginFixedAt && run.startedAt) return Date.parse(run.marginFixedAt) <= Date.parse(run.startedAt);
  return retraining.margin !== undefined && (run.margin ?? retraining.margin) === retraining.margin;
}

/** What the promotion rule says of a run (C9). */
export function runVerdict(run: RetrainRunData, setting: PromotionSetting): Promotion {
  const further = furtherComparisons(run, setting).filter(({ scope }) => scope !== "information");
  return decidePromotion({
    primary: primaryComparison(run, setting),
    guardrails: further.map(({ name, scope, comparison }) => ({
      name: scope === "group" ? `group ${name}` : name,
      comparison,
    })),
    benefits: run.benefits ?? [],
    marginFixedBefore: marginFixedBefore(run, setting),
    fairness: (run.fairness ?? []).map(({ measure, verdict }) => ({ name: measure, verdict })),
    latencyWithinBudget: run.latencyWithinBudget ?? null,
    failedBlockingTests: run.failedTests ?? [],
    tier: setting.tier,
    approval: approvalOf(setting),
  });
}

export function approvalOf({ tier, retraining }: Omit<PromotionSetting, "asked">): PromotionFacts["approval"] {
  return tier === 3 || retraining.approval === "human" ? "human" : "automatic";
}

type Counted = Partial<Pick<RetrainRunData, "onlyChallenger" | "onlyChampion" | "difference" | "lower">> & {
  rows: number;
};

function compared(counted: Counted, margin: number, lowerTwoSided?: number): ModelComparison | null {
  const { rows, onlyChallenger, onlyChampion, difference, lower } = counted;
  if (onlyChallenger !== undefined && onlyChampion !== undefined)
    return comparePaired({ onlyChallenger, onlyChampion, rows }, margin);
  if (difference === undefined || (lower === undefined && lowerTwoSided === undefined)) return null;
  // Superior is what the two-sided interval says; a one-sided bound alone, which reaches less far, says nothing of it.
  const sent = {
    estimate: difference,
    low: lowerTwoSided ?? Number.NEGATIVE_INFINITY,
    rows,
    resamples: LEAST_RESAMPLES,
  };
  return compareByInterval(lower === undefined ? sent : { ...sent, lowerOneSided: lower }, margin);
}
