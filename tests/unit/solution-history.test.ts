import { expect, test } from "vitest";
import { timeSplit } from "#domain/time-split.ts";
import { type Fact, factBag } from "#stages/fact.ts";
import { solutionHistory } from "#stages/solution-history.ts";
import { estimatedSplit } from "#stages/stage-hours.ts";

const fact = (key: string, at: number, data: Record<string, unknown>): Fact => ({
  ...{ key, at, version: 1, recordedAt: at, recordedBy: null, data },
});
const release = (tag: string, at: number, data: string, commit: string, model: string) =>
  fact(tag, at, { tag, datasetVersion: data, commit, modelVersion: model });

test("nothing recorded is nothing counted", () => {
  expect(solutionHistory(factBag({}))).toEqual({
    ...{ iterations: { data: 0, code: 0, model: 0, solution: 0 }, versions: [], releases: [] },
  });
});

/** The worked example of C10.6: d1 c1 m1(release) c2 m1(release) d2 m2 c2(release) c2(release). */
test("counts what changed, and a solution where a release has a new combination", () => {
  const bag = factBag({
    "dataset-versions": [fact("two", 5, { tag: "d2" }), fact("one", 1, { tag: "d1" })],
    "model-versions": [fact("m2", 6, { tag: "m2", commit: "c2" }), fact("m1", 2, { tag: "m1", commit: "c1" })],
    releases: [
      release("R4", 8, "two", "c2", "m2"),
      release("R3", 7, "two", "c2", "m2"),
      release("R2", 4, "one", "c2", "m1"),
      release("R1", 3, "one", "c1", "m1"),
    ],
  });
  const { iterations, releases, versions } = solutionHistory(bag);
  expect(iterations).toEqual({ data: 2, code: 2, model: 2, solution: 3 });
  expect(releases.map(({ tag, data, code, model }) => [tag, data, code, model])).toEqual([
    ["R1", "d1", "c1", "m1"],
    ["R2", "d1", "c2", "m1"],
    ["R3", "d2", "c2", "m2"],
    ["R4", "d2", "c2", "m2"],
  ]);
  expect(versions.map(({ axis, version, released }) => `${axis} ${version} ${released}`)).toEqual([
    ...["data d1 true", "code c1 true", "model m1 true", "code c2 true", "data d2 true", "model m2 true"],
  ]);
});

test("commits of training runs count as code, and stay unreleased", () => {
  const bag = factBag({
    "training-runs": [fact("r2", 2, { commit: "c2" }), fact("r1", 1, { commit: "c1" }), fact("r0", 0, {})],
  });
  const { iterations, versions } = solutionHistory(bag);
  expect(iterations).toMatchObject({ code: 2, solution: 0 });
  expect(versions.map(({ version, released }) => [version, released])).toEqual([
    ["c1", false],
    ["c2", false],
  ]);
});

test("a release whose data version is gone keeps its key as a name", () => {
  const { releases } = solutionHistory(factBag({ releases: [release("R1", 1, "lost", "c1", "m1")] }));
  expect(releases[0]).toMatchObject({ data: "lost", model: "m1" });
});

test("the estimate takes days in progress by kind of work", () => {
  const days = estimatedSplit([
    { key: "business-case", activeDays: 5 },
    { key: "success-criteria", activeDays: 5 },
    { key: "model", activeDays: 10 },
    { key: "data-pipeline", activeDays: 30 },
    { key: "an-eleventh-stage", activeDays: 2 },
  ]);
  expect(days).toEqual({ framing: 10, modelling: 10, data: 30, other: 2 });
  expect(timeSplit(days)?.modellingShare).toBeCloseTo(10 / 52, 9);
});
