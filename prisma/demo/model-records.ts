import type { StageFact } from "./facts/stage-fact.ts";
import type { StoryClock } from "./story-clock.ts";

/** Builders of the facts of stage 6, for the large projects of the demo. */

type Run = {
  name: string;
  day: string;
  metrics: Readonly<Record<string, number>>;
  params?: Readonly<Record<string, string | number>>;
  [more: string]: unknown;
};

export function runFact({ moment }: StoryClock, experiment: string, key: string, run: Run): StageFact {
  const { name, day, metrics, params, ...more } = run;
  const startedAt = moment(day, "08:30").toISOString();
  const data = { name, experiment, status: "succeeded", startedAt, metrics, ...(params && { params }), ...more };
  return { kind: "training-runs", key, data };
}

type Version = {
  tag: string;
  standing: string;
  since: string;
  registered: string;
  run: string;
  data: string;
  commit: string;
};

export function versionFact({ moment }: StoryClock, key: string, version: Version): StageFact {
  const { tag, standing, since, registered, run, data: datasetVersion, commit } = version;
  return {
    kind: "model-versions",
    key,
    data: {
      ...{ tag, standing, run, datasetVersion, commit, artefactUri: `s3://models/${key}/model.onnx` },
      artefactSha256: `${commit}${[...key].map((letter) => letter.charCodeAt(0).toString(16)).join("")}`
        .padEnd(64, "5d0b72e9")
        .slice(0, 64),
      registeredAt: moment(registered, "10:00").toISOString(),
      standingSince: moment(since, "10:00").toISOString(),
    },
  };
}

type Measured = { version: string; metric: string; value: number; n: number; spread: number; [more: string]: unknown };

/** A value on test data with its interval, all rows or one slice. */
export function metricFact({ version, metric, value, n, spread, ...more }: Measured): StageFact {
  const slice = typeof more.segment === "string" ? `-${more.segment.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}` : "";
  const [low, high] = [value - spread, value + spread].map((end) => Number(end.toFixed(4)));
  const data = { modelVersion: version, metric, split: "test", value, n, low, high, ...more };
  return { kind: "model-metrics", key: `${version}-${metric}${slice}`.replaceAll("_", "-").replace(/-$/, ""), data };
}

/** Each 95% interval is as wide as a rate of that size on so many rows has it. */
export function sliceFacts(
  version: string,
  metric: string,
  slices: readonly (readonly [segment: string, value: number, n: number])[],
): StageFact[] {
  return slices.map(([segment, value, n]) => {
    const spread = 1.96 * Math.sqrt((value * (1 - value)) / n);
    return metricFact({ version, metric, segment, value, n, spread });
  });
}

type Test = readonly [kind: string, name: string, detail: string, delta?: number];

export function testFacts({ moment }: StoryClock, version: string, day: string, tests: readonly Test[]): StageFact[] {
  const ranAt = moment(day, "11:00").toISOString();
  return tests.map(([kind, name, detail, delta], i) => ({
    kind: "verification-tests",
    key: `${version}-test-${i + 1}`,
    data: {
      ...{ name, modelVersion: version, kind, blocking: kind !== "robustness", passed: true, ranAt, detail },
      ...(delta !== undefined && { delta }),
    },
  }));
}

const SECTIONS = ["data", "model", "infrastructure", "monitoring"] as const;

/** Seven answers a section, in the order of the tests: "1" automated, "h" by hand, "0" not done. */
export function mlTestFacts(
  { day }: StoryClock,
  on: string,
  answers: Readonly<Record<(typeof SECTIONS)[number], string>>,
) {
  return SECTIONS.flatMap((section) =>
    [...answers[section]].map((letter, i): StageFact => {
      const answer = letter === "h" ? 0.5 : Number(letter);
      const evidence = answer === 1 ? "Part of the nightly build" : "Written result in the team’s wiki";
      const data = { test: `${section}_${i + 1}`, answer, checkedOn: day(on), ...(answer > 0 && { evidence }) };
      return { kind: "ml-test-scores", key: `${section}-${i + 1}`, data };
    }),
  );
}
