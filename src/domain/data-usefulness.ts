import { clamp } from "#domain/comparison.ts";
import { weightedMean } from "#domain/value-score.ts";

export type UsefulnessFacts = {
  /** 1 to 5. */
  relevance: number | null;
  /** Of the best single feature, 0..1. */
  univariateAuc: number | null;
  /** Share of records that can be joined to the entity. */
  linkageRate: number | null;
  populationCoverage: number | null;
  /** Share of wrong labels. */
  labelNoise: number | null;
  availableAtPredictionTime: boolean | null;
};

/** What is not known when the prediction is made leaks the answer: it counts for this much at most. */
export const LEAK_CAP = 20;

/**
 * Does this source carry signal for the people or things predicted? 0..100 (C3): .25 relevance, .25 signal |2·AUC − 1|,
 * .20 linkage, .20 population coverage, .10 label quality 1 − 2·noise (not below 0). Unknown parts drop out; null where
 * none is known. Not available at prediction time: at most 20.
 */
export function usefulness(facts: UsefulnessFacts): number | null {
  const { relevance, univariateAuc, linkageRate, populationCoverage, labelNoise } = facts;
  const score = weightedMean([
    { weight: 0.25, value: relevance === null ? null : (relevance - 1) / 4 },
    { weight: 0.25, value: univariateAuc === null ? null : Math.abs(2 * univariateAuc - 1) },
    { weight: 0.2, value: linkageRate },
    { weight: 0.2, value: populationCoverage },
    { weight: 0.1, value: labelNoise === null ? null : clamp(1 - 2 * labelNoise, 0, 1) },
  ]);
  if (score === null) return null;
  return facts.availableAtPredictionTime === false ? Math.min(LEAK_CAP, 100 * score) : 100 * score;
}
