import { geEps, leEps } from "#domain/comparison.ts";

/** Within these a group is represented as in the population (four fifths and its inverse). */
export const REPRESENTATION_BAND = { low: 0.8, high: 1.25 } as const;

/** A group's share in the data / its share in the population (C3), both fractions. Null where the population has none. */
export function representationRatio(sampleShare: number, populationShare: number): number | null {
  return populationShare > 0 ? sampleShare / populationShare : null;
}

/** Whether a ratio lies in the band, ends included; null for an unknown ratio. */
export function isRepresented(ratio: number | null): boolean | null {
  if (ratio === null) return null;
  return geEps(ratio, REPRESENTATION_BAND.low) && leEps(ratio, REPRESENTATION_BAND.high);
}
