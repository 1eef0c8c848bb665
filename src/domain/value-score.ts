import { clamp, geEps } from "#domain/comparison.ts";

export type ValueScoreInput = {
  npv: number | null;
  npvReference: number;
  /** 1 to 5. */
  strategic: number | null;
  urgency: number | null;
};

/** Value 0..100 (C1): 0.60 NPV against the reference, 0.25 strategy, 0.15 urgency; what is unknown drops out, but NPV. */
export function valueScore({ npv, npvReference, strategic, urgency }: ValueScoreInput): number | null {
  if (npv === null) return null;
  return weightedMean([
    { weight: 0.6, value: 100 * clamp(npv / npvReference, 0, 1) },
    { weight: 0.25, value: likert(strategic) },
    { weight: 0.15, value: likert(urgency) },
  ]);
}

export const FEASIBILITY_WEIGHTS = {
  dataAvailability: 0.25,
  technicalSimplicity: 0.2,
  dataQuality: 0.15,
  skills: 0.15,
  integration: 0.15,
  complianceEase: 0.1,
} as const;
export type FeasibilityFactor = keyof typeof FEASIBILITY_WEIGHTS;
export type FeasibilityAnswers = Partial<Record<FeasibilityFactor, number | null>>;

/** Feasibility 0..100 (C1): weighted mean of the six answers 1..5; fewer than four answered gives null. */
export function feasibility(answers: FeasibilityAnswers): number | null {
  const factors = Object.keys(FEASIBILITY_WEIGHTS) as FeasibilityFactor[];
  const parts = factors.map((factor) => ({
    weight: FEASIBILITY_WEIGHTS[factor],
    value: likert(answers[factor] ?? null),
  }));
  return parts.filter(({ value }) => value !== null).length < 4 ? null : weightedMean(parts);
}

/** The four fields of the map, the best first. */
export const QUADRANTS = ["do_now", "de_risk", "fill_in", "park"] as const;
export type Quadrant = (typeof QUADRANTS)[number];

const CUT = 50;

/** Cut at 50/50; a value on the cut belongs to the better half, also where weights leave 49.99999999999999 of it. */
export function quadrant(value: number | null, feasible: number | null): Quadrant | null {
  if (value === null || feasible === null) return null;
  if (geEps(value, CUT)) return geEps(feasible, CUT) ? "do_now" : "de_risk";
  return geEps(feasible, CUT) ? "fill_in" : "park";
}

/** √(value · feasibility): a geometric mean, so that one weak side cannot be bought off. */
export function priority(value: number | null, feasible: number | null): number | null {
  return value === null || feasible === null ? null : Math.sqrt(value * feasible);
}

/** Null where no part is known. */
export function weightedMean(parts: readonly { weight: number; value: number | null }[]): number | null {
  const known = parts.flatMap(({ weight, value }) => (value === null ? [] : [{ weight, value }]));
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  return total > 0 ? known.reduce((sum, { weight, value }) => sum + weight * value, 0) / total : null;
}

function likert(answer: number | null): number | null {
  return answer === null ? null : ((answer - 1) / 4) * 100;
}
