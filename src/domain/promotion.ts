import type { FairnessVerdict } from "#domain/health.ts";
import { listed } from "#domain/listed.ts";
import type { ModelComparison } from "#domain/noninferiority.ts";
import type { Tier } from "#domain/vocabulary.ts";

export const LEAST_ROWS = 500;

export const PROMOTION_BENEFITS = ["cheaper", "faster", "champion_over_age"] as const;
export type PromotionBenefit = (typeof PROMOTION_BENEFITS)[number];

export const PROMOTION_OUTCOMES = ["canary", "awaiting_approval", "rejected", "inconclusive"] as const;
export type PromotionOutcome = (typeof PROMOTION_OUTCOMES)[number];

/** Comparisons are null where they could not be made. */
export type PromotionFacts = {
  primary: ModelComparison | null;
  guardrails: readonly { name: string; comparison: ModelComparison | null }[];
  benefits: readonly PromotionBenefit[];
  /** Whether the margins stood before the run began. */
  marginFixedBefore: boolean;
  fairness: readonly { name: string; verdict: FairnessVerdict }[];
  /** Null where it was not measured. */
  latencyWithinBudget: boolean | null;
  failedBlockingTests: readonly string[];
  tier: Tier;
  approval: "automatic" | "human";
};

export type Promotion = { outcome: PromotionOutcome; because: readonly string[] };

/**
 * Whether a challenger replaces the champion (C9). Rejected where a blocking test, a fairness measure or the latency budget
 * fails (3), where it is worse than the margin on the primary metric or a guardrail (1), or where it is neither superior
 * nor of a named benefit (2). Inconclusive, so that the champion stays, below 500 rows or where something was not measured.
 * What is left goes to people at tier 3 or where approval is human, otherwise into a canary, never straight to everybody (4).
 */
export function decidePromotion(facts: PromotionFacts): Promotion {
  const safety = unsafe(facts);
  if (safety.length > 0) return { outcome: "rejected", because: safety };
  const open = unknown(facts);
  if (open.length > 0) return { outcome: "inconclusive", because: open };
  const lost = inferior(facts);
  if (lost.length > 0) return { outcome: "rejected", because: lost };
  if (!facts.primary?.superior && facts.benefits.length === 0) {
    return {
      outcome: "rejected",
      because: ["It is not superior on the primary metric, and no other benefit is named."],
    };
  }
  const because = facts.primary?.superior
    ? ["It is superior on the primary metric."]
    : [`It is not worse, and has a benefit: ${facts.benefits.map((each) => BENEFIT_WORDS[each]).join(", ")}.`];
  return { outcome: facts.tier === 3 || facts.approval === "human" ? "awaiting_approval" : "canary", because };
}

const BENEFIT_WORDS: Record<PromotionBenefit, string> = {
  cheaper: "it is cheaper",
  faster: "it is faster",
  champion_over_age: "the champion is over its maximum age",
};

function unsafe({ failedBlockingTests, fairness, latencyWithinBudget }: PromotionFacts): string[] {
  const failing = fairness.filter(({ verdict }) => verdict === "fail" || verdict === "watch");
  return [
    ...failedBlockingTests.map((name) => `The blocking test “${name}” failed.`),
    ...failing.map(({ name }) => `The fairness measure “${name}” does not pass.`),
    ...(latencyWithinBudget === false ? ["Its latency is above the budget."] : []),
  ];
}

function unknown(facts: PromotionFacts): string[] {
  const compared = [{ name: "the primary metric", comparison: facts.primary }, ...facts.guardrails];
  return [
    ...(facts.marginFixedBefore ? [] : ["The margin was not fixed before the run."]),
    ...(facts.latencyWithinBudget === null ? ["Its latency was not measured."] : []),
    ...facts.fairness
      .filter(({ verdict }) => verdict === "insufficient")
      .map(({ name }) => `The fairness measure “${name}” has too little data.`),
    ...about(
      compared.filter(({ comparison }) => comparison === null),
      "There is no comparison on",
    ),
    ...about(
      compared.filter(({ comparison }) => comparison !== null && comparison.rows < LEAST_ROWS),
      `Fewer than ${LEAST_ROWS} rows were compared on`,
    ),
  ];
}

function inferior({ primary, guardrails }: PromotionFacts): string[] {
  const all = [{ name: "the primary metric", comparison: primary }, ...guardrails];
  return about(
    all.filter(({ comparison }) => !comparison?.nonInferior),
    "It may be worse than the margin on",
  );
}

/** One sentence for all of them: a project may compare fifty groups. */
function about(found: readonly { name: string }[], words: string): string[] {
  return found.length > 0 ? [`${words} ${listed(found.map(({ name }) => name))}.`] : [];
}
