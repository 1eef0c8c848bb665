import type { StageFact } from "./facts/stage-fact.ts";
import { metricFact, mlTestFacts, runFact, sliceFacts, testFacts, versionFact } from "./model-records.ts";
import { randomFrom } from "./random.ts";
import { daysAfter, type StoryClock } from "./story-clock.ts";

const TRIALS = 36;

/** Stage 6 as it was submitted: the rules, the search, version 3.0 with its slices, tests and card. */
export function cardguardModelFacts(clock: StoryClock): StageFact[] {
  return [
    runFact(clock, "search 2025", "rules", {
      ...{
        name: "Fourteen rules",
        day: "2025-07-02",
        metrics: { recall: 0.52, latency_ms: 3 },
        baseline: true,
        seed: 0,
      },
      ...{ datasetVersion: "d2025.07", durationSeconds: 20, cost: 0.4, energyKwh: 0 },
    }),
    ...search(clock),
    runFact(clock, "search 2025", "run-3.0", {
      ...{
        name: "Boosting, chosen",
        day: "2025-09-08",
        datasetVersion: "d2025.09",
        commit: "c4f1e2",
        usesTestSet: true,
      },
      ...{ params: { learning_rate: 0.06, max_depth: 7, trees: 900, subsample: 0.8 }, seed: 17, energyKwh: 4.2 },
      ...{ metrics: { recall: 0.731, latency_ms: 20 }, environmentDigest: "sha256:4d10b2ee", durationSeconds: 7_400 },
    }),
    versionFact(clock, "fraud-gbm-3.0", {
      ...{ tag: "fraud-gbm 3.0", standing: "candidate", since: "2025-09-10", registered: "2025-09-10" },
      ...{ run: "run-3.0", data: "d2025.09", commit: "c4f1e2" },
    }),
    ...reached("fraud-gbm-3.0", 0.731, { baseline: 0.52, gainLow: 0.187 }),
    ...sliceFacts("fraud-gbm-3.0", "recall", SLICES),
    ...testFacts(clock, "fraud-gbm-3.0", "2025-09-12", TESTS),
    card("fraud-gbm-3.0", "fraud-gbm 3.0", "d2025.09"),
    ...mlTestFacts(clock, "2025-09-15", {
      data: "11h11h1",
      model: "111hh1h",
      infrastructure: "1h1h111",
      monitoring: "h1h1h1h",
    }),
  ];
}

/** What came after 3.0, on its days; the standings as they changed. */
export function cardguardModelsLater(clock: StoryClock): { day: string; facts: StageFact[] }[] {
  const version = (number: string, standing: string, since: string) => {
    const { registered, data, commit } = VERSIONS[number] ?? FIRST;
    const key = `fraud-gbm-${number}`;
    return versionFact(clock, key, {
      tag: `fraud-gbm ${number}`,
      standing,
      since,
      registered,
      run: `run-${number}`,
      data,
      commit,
    });
  };
  const trained = (number: string, recall: number, ages: readonly number[]) => {
    const { registered, data, commit } = VERSIONS[number] ?? FIRST;
    return [
      runFact(clock, "retraining", `run-${number}`, {
        ...{
          name: `Boosting ${number}`,
          day: daysAfter(registered, -1),
          datasetVersion: data,
          commit,
          usesTestSet: true,
        },
        ...{ params: { learning_rate: 0.06, max_depth: 7, trees: 950, subsample: 0.8 }, seed: 17, energyKwh: 4.4 },
        ...{ metrics: { recall, latency_ms: 20.5 }, environmentDigest: "sha256:9ab3f710", durationSeconds: 7_900 },
      }),
      version(number, number === "3.3" ? "challenger" : "candidate", registered),
      ...reached(`fraud-gbm-${number}`, recall, { baseline: 0.52 }),
      ...sliceFacts(
        `fraud-gbm-${number}`,
        "recall",
        AGES.map((age, i) => [age, ages[i] ?? recall, AGE_ROWS[i] ?? 100] as const),
      ),
      ...testFacts(clock, `fraud-gbm-${number}`, registered, TESTS),
      card(`fraud-gbm-${number}`, `fraud-gbm ${number}`, data),
    ];
  };
  return [
    { day: "2025-11-10", facts: [version("3.0", "champion", "2025-11-10")] },
    { day: "2025-12-09", facts: trained("3.1", 0.738, [0.733, 0.741, 0.74, 0.706]) },
    { day: "2025-12-19", facts: [version("3.0", "retired", "2025-12-19"), version("3.1", "champion", "2025-12-19")] },
    { day: "2026-01-19", facts: trained("3.2", 0.744, [0.737, 0.745, 0.748, 0.71]) },
    { day: "2026-01-22", facts: [version("3.1", "retired", "2026-01-22"), version("3.2", "champion", "2026-01-22")] },
    { day: "2026-03-12", facts: trained("3.3", 0.752, [0.745, 0.754, 0.755, 0.722]) },
  ];
}

const FIRST = { registered: "2025-09-10", data: "d2025.09", commit: "c4f1e2" };
const VERSIONS: Readonly<Record<string, typeof FIRST>> = {
  "3.1": { registered: "2025-12-09", data: "d2025.12", commit: "c91ab0" },
  "3.2": { registered: "2026-01-19", data: "d2026.01", commit: "c9e77d" },
  "3.3": { registered: "2026-03-12", data: "d2026.03", commit: "cb2f08" },
};

/** A third of the 120 trials, as the tracker exported them: quality rises with depth and trees, and so does latency. */
function search(clock: StoryClock): StageFact[] {
  const random = randomFrom("card", "search");
  return Array.from({ length: TRIALS }, (_, i) => {
    const rate = Number((0.005 * 40 ** random()).toPrecision(2));
    const depth = 3 + Math.floor(random() * 8);
    const trees = 200 + 100 * Math.floor(random() * 12);
    const subsample = Number((0.5 + random() * 0.5).toFixed(2));
    const miss = (Math.log(rate / 0.06) / 3) ** 2 + ((depth - 7.5) / 9) ** 2 + ((subsample - 0.8) / 1.6) ** 2;
    const recall = Number((0.722 - 0.16 * miss + 0.004 * Math.log(trees / 900) - 0.006 * random()).toFixed(4));
    return runFact(clock, "search 2025", `trial-${i + 1}`, {
      ...{ name: `Trial ${i + 1}`, day: daysAfter("2025-08-04", Math.floor(i / 2)), datasetVersion: "d2025.07" },
      ...{
        commit: "c3d5a7",
        seed: 100 + i,
        durationSeconds: 900 + trees * 4,
        energyKwh: Number((trees / 320).toFixed(1)),
      },
      params: { learning_rate: rate, max_depth: depth, trees, subsample },
      metrics: { recall, latency_ms: Number((4 + (trees * depth) / 480 + random()).toFixed(1)) },
    });
  });
}

function reached(version: string, recall: number, over: { baseline: number; gainLow?: number }): StageFact[] {
  const spread = 1.96 * Math.sqrt((recall * (1 - recall)) / 1_150);
  return [
    metricFact({
      version,
      metric: "recall",
      value: recall,
      n: 1_150,
      spread,
      baselineLow: 0.491,
      baselineHigh: 0.549,
      ...over,
    }),
    metricFact({ version, metric: "precision", value: 0.231, n: 3_640, spread: 0.0137, baseline: 0.11 }),
  ];
}

const AGES = ["age band: 18-25", "age band: 26-40", "age band: 41-60", "age band: 61+"];
const AGE_ROWS = [210, 440, 350, 150];

const SLICES = [
  ["age band: 18-25", 0.724, 210],
  ["age band: 26-40", 0.735, 440],
  ["age band: 41-60", 0.736, 350],
  ["age band: 61+", 0.702, 150],
  ["country: DE", 0.738, 420],
  ["country: FR", 0.729, 260],
  ["country: ES", 0.721, 140],
  ["country: IT", 0.716, 130],
  ["country: NL", 0.742, 96],
  ["country: AT", 0.733, 60],
  ["country: PT", 0.698, 44],
  ["country: MT", 0.667, 12],
  ["channel: app", 0.748, 510],
  ["channel: browser", 0.719, 600],
  ["channel: telephone", 0.683, 40],
  ["merchant: travel", 0.704, 190],
  ["merchant: electronics", 0.757, 240],
  ["merchant: fashion", 0.731, 210],
  ["merchant: digital goods", 0.74, 330],
  ["merchant: new shops", 0.676, 58],
  ["customer: under a year", 0.708, 180],
  ["customer: over a year", 0.735, 970],
] as const;

const TESTS = [
  ["invariance", "The name of the cardholder changes nothing", "10,000 pairs, no score moved."],
  ["invariance", "A payment in another currency of the same value scores alike", "Largest change 0.004."],
  ["directional", "More failed attempts in the last hour never lower the score", "2,000 payments, none lower."],
  ["minimum", "Known attack patterns are stopped", "All 60 recorded patterns."],
  ["robustness", "Missing device signals cost at most five points of recall", "Four points."],
  ["security", "Probing by small amounts is noticed", "After seven payments on average."],
  ["reproducibility", "Rebuilt with another seed", "Recall moved by 0.003.", 0.003],
] as const;

function card(modelVersion: string, title: string, data: string): StageFact {
  return {
    kind: "model-cards",
    key: modelVersion,
    data: {
      title,
      modelVersion,
      details: `Gradient boosting over 140 features, calibrated, by the fraud team of Northwind Bank. Data version ${data}. No pre-trained parts.`,
      intendedUse: "Scoring card-not-present authorisations. Not for credit, and not for judging customers as persons.",
      factors: "Age band, country, channel, kind of merchant, and how long somebody has been a customer.",
      metrics: "Recall and precision at 0.5% review, false positive gap by age, latency. Intervals of 95%.",
      evaluationData: "Eight weeks after the training data, kept apart by time; 1,150 frauds a week.",
      trainingData: `${data}: eighteen months of authorisations joined with chargebacks that arrived within 60 days.`,
      ethicalConsiderations:
        "Age is used for auditing only. Stopped honest payments are the harm; customers can object with one tap.",
      caveats:
        "Recall falls by about two points a month without a refresh. New shops and the smallest countries are weak.",
      licence: "other",
      frontMatter:
        "license: other\nlicense_name: northwind-internal\ntags:\n  - fraud\n  - tabular-classification\npipeline_tag: tabular-classification",
    },
  };
}
