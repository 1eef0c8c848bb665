import { wilson } from "#domain/intervals.ts";
import { weightedMean } from "#domain/value-score.ts";

/** One profile of a table: counts as the profiler found them; null where a check did not run. */
export type QualityProfile = {
  rows: number | null;
  requiredColumns: number | null;
  nullCells: number | null;
  checkedCells: number | null;
  validCells: number | null;
  duplicateRows: number | null;
  /** Rules across fields. */
  rulesEvaluated: number | null;
  rulesPassed: number | null;
  records: number | null;
  onTimeRecords: number | null;
  /** Records compared with the truth by hand. */
  auditedRecords: number | null;
  correctRecords: number | null;
  /** Group name → share, 0..1. */
  sampleShare: Readonly<Record<string, number>>;
  populationShare: Readonly<Record<string, number>>;
};

export const QUALITY_WEIGHTS = {
  completeness: 0.2,
  validity: 0.2,
  uniqueness: 0.1,
  consistency: 0.15,
  timeliness: 0.1,
  accuracy: 0.15,
  representativeness: 0.1,
} as const;
export type QualityDimension = keyof typeof QUALITY_WEIGHTS;
export const QUALITY_DIMENSIONS = Object.keys(QUALITY_WEIGHTS) as QualityDimension[];

export type DataQuality = {
  /** Each 0..1, null where nothing was measured. */
  dimensions: Record<QualityDimension, number | null>;
  score: number | null;
  weakest: QualityDimension | null;
};

/** With fewer known dimensions than this there is no score. */
export const QUALITY_ASKED = 4;

/**
 * Quality of a table after ISO/IEC 25012 and 5259-2 (C3): seven dimensions 0..1, 100 · their weighted mean, and the
 * weakest one, which an average hides (the first of several). A ratio of 0/0 is null; fewer than four known dimensions
 * give no score. Accuracy is the lower Wilson 95 % bound of the audited sample.
 */
export function dataQuality(profile: QualityProfile): DataQuality {
  const dimensions = dimensionsOf(profile);
  const known = QUALITY_DIMENSIONS.flatMap((name) => {
    const value = dimensions[name];
    return value === null ? [] : [{ name, value, weight: QUALITY_WEIGHTS[name] }];
  });
  const mean = known.length < QUALITY_ASKED ? null : weightedMean(known);
  const lowest = Math.min(...known.map(({ value }) => value));
  return {
    dimensions,
    score: mean === null ? null : 100 * mean,
    weakest: known.find(({ value }) => value === lowest)?.name ?? null,
  };
}

function dimensionsOf(profile: QualityProfile): Record<QualityDimension, number | null> {
  const { rows, requiredColumns, auditedRecords, correctRecords } = profile;
  const cells = rows === null || requiredColumns === null ? null : rows * requiredColumns;
  const audited = auditedRecords === null || correctRecords === null ? null : wilson(correctRecords, auditedRecords);
  return {
    completeness: rest(share(profile.nullCells, cells)),
    validity: share(profile.validCells, profile.checkedCells),
    uniqueness: rest(share(profile.duplicateRows, rows)),
    consistency: share(profile.rulesPassed, profile.rulesEvaluated),
    timeliness: share(profile.onTimeRecords, profile.records),
    accuracy: audited?.[0] ?? null,
    representativeness: representativeness(profile.sampleShare, profile.populationShare),
  };
}

/** 1 − ½ Σ |sample share − population share| over every group of either; null where a side names no group. */
function representativeness(
  sample: Readonly<Record<string, number>>,
  population: Readonly<Record<string, number>>,
): number | null {
  const groups = new Set([...Object.keys(sample), ...Object.keys(population)]);
  if (Object.keys(sample).length === 0 || Object.keys(population).length === 0) return null;
  const gaps = [...groups].map((group) => Math.abs((sample[group] ?? 0) - (population[group] ?? 0)));
  return 1 - gaps.reduce((total, gap) => total + gap, 0) / 2;
}

function share(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole;
}

function rest(part: number | null): number | null {
  return part === null ? null : 1 - part;
}
