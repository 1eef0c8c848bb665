import type { StageFact } from "./facts/stage-fact.ts";

/** What a profiler found, as shares; the fact holds the counts that give them. */
export type Found = {
  completeness: number;
  validity: number;
  uniqueness: number;
  consistency: number;
  timeliness: number;
  /** Records compared with the truth by hand, and how many were right. */
  audit?: readonly [audited: number, correct: number];
  /** Share in the data and in the population, by group. */
  groups?: Readonly<Record<string, readonly [sample: number, population: number]>>;
};

type Run = { source: string; run: string; measuredAt: Date; rows: number; columns: number };

const RULES = 1_000_000;

export function profileFact({ source, run, measuredAt, rows, columns }: Run, found: Found): StageFact {
  const cells = rows * columns;
  const groups = Object.entries(found.groups ?? {});
  return {
    kind: "quality-profiles",
    key: `${source}-${run}`,
    data: {
      source,
      measuredAt: measuredAt.toISOString(),
      rows,
      requiredColumns: columns,
      nullCells: Math.round((1 - found.completeness) * cells),
      checkedCells: cells,
      validCells: Math.round(found.validity * cells),
      duplicateRows: Math.round((1 - found.uniqueness) * rows),
      rulesEvaluated: RULES,
      rulesPassed: Math.round(found.consistency * RULES),
      records: rows,
      onTimeRecords: Math.round(found.timeliness * rows),
      ...(found.audit && { auditedRecords: found.audit[0], correctRecords: found.audit[1] }),
      ...(groups.length > 0 && {
        sampleShare: Object.fromEntries(groups.map(([group, [share]]) => [group, share])),
        populationShare: Object.fromEntries(groups.map(([group, [, share]]) => [group, share])),
      }),
      tool: "Nightly profiler",
    },
  };
}

/** The seven sections of a datasheet, in their order. */
export function datasheetFact(
  source: string,
  sections: readonly [string, string, string, string, string, string, string],
): StageFact {
  const [motivation, composition, collection, preprocessing, uses, distribution, maintenance] = sections;
  return {
    kind: "datasheets",
    key: source,
    data: {
      ...{ source, revision: "1", motivation, composition, collection, preprocessing, uses, distribution, maintenance },
    },
  };
}

export function featureFact(
  name: string,
  dtype: string,
  source: string,
  more: Record<string, unknown> = {},
): StageFact {
  return { kind: "features", key: name, data: { name, dtype, source, availableAtPrediction: true, ...more } };
}

export function sourceFact(key: string, data: Record<string, unknown>): StageFact {
  const usual = {
    required: true,
    access: "granted",
    legal: "cleared",
    personalData: "none",
    availableAtPredictionTime: true,
  };
  return { kind: "data-sources", key, data: { ...usual, ...data } };
}
