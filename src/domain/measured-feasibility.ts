import type { FeasibilityAnswers } from "#domain/value-score.ts";

/** Scores 0..100 of the required sources, as stage 3 measured them. */
export type MeasuredSource = { availability: number | null; quality: number | null };

/**
 * Feasibility answers with the two data factors measured instead of guessed (C1): 1 + 4 · mean / 100 over the required
 * sources. A factor that stage 3 has not measured yet keeps its answer.
 */
export function withMeasuredData(answers: FeasibilityAnswers, sources: readonly MeasuredSource[]): FeasibilityAnswers {
  return {
    ...answers,
    dataAvailability: likertOf(sources.map(({ availability }) => availability)) ?? answers.dataAvailability,
    dataQuality: likertOf(sources.map(({ quality }) => quality)) ?? answers.dataQuality,
  };
}

function likertOf(scores: readonly (number | null)[]): number | null {
  const known = scores.filter((score) => score !== null);
  return known.length > 0 ? 1 + (4 * known.reduce((total, score) => total + score, 0)) / known.length / 100 : null;
}
