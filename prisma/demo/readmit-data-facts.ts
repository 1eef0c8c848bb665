import { datasheetFact, type Found, featureFact, profileFact, sourceFact } from "./data-profile.ts";
import type { StageFact } from "./facts/stage-fact.ts";
import type { StoryClock } from "./story-clock.ts";

/** Sources, features, profiles and datasheets of READMIT; their mean quality is 88.2. */
export function readmitDataFacts(clock: StoryClock): StageFact[] {
  return [...sources(), ...features(), ...readmitProfiles(clock, "2025-06-16"), ...datasheets()];
}

/** A run of the profiler over the four sources in use on a day of the story. */
export function readmitProfiles({ moment }: StoryClock, day: string): StageFact[] {
  return Object.entries(PROFILED).map(([source, { rows, columns, ...found }]) =>
    profileFact({ source, run: day, measuredAt: moment(day, "03:00"), rows, columns }, found),
  );
}

function sources(): StageFact[] {
  return [
    sourceFact("record-extract", {
      ...{ name: "Electronic record extract", role: "primary", kind: "table", system: "Hospital records" },
      ...{ owner: "Record office", personalData: "special_category", historyMonths: 48, rows: 214_000, latencyH: 6 },
      ...{ loadsExpected: 30, loadsArrived: 30, relevance: 5, univariateAuc: 0.66, linkageRate: 0.99 },
      ...{ populationCoverage: 0.93 },
    }),
    sourceFact("lab-results", {
      ...{ name: "Laboratory results", role: "secondary", kind: "table", system: "Laboratory system" },
      ...{ owner: "Pathology", personalData: "special_category", historyMonths: 40, rows: 2_900_000, latencyH: 3 },
      ...{ loadsExpected: 30, loadsArrived: 29, relevance: 4, univariateAuc: 0.64, linkageRate: 0.96 },
      ...{ populationCoverage: 0.88 },
    }),
    sourceFact("admissions-history", {
      ...{ name: "Admissions history", role: "label", kind: "table", system: "Regional exchange" },
      ...{ owner: "Regional health board", personalData: "special_category", historyMonths: 60, rows: 640_000 },
      ...{ latencyH: 168, loadsExpected: 4, loadsArrived: 4, relevance: 5, linkageRate: 0.97 },
      ...{ populationCoverage: 0.95, labelNoise: 0.063, availableAtPredictionTime: false },
    }),
    sourceFact("deprivation-index", {
      ...{
        name: "Area deprivation index",
        role: "enrichment",
        required: false,
        kind: "file",
        system: "Statistics office",
      },
      ...{ owner: "Statistics office", licence: "Open government licence", historyMonths: 72, rows: 34_800 },
      ...{ latencyH: 8_760, relevance: 3, univariateAuc: 0.56, linkageRate: 0.91, populationCoverage: 0.96 },
    }),
    sourceFact("ward-notes", {
      ...{ name: "Ward notes", role: "enrichment", required: false, kind: "table", system: "Nursing records" },
      ...{ owner: "Nursing office", access: "requested", legal: "not_assessed", personalData: "special_category" },
      ...{ historyMonths: 24, rows: 1_100_000, latencyH: 4, relevance: 5, univariateAuc: 0.69, linkageRate: 0.98 },
      ...{ populationCoverage: 0.9 },
    }),
  ];
}

function features(): StageFact[] {
  return [
    featureFact("stay_days", "number", "record-extract", { importance: 0.16 }),
    featureFact("diagnosis_group", "category", "record-extract", { importance: 0.14 }),
    featureFact("ward_type", "category", "record-extract", { importance: 0.07 }),
    featureFact("haemoglobin_last", "number", "lab-results", { importance: 0.09 }),
    featureFact("creatinine_trend", "number", "lab-results", { importance: 0.08 }),
    featureFact("earlier_stays", "number", "admissions-history", {
      ...{ importance: 0.18, description: "Stays that ended before this one began." },
    }),
    featureFact("area_index", "number", "deprivation-index", { importance: 0.03 }),
  ];
}

export const BY_INSURANCE: NonNullable<Found["groups"]> = {
  private: [0.42, 0.4],
  public: [0.49, 0.47],
  uninsured: [0.0714, 0.1111],
  other: [0.0186, 0.0189],
};

const PROFILED: Readonly<Record<string, Found & { rows: number; columns: number }>> = {
  "record-extract": {
    ...{ rows: 214_000, columns: 62, completeness: 0.893, validity: 0.903, uniqueness: 0.973 },
    ...{ consistency: 0.85094, timeliness: 0.883, audit: [300, 276], groups: BY_INSURANCE },
  },
  "lab-results": {
    ...{ rows: 2_900_000, columns: 9, completeness: 0.856, validity: 0.896, uniqueness: 0.956 },
    ...{ consistency: 0.83672, timeliness: 0.886, audit: [200, 186], groups: BY_INSURANCE },
  },
  "admissions-history": {
    ...{ rows: 640_000, columns: 17, completeness: 0.855, validity: 0.855, uniqueness: 0.915 },
    ...{ consistency: 0.77346, timeliness: 0.75, audit: [300, 281], groups: BY_INSURANCE },
  },
  "deprivation-index": {
    ...{ rows: 34_800, columns: 8, completeness: 0.915, validity: 0.885, uniqueness: 0.975 },
    ...{ consistency: 0.86667, timeliness: 0.74 },
  },
};

function datasheets(): StageFact[] {
  return [
    datasheetFact("record-extract", [
      "Kept for care and for billing; the extract was cut for this project.",
      "One row a stay of an adult: times, wards, diagnoses, procedures, insurance. No notes, no addresses.",
      "Written by ward staff and coders during the stay; codes are completed after discharge.",
      "Codes that were written after discharge are removed, and every field carries when it was known.",
      "This project and the hospital’s own statistics. Not for judging staff or wards.",
      "Stays in the hospital group; researchers ask the ethics board.",
      "The record office, monthly; a patient who objects is taken out within a week.",
    ]),
    datasheetFact("lab-results", [
      "Kept for care; used here because results move before a patient does.",
      "One row a result with its unit, its reference range and the time it was known.",
      "Machines write most results, clerks the rest; three of the four hospitals use the same codes.",
      "Units are made equal, impossible values dropped, the last five results of a stay kept.",
      "This project and pathology’s own quality control.",
      "Stays in the hospital group.",
      "Pathology, with a review of the codes each quarter.",
    ]),
    datasheetFact("admissions-history", [
      "Kept by the region to plan beds; here it tells who came back.",
      "One row an admission to any hospital of the region, planned or not.",
      "Sent weekly by all hospitals; two of the smaller ones send late.",
      "Planned stays are left out; 300 cases were coded by two people, 281 alike.",
      "Labels for this project; earlier stays as a feature, as of the day of discharge.",
      "Shared under the regional agreement, for follow-up of patients only.",
      "The regional health board; the agreement is renewed every second year.",
    ]),
  ];
}
