import { sourcesOf } from "#stages/data-selection/source-overview.ts";
import type { FactBag } from "#stages/fact.ts";

export type MeasuredData = {
  /** Means over the required sources, 0 to 100; null while one of them is not measured. */
  availability: number | null;
  quality: number | null;
  /** How many required sources there are. */
  sources: number;
};

/**
 * What stage 3 measured, for the two grades that stage 1 could only guess (C1). `document`: stage 3's. Null where nothing
 * is required or a required source is not measured yet: then the guess stands.
 */
export function measuredData(bag: FactBag, document: unknown): MeasuredData {
  const required = sourcesOf(bag, document).filter((source) => source.required);
  return {
    availability: meanOf(required.map(({ availability }) => availability)),
    quality: meanOf(required.map(({ qualityScore }) => qualityScore)),
    sources: required.length,
  };
}

/** A mean of 0 to 100 as a grade of 1 to 5: `1 + 4 · mean / 100`. */
export function gradeOf(mean: number | null): number | null {
  return mean === null ? null : 1 + (4 * mean) / 100;
}

function meanOf(scores: readonly (number | null)[]): number | null {
  const known = scores.filter((score) => score !== null);
  if (known.length === 0 || known.length < scores.length) return null;
  return known.reduce((sum, score) => sum + score, 0) / known.length;
}
