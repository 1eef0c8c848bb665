import { type AbArms, type AbDesign, type AbReading, readExperiment } from "#domain/ab-analysis.ts";
import type { Interval } from "#domain/intervals.ts";
import { alwaysValidRun } from "#domain/sequential.ts";

/** A treatment against the old arm, once a look, oldest first; null where the two could not be compared. */
export type Treatment = { name: string; looks: readonly (AbArms | null)[] };

export type TreatmentReading = {
  name: string;
  /** Of the newest look; `methodInterval` stands at `level`. */
  reading: AbReading | null;
  /** The share of the chance of a false win at which this treatment is judged. */
  level: number;
  /** Holm's adjusted p over the treatments; null for methods whose bound depends on the look. */
  adjustedP: number | null;
  /** The always-valid p after each look, which never rises again; empty for the other methods. */
  run: number[];
};

type Design = Omit<AbDesign, "look">;

/**
 * Several treatments against one control. Holm (1979) keeps the chance of any false win at `alpha`: all are judged at
 * alpha ÷ treatments; each that differs leaves its share to the rest, which are judged again at alpha ÷ what remains. With
 * one treatment that is alpha itself. It holds for bounds of several looks too (Maurer and Bretz 2013). By the always-valid
 * method the interval is what every look so far allows, as the p is the least of all looks; where looks contradict each
 * other, the newest counts.
 */
export function readTreatments(treatments: readonly Treatment[], design: Design): TreatmentReading[] {
  const settled = new Map<Treatment, Judged>();
  for (;;) {
    const open = treatments.filter((each) => !settled.has(each));
    const level = design.alpha / Math.max(1, open.length);
    const judged = open.map((each): [Treatment, Judged] => [each, { level, reading: readAt(each, level, design) }]);
    const differing = judged.filter(([, { reading }]) => reading !== null && leavesZeroOut(reading.methodInterval));
    const over = differing.length === 0 || differing.length === open.length;
    for (const [each, verdict] of over ? judged : differing) settled.set(each, verdict);
    if (over) break;
  }
  const adjusted = holm(treatments.map((each) => plainP(settled.get(each)?.reading ?? null, each, design)));
  return treatments.map((each, index) => ({
    name: each.name,
    reading: settled.get(each)?.reading ?? null,
    level: settled.get(each)?.level ?? design.alpha,
    adjustedP: adjusted[index] ?? null,
    run: design.method === "always_valid" ? runOf(each, design) : [],
  }));
}

/**
 * Holm's adjusted p-values: in rising order p₍ᵢ₎ · (m − i + 1), each at least as large as the one before it and at most 1.
 * Unknown ones count among the m and stay unknown.
 */
export function holm(ps: readonly (number | null)[]): (number | null)[] {
  const order = ps.flatMap((p, index) => (p === null ? [] : [{ p, index }])).sort((a, b) => a.p - b.p);
  const adjusted: (number | null)[] = ps.map(() => null);
  let least = 0;
  for (const [place, { p, index }] of order.entries()) {
    least = Math.min(1, Math.max(least, p * (ps.length - place)));
    adjusted[index] = least;
  }
  return adjusted;
}

type Judged = { level: number; reading: AbReading | null };

function readAt({ looks }: Treatment, level: number, design: Design): AbReading | null {
  const newest = looks.at(-1) ?? null;
  const reading = newest && readExperiment(newest, { ...design, alpha: level, look: looks.length });
  if (!reading || design.method !== "always_valid") return reading;
  const all = looks.flatMap((look, index) => {
    const known = look && readExperiment(look, { ...design, alpha: level, look: index + 1 });
    return known ? [known.methodInterval] : [];
  });
  const shared: Interval = [Math.max(...all.map(([low]) => low)), Math.min(...all.map(([, high]) => high))];
  return shared[0] <= shared[1] ? { ...reading, methodInterval: shared } : reading;
}

function runOf({ looks }: Treatment, design: Design): number[] {
  const read = looks.map((look) => look && readExperiment(look, { ...design, look: 1 }));
  const known = read.map((reading) => reading ?? { difference: 0, standardError: 1 });
  return alwaysValidRun(known, design.smallestEffect);
}

function plainP(reading: AbReading | null, treatment: Treatment, design: Design): number | null {
  if (design.method === "fixed") return reading?.p ?? null;
  return design.method === "always_valid" && reading ? (runOf(treatment, design).at(-1) ?? null) : null;
}

function leavesZeroOut([low, high]: Interval): boolean {
  return low > 0 || high < 0;
}
