import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { freshnessOf, movesForward, RUN_STATUSES, runStanding } from "#domain/pipeline-runs.ts";
import { ruleVerdicts } from "#stages/checklist.ts";
import { datasetVersion } from "#stages/data-pipeline/dataset-version.ts";
import { pipeline } from "#stages/data-pipeline/pipeline.ts";
import { pipelineRun } from "#stages/data-pipeline/pipeline-run.ts";
import { type Fact, type FactData, factBag } from "#stages/fact.ts";
import type { StageFacts } from "#stages/facts.ts";
import { stageOf } from "#stages/registry.ts";
import { sampledFacts } from "../../prisma/demo/facts/stage-facts.ts";
import { completeDocument, completeFacts, SAMPLE_NOW, withAnswer } from "../support/stage-samples.ts";

const STAGE = stageOf("data-pipeline");
const SAMPLES = sampledFacts({ tier: 2, affectsPeople: true, at: new Date(SAMPLE_NOW) });
const DAY_MS = 86_400_000;

type Change = (fact: Fact) => FactData | null;

/** The samples with one kind changed; null takes a fact out. Without a monitor, which could watch instead. */
function changed(kind: string, change: Change, given: Partial<StageFacts> = {}): StageFacts {
  const facts = (SAMPLES[kind] ?? []).flatMap((fact) => {
    const data = change(fact);
    return data ? [{ ...fact, data }] : [];
  });
  return completeFacts(2, { ...factBag({ ...SAMPLES, monitors: [], [kind]: facts }), ...given });
}

const without =
  (...names: string[]) =>
  ({ data }: Fact) =>
    Object.fromEntries(Object.entries(data).filter(([name]) => !names.includes(name)));
const failing =
  (count: number, from = 1): Change =>
  ({ key, data }) => {
    const [name, place] = key.split("-");
    const fails = name === "capture" && Number(place) >= from && Number(place) < from + count;
    return { ...data, status: fails ? "failed" : data.status };
  };

function unmet(facts: StageFacts, document = completeDocument("data-pipeline", facts.tier)) {
  return STAGE.requirements(document, facts).filter(({ met }) => !met);
}

describe("the gate of the data pipeline", () => {
  test("is open with the sample", () => {
    const facts = completeFacts(2);
    expect(unmet(facts)).toEqual([]);
    expect(STAGE.requirements(completeDocument("data-pipeline", 2), facts).map(({ key }) => key)).toEqual([
      "G5.1",
      "G5.2",
      "G5.3",
      "G5.4",
      "G5.5",
      "G5.6",
    ]);
  });

  test.each<[string, string, Change, RegExp]>([
    ["G5.1", "pipelines", ({ key, data }) => (key === "capture" ? { ...data, kind: "analyse" } : data), /capture/],
    ["G5.2", "pipeline-runs", failing(1), /11?9 of the last 10|9 of the last 10 .*last one failed/],
    ["G5.2", "pipeline-runs", failing(2, 2), /8 of the last 10/],
    ["G5.3", "dataset-versions", without("sha256"), /d1 lacks its hash/],
    ["G5.3", "dataset-versions", without("sources"), /inputs/],
    ["G5.3", "dataset-versions", ({ data }) => ({ ...data, rows: 0 }), /rows/],
    ["G5.4", "dataset-versions", without("pipelineRun"), /which run/],
    ["G5.4", "pipeline-runs", ({ data }) => ({ ...data, checks: [check(true, false)] }), /1 failed in d1: id unique/],
    ["G5.4", "pipeline-runs", without("checks"), /recorded no checks/],
    ["G5.5", "skew-measurements", ({ data }) => ({ ...data, distance: 0.11 }), /0 of 1 features lie within 0.1/],
    ["G5.5", "skew-measurements", () => null, /No skew/],
    ["G5.6", "pipelines", without("freshnessMonitored"), /Nobody/],
  ])("%s alone shuts it (%s)", (gate, kind, change, words) => {
    const [failed, ...rest] = unmet(changed(kind, change));
    expect(rest.map(({ key }) => key)).toEqual([]);
    expect(failed).toMatchObject({ key: gate, detail: expect.stringMatching(words) });
    expect(failed?.fix?.where).toMatch(/^\/facts\//);
  });

  test("without any data version asks for one, and for nothing that cannot be known yet but its checks", () => {
    expect(unmet(changed("dataset-versions", () => null)).map(({ key }) => key)).toEqual(["G5.3", "G5.4"]);
  });

  test("lets nine of ten pass, and a check that does not block fail", () => {
    expect(unmet(changed("pipeline-runs", failing(1, 2)))).toEqual([]);
    expect(unmet(changed("pipeline-runs", ({ data }) => ({ ...data, checks: [check(false, false)] })))).toEqual([]);
  });

  test("takes a monitor of missing data on a source for watching, while it is in use", () => {
    const data = {
      name: "Missing loads",
      what: "stale",
      target: "warehouse",
      intervalSeconds: 60,
      severity: "warning",
    };
    const watching = (enabled: boolean) =>
      changed("pipelines", without("freshnessMonitored"), {
        ...factBag({
          ...SAMPLES,
          pipelines: (SAMPLES.pipelines ?? []).map((fact) => ({
            ...fact,
            data: without("freshnessMonitored")(fact) ?? {},
          })),
          monitors: [{ key: "m", at: 0, version: 1, recordedAt: 0, recordedBy: null, data: { ...data, enabled } }],
        }),
      });
    expect(unmet(watching(true))).toEqual([]);
    expect(unmet(watching(false)).map(({ key }) => key)).toEqual(["G5.6"]);
  });

  test("asks for skew only where the paths are separate", () => {
    const document = withAnswer(completeDocument("data-pipeline", 2), "trainingServingPath", "shared_code");
    expect(
      unmet(
        changed("skew-measurements", () => null),
        document,
      ),
    ).toEqual([]);
  });

  test("judges nothing of a tier 1 project that records nothing", () => {
    const facts = completeFacts(1, factBag({}));
    expect(STAGE.requirements({}, facts)).toEqual([]);
  });

  test("judges a tier 1 project by what it records: 8 of 10 runs shut it", () => {
    const facts = changed("pipeline-runs", failing(2, 2), { tier: 1 });
    expect(unmet(facts).map(({ key }) => key)).toEqual(["G5.2"]);
    expect(ruleVerdicts(STAGE, {}, facts)["5.3"]).toMatchObject({ met: false });
  });
});

describe("a pipeline run", () => {
  const data = (SAMPLES["pipeline-runs"]?.[0]?.data ?? {}) as Parameters<typeof pipelineRun.settle>[0];
  const context = { ...completeFacts(2), before: null, project: completeFacts(2), now: SAMPLE_NOW };

  test("keeps its end when a late report of an earlier state arrives, and takes corrections of the same state", () => {
    expect(pipelineRun.settle({ ...data, status: "running", rowsIn: 1 }, data, 0)).toBe(data);
    expect(pipelineRun.settle({ ...data, status: "failed" }, data, 0)).toBe(data);
    expect(pipelineRun.settle({ ...data, rowsOut: 7 }, data, 0)).toMatchObject({ rowsOut: 7 });
    expect(pipelineRun.settle(data, { ...data, status: "running" }, 0)).toBe(data);
  });

  test("never moves backwards in whatever order reports arrive", () => {
    const statuses = fc.array(fc.constantFrom(...RUN_STATUSES), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(statuses, (reports) => {
        let last = reports[0];
        const seen = reports.map((next) => {
          last = last === undefined || movesForward(last, next) ? next : last;
          return last;
        });
        const ended = seen.findIndex((status) => !["queued", "running"].includes(status));
        if (ended >= 0) expect(new Set(seen.slice(ended)).size).toBe(1);
        if (seen.includes("running")) expect(seen.lastIndexOf("queued")).toBeLessThan(seen.indexOf("running"));
      }),
    );
  });

  test("is refused when it ends before it starts, or ends while it runs", () => {
    const early = { ...data, endedAt: new Date(Date.parse(data.startedAt) - 1).toISOString() };
    expect(pipelineRun.check(early, context)).toMatchObject([{ path: "endedAt" }]);
    expect(pipelineRun.check({ ...data, status: "running" }, context)).toMatchObject([{ path: "endedAt" }]);
  });
});

describe("its figures", () => {
  test("ten finished runs count; waiting and cancelled ones are passed over", () => {
    const runs = ["running", "cancelled", ...Array(10).fill("succeeded"), "failed"].map((status) => ({ status }));
    expect(runStanding(runs as never)).toEqual({ judged: 10, succeeded: 10, lastSucceeded: true, reliable: true });
    expect(runStanding([])).toMatchObject({ lastSucceeded: null, reliable: false });
  });

  test("a pipeline tells its success and the age of its data, or why not", () => {
    const facts = completeFacts(2);
    const context = { ...facts, before: null, project: facts };
    const [capture] = facts.of(pipeline);
    if (!capture) throw new Error("no sample");
    expect(pipeline.figures(capture, context)).toMatchObject([{ value: 1 }, { value: 27.5 * 3600 }]);
    const bare = pipeline.figures(capture, { ...context, ...factBag({}) });
    expect(bare).toMatchObject([{ value: null }, { value: null }]);
    expect(bare.every(({ reason }) => reason)).toBe(true);
  });

  test("data is late from the limit on, by what the last succeeded run covers", () => {
    const run = { status: "succeeded", startedAt: 0, endedAt: 1_000, dataUntil: null } as const;
    expect(freshnessOf([run], 60, 61_000)).toEqual({ ageSeconds: 60, late: false, missedSince: null });
    expect(freshnessOf([run], 60, 62_000)).toEqual({ ageSeconds: 61, late: true, missedSince: 61_000 });
    expect(freshnessOf([{ ...run, status: "failed" }], 60, DAY_MS)).toMatchObject({ ageSeconds: null, late: null });
    expect(freshnessOf([{ ...run, dataUntil: 5_000 }], null, 6_000)).toMatchObject({ ageSeconds: 1, late: null });
  });
});

test("a data version does not end before it begins, is not built from itself, and says why it was withdrawn", () => {
  const data = (SAMPLES["dataset-versions"]?.[0]?.data ?? {}) as Parameters<typeof datasetVersion.check>[0];
  const context = { ...completeFacts(2), before: null, project: completeFacts(2), now: SAMPLE_NOW };
  const paths = (change: object) => datasetVersion.check({ ...data, ...change }, context).map(({ path }) => path);
  expect(paths({ periodTo: "2000-01-01" })).toEqual(["periodTo"]);
  expect(paths({ datasets: [data.tag] })).toEqual(["datasets"]);
  expect(paths({ state: "withdrawn" })).toEqual(["withdrawnBecause"]);
});

function check(blocking: boolean, passed: boolean) {
  return { column: "id", rule: "unique and present", blocking, passed };
}
