import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AvailabilityFacts, availability, availabilityParts } from "#domain/data-availability.ts";
import { dataQuality, type QualityProfile } from "#domain/data-quality.ts";
import { type DataSelectionFacts, dataSelectionPredicates, type SourceFacts } from "#domain/data-selection-gate.ts";
import { type UsefulnessFacts, usefulness } from "#domain/data-usefulness.ts";
import { withMeasuredData } from "#domain/measured-feasibility.ts";
import { gateOutcome } from "#domain/predicate.ts";
import { isRepresented, representationRatio } from "#domain/representation.ts";

const SOURCE: AvailabilityFacts = {
  access: "granted",
  legal: "cleared",
  historyMonths: 18,
  rows: 8_200_000,
  latencyHours: 6,
  loadsExpected: 30,
  loadsArrived: 28,
  required: { historyMonths: 24, rows: 5_000_000, latencyHours: 4 },
};

describe("availability", () => {
  it("is the printed 90.58", () => {
    expect(availability(SOURCE)).toBeCloseTo(90.58, 2);
  });

  it("is 0 outright without access or against the law, even where facts are missing", () => {
    expect(availability({ ...SOURCE, access: "denied" })).toBe(0);
    expect(availability({ ...SOURCE, legal: "not_allowed", rows: null })).toBe(0);
  });

  it("is unknown while a required fact is", () => {
    expect(availability({ ...SOURCE, rows: null })).toBeNull();
    expect(availability({ ...SOURCE, historyMonths: null })).toBeNull();
    expect(availability({ ...SOURCE, latencyHours: null })).toBeNull();
    expect(availability({ ...SOURCE, loadsArrived: null })).toBeNull();
  });

  it("asks nothing where nothing is required", () => {
    const none = { historyMonths: 0, rows: 0, latencyHours: 4 };
    expect(availabilityParts({ ...SOURCE, historyMonths: null, rows: null, required: none })).toMatchObject({
      history: 1,
      volume: 1,
    });
    const unsaid = { historyMonths: null, rows: null, latencyHours: null };
    const parts = availabilityParts({ ...SOURCE, rows: null, required: unsaid, loadsExpected: 0 });
    expect(parts).toMatchObject({
      history: "left_out",
      volume: "left_out",
      freshness: "left_out",
      continuity: "left_out",
    });
    expect(availability({ ...SOURCE, required: unsaid, loadsExpected: null })).toBe(100);
  });

  it("has no better freshness than at once", () => {
    expect(availabilityParts({ ...SOURCE, latencyHours: 0 }).freshness).toBe(1);
    expect(availabilityParts({ ...SOURCE, latencyHours: 2 }).freshness).toBe(1);
    expect(availabilityParts({ ...SOURCE, loadsArrived: 31 }).continuity).toBe(1);
  });
});

const SIGNAL: UsefulnessFacts = {
  relevance: 5,
  univariateAuc: 0.71,
  linkageRate: 0.94,
  populationCoverage: 0.88,
  labelNoise: 0.06,
  availableAtPredictionTime: true,
};

describe("usefulness", () => {
  it("is the printed 80.70, and the same for a feature that predicts the other way", () => {
    expect(usefulness(SIGNAL)).toBeCloseTo(80.7, 2);
    expect(usefulness({ ...SIGNAL, univariateAuc: 0.29 })).toBeCloseTo(80.7, 2);
  });

  it("is capped at 20 by a leak, but not raised to it", () => {
    expect(usefulness({ ...SIGNAL, availableAtPredictionTime: false })).toBe(20);
    const weak = { ...SIGNAL, relevance: 1, univariateAuc: 0.5, linkageRate: 0, populationCoverage: 0.1 };
    expect(usefulness({ ...weak, availableAtPredictionTime: false })).toBeCloseTo(10.8, 9);
  });

  it("leaves out what is unknown, and counts labels worse than chance as 0", () => {
    const alone = { ...SIGNAL, relevance: null, univariateAuc: null, linkageRate: null, populationCoverage: null };
    expect(usefulness({ ...alone, labelNoise: 0.1 })).toBeCloseTo(80, 9);
    expect(usefulness({ ...alone, labelNoise: 0.7 })).toBe(0);
    expect(usefulness({ ...alone, labelNoise: null, availableAtPredictionTime: false })).toBeNull();
  });
});

const PROFILE: QualityProfile = {
  rows: 1000,
  requiredColumns: 10,
  nullCells: 100,
  checkedCells: 1000,
  validCells: 980,
  duplicateRows: 10,
  rulesEvaluated: 500,
  rulesPassed: 490,
  records: 1000,
  onTimeRecords: 950,
  auditedRecords: 200,
  correctRecords: 189,
  sampleShare: { a: 0.5, b: 0.43, c: 0.07 },
  populationShare: { a: 0.5, b: 0.38, c: 0.12 },
};
const UNKNOWN: QualityProfile = {
  rows: null,
  requiredColumns: null,
  nullCells: null,
  checkedCells: null,
  validCells: null,
  duplicateRows: null,
  rulesEvaluated: null,
  rulesPassed: null,
  records: null,
  onTimeRecords: null,
  auditedRecords: null,
  correctRecords: null,
  sampleShare: {},
  populationShare: {},
};

describe("data quality", () => {
  it("measures seven dimensions and names the weakest", () => {
    const { dimensions, score, weakest } = dataQuality(PROFILE);
    expect(dimensions.completeness).toBe(0.99);
    expect(dimensions.uniqueness).toBe(0.99);
    expect(dimensions.accuracy).toBeCloseTo(0.9042, 4);
    expect(dimensions.representativeness).toBeCloseTo(0.95, 12);
    expect(weakest).toBe("accuracy");
    const expected = 0.2 * 0.99 + 0.2 * 0.98 + 0.1 * 0.99 + 0.15 * 0.98 + 0.1 * 0.95 + 0.15 * 0.90421300122769 + 0.095;
    expect(score).toBeCloseTo(100 * expected, 8);
  });

  it("gives a score from four dimensions on, and the weakest of whatever is known", () => {
    const three = {
      ...UNKNOWN,
      checkedCells: 10,
      validCells: 9,
      rulesEvaluated: 10,
      rulesPassed: 8,
      records: 1,
      onTimeRecords: 1,
    };
    expect(dataQuality(three)).toMatchObject({ score: null, weakest: "consistency" });
    expect(dataQuality({ ...three, rows: 100, duplicateRows: 0 }).score).not.toBeNull();
    expect(dataQuality(UNKNOWN)).toMatchObject({ score: null, weakest: null });
  });

  it("counts a group that one side does not know", () => {
    const shares = { ...UNKNOWN, sampleShare: { a: 1 }, populationShare: { b: 1 } };
    expect(dataQuality(shares).dimensions.representativeness).toBe(0);
  });

  it("never scores above 100 nor below the weakest dimension", () => {
    const part = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(part, part, part, part, part, (a, b, c, d, e) => {
        const profile = {
          ...PROFILE,
          nullCells: a * 10,
          checkedCells: 1000,
          validCells: b,
          duplicateRows: c,
          onTimeRecords: d,
        };
        const { score, dimensions } = dataQuality({ ...profile, rulesEvaluated: 1000, rulesPassed: e });
        const values = Object.values(dimensions).filter((value) => value !== null);
        expect(score).toBeLessThanOrEqual(100 * Math.max(...values) + 1e-9);
        expect(score).toBeGreaterThanOrEqual(100 * Math.min(...values) - 1e-9);
      }),
    );
  });
});

describe("representation", () => {
  it("flags outside four fifths and its inverse, ends included", () => {
    expect(representationRatio(0.07, 0.12)).toBeCloseTo(0.583, 3);
    expect(isRepresented(representationRatio(0.07, 0.12))).toBe(false);
    expect(isRepresented(representationRatio(0.36, 0.45))).toBe(true);
    expect(isRepresented(1.25)).toBe(true);
    expect(isRepresented(1.26)).toBe(false);
  });

  it("knows no ratio to a group that the population lacks", () => {
    expect(representationRatio(0.1, 0)).toBeNull();
    expect(isRepresented(null)).toBeNull();
  });
});

describe("feasibility by measured data", () => {
  it("replaces the two guessed factors, where stage 3 knows better", () => {
    const answers = { dataAvailability: 5, dataQuality: 2, skills: 3 };
    const sources = [
      { availability: 90, quality: null },
      { availability: 60, quality: null },
    ];
    expect(withMeasuredData(answers, sources)).toEqual({ dataAvailability: 4, dataQuality: 2, skills: 3 });
    expect(withMeasuredData(answers, [])).toEqual(answers);
  });
});

describe("gate 3", () => {
  const good: SourceFacts = {
    role: "primary",
    required: true,
    availability: 60,
    usefulness: 40,
    legal: "cleared",
    linkageRate: 0.8,
    hasLabel: true,
    qualityScore: 85,
    weakestDimension: 0.7,
    datasheetLinked: true,
  };
  const idle: SourceFacts = { ...good, required: false, availability: 0, legal: "pending", datasheetLinked: false };
  const open: DataSelectionFacts = { sources: [good, idle], supervised: true, requiredItemsOpen: 0 };

  it("opens at its limits and asks nothing of a source that is not required", () => {
    expect(gateOutcome(dataSelectionPredicates(open))).toEqual({ ready: true, failed: [] });
    const unlabelled = { ...open, supervised: false, sources: [{ ...good, hasLabel: false, linkageRate: null }] };
    expect(gateOutcome(dataSelectionPredicates(unlabelled)).ready).toBe(true);
  });

  it.each<[string, Partial<SourceFacts>]>([
    ["G3.1", { role: "secondary" }],
    ["G3.2", { availability: 59.9 }],
    ["G3.2", { usefulness: null }],
    ["G3.3", { legal: "pending" }],
    ["G3.4", { hasLabel: false }],
    ["G3.4", { linkageRate: 0.79 }],
    ["G3.5", { qualityScore: null }],
    ["G3.5", { weakestDimension: 0.69 }],
    ["G3.6", { datasheetLinked: false }],
  ])("is shut by %s alone", (key, change) => {
    const facts = { ...open, sources: [{ ...good, ...change }] };
    expect(gateOutcome(dataSelectionPredicates(facts)).failed).toEqual([key]);
  });

  it("is shut by a missing source and by an open item", () => {
    expect(gateOutcome(dataSelectionPredicates({ ...open, sources: [] })).failed).toEqual(["G3.1", "G3.4"]);
    expect(gateOutcome(dataSelectionPredicates({ ...open, requiredItemsOpen: 1 })).failed).toEqual(["G3.7"]);
  });
});
