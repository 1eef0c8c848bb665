import { z } from "zod";
import { dataQuality, QUALITY_DIMENSIONS, type QualityDimension, type QualityProfile } from "#domain/data-quality.ts";
import type { Issue } from "#domain/errors.ts";
import { factKey, instant, link, namedNumbers, text, wholeNumber } from "#stages/answers.ts";
import { defineFact, type Figure, may, told } from "#stages/fact-kind.ts";

const count = () => wholeNumber(0, 1e15);

const schema = z.object({
  source: told(factKey("data-sources"), { label: "Data source" }),
  measuredAt: told(instant(), { label: "Measured" }),
  rows: may(count(), { label: "Rows", unit: "rows" }),
  requiredColumns: may(wholeNumber(1, 100_000), { label: "Required columns" }),
  nullCells: may(count(), { label: "Empty cells", help: "In the required columns.", unit: "cells" }),
  checkedCells: may(count(), {
    label: "Cells checked",
    help: "Against type, range and list of values.",
    unit: "cells",
  }),
  validCells: may(count(), { label: "Cells valid", unit: "cells" }),
  duplicateRows: may(count(), { label: "Duplicate rows", unit: "rows" }),
  rulesEvaluated: may(count(), {
    label: "Rules across fields, evaluated",
    help: "Such as: the end is after the start.",
  }),
  rulesPassed: may(count(), { label: "Rules across fields, passed" }),
  records: may(count(), { label: "Records with a due time" }),
  onTimeRecords: may(count(), { label: "Records on time" }),
  auditedRecords: may(count(), { label: "Records audited", help: "Compared with the truth by hand." }),
  correctRecords: may(count(), { label: "Records correct" }),
  sampleShare: may(namedNumbers(200), { label: "Share of each group in the data", help: "By name, 0 to 1." }),
  populationShare: may(namedNumbers(200), { label: "Share of each group in the population", help: "By name, 0 to 1." }),
  tool: may(text(2, 80), { label: "Profiler" }),
  report: may(link(), { label: "Report" }),
});

export const qualityProfile = defineFact({
  kind: "quality-profiles",
  one: "quality profile",
  many: "quality profiles",
  stage: "data-selection",
  help: "What one run of a profiler counted in a source; seven dimensions of quality follow from the counts.",
  name: "source",
  at: "measuredAt",
  writers: ["ML", "PM", "LD"],
  seen: [{ each: "source", newest: 3 }],
  columns: ["measuredAt", "rows", "nullCells", "duplicateRows"],
  schema,
  check: (next) => [
    ...tooManyEmpty(next),
    ...PARTS.flatMap((pair) => excess(next, pair)),
    ...SHARES.flatMap((name) => wrongShares(next, name)),
  ],
  figures: ({ data }) => {
    const profile = profileOf(data);
    const { score, weakest, dimensions } = dataQuality(profile);
    const inputs = { ...data };
    return [
      { name: "score", label: "Quality", value: score, unit: "score", calculator: "dq_score", inputs, ...why(score) },
      {
        name: "weakest",
        label: "Weakest dimension",
        value: weakest,
        calculator: "dq_score",
        inputs: dimensions,
        ...why(weakest),
      },
      ...QUALITY_DIMENSIONS.map((name) => dimensionFigure(name, dimensions[name], inputs)),
    ];
  },
});

type ProfileData = z.infer<typeof schema>;

/** The counts of a run as the formula reads them: what was not counted is null. */
export function profileOf(data: ProfileData): QualityProfile {
  return {
    rows: data.rows ?? null,
    requiredColumns: data.requiredColumns ?? null,
    nullCells: data.nullCells ?? null,
    checkedCells: data.checkedCells ?? null,
    validCells: data.validCells ?? null,
    duplicateRows: data.duplicateRows ?? null,
    rulesEvaluated: data.rulesEvaluated ?? null,
    rulesPassed: data.rulesPassed ?? null,
    records: data.records ?? null,
    onTimeRecords: data.onTimeRecords ?? null,
    auditedRecords: data.auditedRecords ?? null,
    correctRecords: data.correctRecords ?? null,
    sampleShare: data.sampleShare ?? {},
    populationShare: data.populationShare ?? {},
  };
}

function dimensionFigure(name: QualityDimension, value: number | null, inputs: Figure["inputs"]): Figure {
  const label = name.charAt(0).toUpperCase() + name.slice(1);
  const reason = value === null ? { reason: "Its counts are not in this run." } : {};
  return { name, label, value, unit: "percent", calculator: "dq_score", ...(inputs && { inputs }), ...reason };
}

function why(value: unknown) {
  return value === null ? { reason: "At least four of the seven dimensions must be counted." } : {};
}

const PARTS = [
  ["validCells", "checkedCells"],
  ["duplicateRows", "rows"],
  ["rulesPassed", "rulesEvaluated"],
  ["onTimeRecords", "records"],
  ["correctRecords", "auditedRecords"],
] as const;

function excess(next: ProfileData, [part, whole]: (typeof PARTS)[number]): Issue[] {
  const limit = next[whole];
  if ((next[part] ?? 0) <= (limit ?? Number.POSITIVE_INFINITY)) return [];
  return [{ path: part, message: `There cannot be more of them than ${limit}, the whole that was counted` }];
}

function tooManyEmpty({ nullCells = 0, rows, requiredColumns }: ProfileData): Issue[] {
  if (rows === undefined || requiredColumns === undefined || nullCells <= rows * requiredColumns) return [];
  return [{ path: "nullCells", message: `The required columns have only ${rows * requiredColumns} cells` }];
}

const SHARES = ["sampleShare", "populationShare"] as const;

function wrongShares(next: ProfileData, name: (typeof SHARES)[number]): Issue[] {
  const shares = Object.values(next[name] ?? {});
  if (shares.some((share) => share < 0 || share > 1)) return [{ path: name, message: "A share lies between 0 and 1" }];
  const total = shares.reduce((sum, share) => sum + share, 0);
  return total <= 1.001 ? [] : [{ path: name, message: "The shares of all groups together exceed 1" }];
}
