import type { StageFact } from "./facts/stage-fact.ts";
import { metricFact, mlTestFacts, runFact, sliceFacts, testFacts, versionFact } from "./model-records.ts";
import { datasetFact, pipelineFact, pipelineRuns, WATCHED_MONTHLY } from "./pipeline-records.ts";
import { daysAfter, type StoryClock } from "./story-clock.ts";

const OWNER = "Clinical informatics";
const EXTRACT = {
  ...{ time: "01:30", minutes: 44, rows: 6_900, commit: "cc0417" },
  checks: [
    ["stay_id", "unique and present"],
    ["known_at", "not after the discharge"],
    ["diagnosis", "coded within two days", false],
  ],
} as const;
const FEATURES = {
  ...{ time: "03:00", minutes: 21, rows: 6_850, commit: "cc0417" },
  checks: [
    ["all features", "known 24 hours before discharge"],
    ["insurance", "one of four groups"],
  ],
} as const;

export function readmitPipelineFacts(clock: StoryClock): StageFact[] {
  return [
    pipelineFact("record-extract", OWNER, {
      ...{ name: "Record extract", kind: "capture", schedule: "Every day at 01:30" },
      ...{ reads: ["record-extract", "lab-results", "admissions-history"], ...WATCHED_MONTHLY },
    }),
    stayFeatures(),
    ...pipelineRuns(clock, "record-extract", { ...EXTRACT, last: "2025-11-04", count: 14 }),
    ...pipelineRuns(clock, "stay-features", { ...FEATURES, last: "2025-11-04", count: 14 }),
    datasetFact(clock, "d2025.11", {
      ...{ rows: 214_000, period: ["2022-04-01", "2025-07-31"], built: "2025-11-03", run: "stay-features-2025-11-03" },
      ...{ sources: ["record-extract", "lab-results", "admissions-history", "deprivation-index"], sha: "6c2d90e4b7f1" },
    }),
  ];
}

/** It names the pipeline before it once that is there. */
function stayFeatures(follows?: readonly string[]): StageFact {
  return pipelineFact("stay-features", OWNER, {
    ...{ name: "Stay features", kind: "transform", schedule: "Every day at 03:00", reads: ["deprivation-index"] },
    ...(follows && { follows }),
  });
}

/** The daily work of the pilot; one night the hospital network was down. */
export function readmitRecentRuns(clock: StoryClock): StageFact[] {
  const lately = { last: "2026-03-13", count: 56 };
  return [
    stayFeatures(["record-extract"]),
    ...pipelineRuns(clock, "record-extract", {
      ...{ ...EXTRACT, ...lately },
      failed: { "2026-02-21": "hospital network unreachable" },
    }),
    ...pipelineRuns(clock, "stay-features", { ...FEATURES, ...lately }),
  ];
}

const TRIALS: readonly (readonly [rate: number, depth: number, trees: number, auc: number])[] = [
  [0.2, 4, 200, 0.709],
  [0.1, 3, 300, 0.718],
  [0.1, 6, 300, 0.723],
  [0.05, 4, 500, 0.727],
  [0.05, 6, 500, 0.729],
  [0.05, 8, 500, 0.726],
  [0.03, 5, 800, 0.73],
  [0.02, 5, 900, 0.728],
  [0.01, 7, 900, 0.719],
  [0.3, 8, 150, 0.694],
];

export function readmitModelFacts(clock: StoryClock): StageFact[] {
  const common = { datasetVersion: "d2025.11", commit: "cc0417", environmentDigest: "sha256:e07733aa" };
  return [
    runFact(clock, "first model", "paper-score", {
      ...{
        name: "Paper score",
        day: "2025-10-08",
        metrics: { auc_test: 0.61, calibration_error: 0.045, latency_ms: 1 },
      },
      ...{ baseline: true, durationSeconds: 30, energyKwh: 0, usesTestSet: true, ...common },
    }),
    runFact(clock, "first model", "logistic", {
      ...{ name: "Logistic regression", day: "2025-10-13", durationSeconds: 210, energyKwh: 0.1, ...common },
      metrics: { auc_test: 0.702, calibration_error: 0.021, latency_ms: 12 },
    }),
    ...TRIALS.map(([learning_rate, max_depth, trees, auc], i) =>
      runFact(clock, "first model", `trial-${i + 1}`, {
        ...{ name: `Trial ${i + 1}`, day: daysAfter("2025-10-20", i), durationSeconds: 300 + trees, ...common },
        ...{ params: { learning_rate, max_depth, trees }, seed: 40 + i, energyKwh: 0.6 },
        metrics: { auc_test: auc, calibration_error: 0.028, latency_ms: 60 + Math.round((trees * max_depth) / 20) },
      }),
    ),
    runFact(clock, "first model", "run-1.4", {
      ...{ name: "Boosting with group weights", day: "2025-12-05", durationSeconds: 1_500, seed: 7, ...common },
      ...{ params: { learning_rate: 0.03, max_depth: 5, trees: 800 }, usesTestSet: true, energyKwh: 1.1 },
      metrics: { auc_test: 0.731, calibration_error: 0.024, latency_ms: 310 },
    }),
    versionFact(clock, "readmit-gbm-1.4", {
      ...{ tag: "readmit-gbm 1.4", standing: "candidate", since: "2025-12-08", registered: "2025-12-08" },
      ...{ run: "run-1.4", data: "d2025.11", commit: "cc0417" },
    }),
    ...metrics(),
    ...testFacts(clock, "readmit-gbm-1.4", "2025-12-10", [
      ["invariance", "The order of diagnoses changes nothing", "4,000 pairs, no score moved."],
      ["directional", "An earlier stay never lowers the score", "2,000 stays, none lower."],
      ["minimum", "Twelve written cases are ordered as the physicians order them", "All twelve."],
      ["robustness", "A missing laboratory costs at most two points", "One point and a half."],
      ["reproducibility", "Rebuilt with another seed", "The area moved by 0.002.", 0.002],
    ]),
    card(),
    ...mlTestFacts(clock, "2025-12-15", {
      ...{ data: "1hh11h1", model: "1h1h11h", infrastructure: "1hhh1h1", monitoring: "0hh0hhh" },
    }),
  ];
}

function metrics(): StageFact[] {
  const version = "readmit-gbm-1.4";
  return [
    metricFact({
      ...{ version, metric: "auc_test", value: 0.731, n: 4_100, spread: 0.015 },
      ...{ baseline: 0.61, baselineLow: 0.593, baselineHigh: 0.627, gainLow: 0.104 },
    }),
    metricFact({ version, metric: "calibration_error", value: 0.024, n: 4_100, spread: 0.004, baseline: 0.045 }),
    ...sliceFacts(version, "auc_test", [
      ["insurance: private", 0.738, 1_000],
      ["insurance: public", 0.733, 1_200],
      ["insurance: uninsured", 0.704, 300],
      ["insurance: other", 0.72, 20],
      ["ward: medical", 0.727, 2_600],
      ["ward: surgical", 0.739, 1_500],
      ["age: under 65", 0.741, 1_900],
      ["age: 65 and over", 0.718, 2_200],
    ]),
  ];
}

function card(): StageFact {
  return {
    kind: "model-cards",
    key: "readmit-gbm-1.4",
    data: {
      title: "readmit-gbm 1.4",
      modelVersion: "readmit-gbm-1.4",
      details:
        "Gradient boosting over 96 features, calibrated by isotonic regression, with weights for insurance groups.",
      intendedUse: "Choosing whom a nurse follows up after discharge. It advises; it never withholds treatment.",
      factors: "Insurance, sex, age band, ward and site. The group of other insurances is too small to be judged.",
      metrics:
        "Area under the curve on test data, calibration error, and the share of later returns found in each group.",
      evaluationData: "Discharges from May to July 2025, 4,100 stays, kept apart by time and by patient.",
      trainingData: "d2025.11: 214,000 discharges of four hospitals from April 2022.",
      ethicalConsiderations:
        "Being selected helps, so the harm is to be missed. Uninsured patients are under-represented.",
      caveats: "One winter only in the test data. Not for maternity, and not outside the four hospitals.",
      licence: "other",
    },
  };
}
