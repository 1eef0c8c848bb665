import { comparePaired, type ModelComparison } from "#domain/noninferiority.ts";
import { decidePromotion, type Promotion, type PromotionFacts } from "#domain/promotion.ts";
import type { Tier } from "#domain/vocabulary.ts";
import type { StageDocument } from "#stages/field.ts";
import type { RetrainRunData } from "#stages/retraining/retrain-run.ts";

/** What the promotion rule reads besides the run. */
export type PromotionSetting = { tier: Tier; retraining: StageDocument };

export type NamedComparison = {
  name: string;
  scope: string;
  margin: number | null;
  comparison: ModelComparison | null;
};

/** The challenger against the champion on the primary metric; null where the run does not tell. */
export function primaryComparison(run: RetrainRunData, setting: PromotionSetting): ModelComparison | null {
  const margin = marginOf(run, setting);
  if (margin === null) return null;
  return compared({ ...run, rows: run.rows ?? 0 }, margin, run.lowerTwoSided);
}

/** On every guardrail and group that the run was compared on. */
export function furtherComparisons(run: RetrainRunData, setting: PromotionSetting): NamedComparison[] {
  return (run.comparisons ?? []).map((each) => {
    const margin = each.margin ?? marginOf(run, setting);
    return { name: each.name, scope: each.scope, margin, comparison: margin === null ? null : compared(each, margin) };
  });
}

export function marginOf(run: RetrainRunData, { retraining }: PromotionSetting): number | null {
  const fixed = retraining.margin;
  return run.margin ?? (typeof fixed === "number" ? fixed : null);
}

/** The stage's document holds the margin before any run; a run of its own says when it was fixed. */
export function marginFixedBefore(run: RetrainRunData, { retraining }: PromotionSetting): boolean {
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

export function approvalOf({ tier, retraining }: PromotionSetting): PromotionFacts["approval"] {
  return tier === 3 || retraining.approval === "human" ? "human" : "automatic";
}

type Counted = Partial<Pick<RetrainRunData, "onlyChallenger" | "onlyChampion" | "difference" | "lower">> & {
  rows: number;
};

function compared(counted: Counted, margin: number, lowerTwoSided?: number): ModelComparison | null {
  const { rows, onlyChallenger, onlyChampion, difference, lower } = counted;
  if (onlyChallenger !== undefined && onlyChampion !== undefined)
    return comparePaired({ onlyChallenger, onlyChampion, rows }, margin);
  if (difference === undefined || lower === undefined) return null;
  return { difference, lower, rows, nonInferior: lower > -margin, superior: (lowerTwoSided ?? lower) > 0 };
}
