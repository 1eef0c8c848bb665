import type { FactsSetting, StageFact } from "./stage-fact.ts";

const DAY_MS = 86_400_000;

/** A baseline, a search of three runs, the version that came of it with its tests, its card, and the answers of the ML tests. */
export function modelFacts({ tier, at }: FactsSetting): StageFact[] {
  const before = (days: number) => new Date(at.getTime() - days * DAY_MS).toISOString();
  return [
    ...trainingRuns(before),
    {
      kind: "model-versions",
      key: "m1",
      data: {
        ...{ tag: "m1", standing: "candidate", run: "run-1", datasetVersion: "d1", commit: "b7f3a91" },
        artefactUri: "s3://models/m1/model.onnx",
        artefactSha256: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        registeredAt: before(2),
      },
    },
    ...metrics(),
    ...tests(before),
    card(),
    ...answers(tier, before),
  ];
}

type Before = (days: number) => string;
type Run = readonly [
  key: string,
  name: string,
  days: number,
  values: readonly [rate: number, depth: number],
  auc: number,
];

const RUNS: readonly Run[] = [
  ["run-1", "Gradient boosting, chosen", 4, [0.05, 6], 0.791],
  ["run-2", "Gradient boosting, deeper", 5, [0.05, 9], 0.788],
  ["run-3", "Gradient boosting, slower", 6, [0.01, 6], 0.779],
];

function trainingRuns(before: Before): StageFact[] {
  const common = { status: "succeeded", datasetVersion: "d1", commit: "b7f3a91", environmentDigest: "sha256:77ab2c10" };
  const baseline = {
    ...{ name: "Simple baseline", experiment: "first", startedAt: before(7), durationSeconds: 40, seed: 1 },
    ...{ metrics: { auc: 0.702, latency_ms: 1.2 }, baseline: true, energyKwh: 0.1, ...common },
  };
  const search = RUNS.map(([key, name, days, [rate, depth], auc], i): StageFact => {
    const params = { learning_rate: rate, max_depth: depth };
    const data = { name, experiment: "first", startedAt: before(days), durationSeconds: 1_800, seed: 20 + i, params };
    const metrics = { auc, latency_ms: 4 + depth / 2 };
    return { kind: "training-runs", key, data: { ...data, metrics, usesTestSet: i === 0, energyKwh: 6, ...common } };
  });
  return [...search, { kind: "training-runs", key: "baseline", data: baseline }];
}

function metrics(): StageFact[] {
  const whole = { modelVersion: "m1", metric: "auc", split: "test", lowerIsBetter: false, guardrail: 0.72 };
  const slices = [
    ["north", 0.785, 5_100],
    ["south", 0.794, 4_800],
    ["new customers", 0.762, 900],
  ] as const;
  return [
    {
      kind: "model-metrics",
      key: "m1-auc",
      data: {
        ...whole,
        value: 0.791,
        n: 12_400,
        low: 0.783,
        high: 0.799,
        baseline: 0.702,
        baselineLow: 0.692,
        baselineHigh: 0.711,
      },
    },
    ...slices.map(([segment, value, n]): StageFact => {
      const spread = Number((0.9 / Math.sqrt(n)).toFixed(4));
      const data = { ...whole, segment, value, n, low: value - spread, high: value + spread };
      return { kind: "model-metrics", key: `m1-auc-${segment.replace(" ", "-")}`, data };
    }),
  ];
}

function tests(before: Before): StageFact[] {
  const each = [
    ["invariance", "A changed name changes nothing", {}],
    ["directional", "More risk never lowers the score", {}],
    ["minimum", "Plain cases are right", {}],
    ["reproducibility", "Rebuilt with another seed", { delta: 0.002 }],
    ["unit", "Unit tests of the model’s code", { link: "https://git.example.org/model/merge/41" }],
  ] as const;
  return each.map(([kind, name, more]) => ({
    kind: "verification-tests",
    key: `m1-${kind}`,
    data: { name, modelVersion: "m1", kind, blocking: true, passed: true, ranAt: before(2), ...more },
  }));
}

function card(): StageFact {
  return {
    kind: "model-cards",
    key: "m1",
    data: {
      title: "First model",
      modelVersion: "m1",
      details: "Gradient boosting by our own team; version m1; no pre-trained parts.",
      intendedUse: "As the business case says: a proposal to the people who decide. Not for anything else.",
      factors: "Region and how long somebody has been a customer.",
      metrics: "Area under the curve with its 95% interval, and the success criteria of this project.",
      evaluationData: "The last eight weeks, kept apart by time.",
      trainingData: "Data version d1: thirty months up to a month before.",
      ethicalConsiderations: "See the bias plan; groups are compared before and after deployment.",
      caveats: "Quality falls by about a point a month without a refresh.",
      licence: "other",
    },
  };
}

/** Enough of the model section for the tier, and what monitoring will ask for. */
function answers(tier: number, before: Before): StageFact[] {
  const done = (section: string) =>
    Array.from({ length: 7 }, (_, i): StageFact => {
      const answer = i < tier ? 1 : i < 5 ? 0.5 : 0;
      const test = `${section}_${i + 1}`;
      const evidence = answer === 1 ? "Runs in the nightly build" : "Written result in the project’s wiki";
      const data = { test, answer, checkedOn: before(3).slice(0, 10), ...(answer > 0 && { evidence }) };
      return { kind: "ml-test-scores", key: test.replace("_", "-"), data };
    });
  return ["data", "model", "infrastructure", "monitoring"].flatMap(done);
}
