import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Fact, type FactData, factBag } from "#stages/fact.ts";
import type { HeardFact } from "#wire/heard.ts";
import { keyOf } from "#wire/keys.ts";
import { openLineage } from "#wire/openlineage/reader.ts";
import { datasetKey } from "#wire/openlineage/spoken.ts";

const NOW = Date.parse("2026-03-16T12:00:00Z");
const RUN = "019cf0a2-1111-7000-8000-000000000001";
const EMPTY = { facts: factBag({}), now: NOW };

function event(eventType: string, time: string, more: Record<string, unknown> = {}) {
  return {
    ...{
      eventType,
      eventTime: `2026-03-16T${time}Z`,
      producer: "https://example.org/etl",
      schemaURL: "https://openlineage.io",
    },
    ...{ run: { runId: RUN, facets: {} }, job: { namespace: "warehouse", name: "load_orders", facets: {} } },
    ...more,
  };
}

const assertions = (success: boolean, severity?: string) => ({
  dataQualityAssertions: {
    assertions: [{ assertion: "not_null", column: "id", success, ...(severity && { severity }) }],
  },
});
const output = (facets: Record<string, unknown> = {}, rowCount = 120) => ({
  outputs: [{ namespace: "warehouse", name: "orders", facets, outputFacets: { outputStatistics: { rowCount } } }],
});

/** Folds reports as the server does: the first makes the fact, later ones are laid onto it. */
function told(events: unknown[], kind: string, bag: Record<string, Fact[]> = {}): Map<string, FactData> {
  const known = new Map<string, FactData>();
  for (const one of events)
    for (const fact of openLineage
      .read(one, { facts: factBag(bag), now: NOW })
      .facts.filter((each) => each.kind === kind))
      known.set(fact.key, laid(fact, known.get(fact.key)));
  return known;
}

function laid({ data, onto }: HeardFact, before: FactData | undefined): FactData {
  return before ? (onto?.(before) ?? { ...before, ...data }) : data;
}

const runOf = (...events: unknown[]) => told(events, "pipeline-runs").get(RUN);
const fact = (key: string, data: FactData): Fact => ({
  key,
  data,
  at: NOW,
  version: 1,
  recordedAt: NOW,
  recordedBy: null,
});

describe("a run", () => {
  test("begins with START and ends with COMPLETE, with its rows and its checks", () => {
    const run = runOf(
      event("START", "09:00:00"),
      event("COMPLETE", "09:05:00", { ...output(assertions(true)), inputs: [] }),
    );
    expect(run).toEqual({
      ...{ pipeline: "warehouse:load_orders", status: "succeeded", rowsOut: 120 },
      ...{ startedAt: "2026-03-16T09:00:00.000Z", endedAt: "2026-03-16T09:05:00.000Z" },
      checks: [{ column: "id", rule: "not_null", blocking: true, passed: true }],
    });
  });

  test("is the same in whatever order, and however often, its events arrive", () => {
    const events = [
      event("START", "09:00:00"),
      event("RUNNING", "09:01:00", { inputs: [{ namespace: "w", name: "raw", facets: assertions(true) }] }),
      event("RUNNING", "09:02:00", output({}, 7)),
      event("FAIL", "09:05:00"),
    ];
    const expected = runOf(...events);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }),
        (order, again) => {
          expect(runOf(...[...order, ...again].map((place) => events[place]))).toEqual(expected);
        },
      ),
    );
    expect(expected).toMatchObject({ status: "failed", rowsOut: 7 });
  });

  test("that was killed stays running, an abort is cancelled, and OTHER changes nothing", () => {
    expect(runOf(event("START", "09:00:00"))).toMatchObject({ status: "running" });
    expect(runOf(event("ABORT", "09:00:00"))).toMatchObject({ status: "cancelled" });
    expect(runOf(event("COMPLETE", "09:00:00"), event("OTHER", "09:09:00"))).toMatchObject({
      ...{ status: "succeeded", endedAt: "2026-03-16T09:00:00.000Z" },
    });
  });

  test("an assertion that only warns does not block, and a facet that was taken back is gone", () => {
    const soft = runOf(event("COMPLETE", "09:00:00", output(assertions(false, "warn"))));
    expect(soft?.checks).toEqual([{ column: "id", rule: "not_null", blocking: false, passed: false }]);
    const gone = { dataQualityAssertions: { _deleted: true, ...assertions(false).dataQualityAssertions } };
    expect(runOf(event("COMPLETE", "09:00:00", output(gone)))).not.toHaveProperty("checks");
  });

  test("tests of the run are checks too; a skipped one is none", () => {
    const tests = [
      { name: "unique", status: "pass", type: "dbt" },
      { name: "fresh", status: "fail", severity: "warn" },
      { name: "later", status: "skip" },
    ];
    const run = runOf({ ...event("COMPLETE", "09:00:00"), run: { runId: RUN, facets: { test: { tests } } } });
    expect(run?.checks).toEqual([
      { column: "dbt", rule: "unique", blocking: true, passed: true },
      { column: "test", rule: "fresh", blocking: false, passed: false },
    ]);
  });
});

describe("lineage", () => {
  test("what a finished run wrote is a draft of a data version that names the run and what it read", () => {
    const complete = event("COMPLETE", "09:05:00", {
      ...output({ version: { datasetVersion: "42" } }),
      inputs: [
        { namespace: "warehouse", name: "raw" },
        { namespace: "warehouse", name: "payments" },
      ],
    });
    const bag = { "data-sources": [fact("payments", { name: "Payments" })] };
    expect(Object.fromEntries(told([complete], "dataset-versions", bag))).toEqual({
      "warehouse:raw": { tag: "raw", state: "draft" },
      "warehouse:orders@42": {
        ...{ tag: "orders@42", state: "draft", rows: 120, createdAt: "2026-03-16T09:05:00.000Z", pipelineRun: RUN },
        ...{ sources: ["payments"], datasets: ["warehouse:raw"] },
      },
    });
    expect(told([complete], "pipelines", bag).get("warehouse:load_orders")).toMatchObject({ reads: ["payments"] });
  });

  test("a run that failed wrote no data version", () => {
    expect(told([event("FAIL", "09:05:00", output())], "dataset-versions").size).toBe(0);
  });

  test("what a person published keeps what they said; a newer run is not written over it", () => {
    const [version] = openLineage
      .read(event("COMPLETE", "09:05:00", output()), EMPTY)
      .facts.filter(({ kind }) => kind === "dataset-versions");
    const published = { tag: "d1", state: "published", rows: 100 };
    expect(version?.onto?.(published)).toMatchObject(published);
  });

  test("a pipeline follows the one whose data it reads, and what people wrote about it stays", () => {
    const bag = {
      "dataset-versions": [fact("warehouse:raw", { tag: "raw", state: "draft", pipelineRun: "r0" })],
      "pipeline-runs": [fact("r0", { pipeline: "extract", status: "succeeded" })],
    };
    const hearing = { facts: factBag(bag), now: NOW };
    const reads = event("START", "09:00:00", { inputs: [{ namespace: "warehouse", name: "raw" }] });
    const [pipeline] = openLineage.read(reads, hearing).facts.filter(({ kind }) => kind === "pipelines");
    expect(pipeline?.data).toMatchObject({ kind: "transform", follows: ["extract"] });
    expect(pipeline?.onto?.({ name: "Orders", kind: "capture", active: false })).toEqual({
      ...{ name: "Orders", kind: "capture", active: false, follows: ["extract"] },
    });
  });

  test("the counts of a profiler belong to the source of that name; of others it is said that they have no place", () => {
    const metrics = {
      dataQualityMetrics: { rowCount: 10, columnMetrics: { a: { nullCount: 1 }, b: { nullCount: 2 } } },
    };
    const bag = { "data-sources": [fact("payments", { name: "Payments" })] };
    const inputs = [
      { namespace: "warehouse", name: "public.payments", inputFacets: metrics },
      { namespace: "warehouse", name: "other", inputFacets: metrics },
    ];
    const { facts, notes } = openLineage.read(event("RUNNING", "09:00:00", { inputs }), {
      facts: factBag(bag),
      now: NOW,
    });
    expect(facts.filter(({ kind }) => kind === "quality-profiles").map(({ data }) => data)).toEqual([
      expect.objectContaining({ source: "payments", rows: 10, requiredColumns: 2, nullCells: 3 }),
    ]);
    expect(notes).toEqual(["The profile of other has no data source of that name to belong to."]);
  });
});

test("of far too many datasets the first are read, and that the others are left is said", () => {
  const outputs = Array.from({ length: 100_000 }, (_, i) => ({ namespace: "n", name: `table-${i}` }));
  const run = { runId: "0190c4de-7a10-7000-8000-000000000001" };
  const event = { eventType: "COMPLETE", eventTime: "2026-03-16T09:00:00Z", run, job: { name: "many" }, outputs };
  const { facts, refused } = openLineage.read(event, { facts: factBag({}), now: Date.parse("2026-03-16T12:00:00Z") });
  expect(facts).toHaveLength(202);
  expect(refused).toMatchObject([{ path: "outputs[200]", reason: expect.stringContaining("99800 are left") }]);
});

describe("events are told apart by what they hold", () => {
  test("a dataset alone, a job alone, and what is neither", () => {
    const { run: _, job, ...rest } = event("COMPLETE", "09:00:00");
    expect(openLineage.read({ ...rest, job }, EMPTY).facts.map(({ kind }) => kind)).toEqual(["pipelines"]);
    const dataset = { namespace: "default", name: "orders", facets: {} };
    expect(openLineage.read({ ...rest, dataset }, EMPTY).facts.map(({ key }) => key)).toEqual(["orders"]);
    for (const bad of [null, [], "x", rest, { ...event("START", "09:00:00"), eventTime: "soon" }])
      expect(() => openLineage.read(bad, EMPTY)).toThrow();
  });
});

test("a name or a machine of millions of signs is read once, not over and over from each of them", () => {
  const dots = `a${".".repeat(2_000_000)}b`;
  expect(keyOf(dots)).not.toBe(keyOf(`${dots}c`));
  const namespace = `db${"/".repeat(2_000_000)}x`;
  expect(datasetKey({ namespace, name: "orders" })).toMatch(/^db/);
});

test("a key is made of any name, is always allowed, and two names do not share one", () => {
  const KEY = /^[A-Za-z0-9](?:[A-Za-z0-9._:@+-]{0,78}[A-Za-z0-9])?$/;
  expect(keyOf("warehouse", "load_orders")).toBe("warehouse:load_orders");
  expect(keyOf("order rows")).not.toBe(keyOf("order-rows"));
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (name) => {
      expect(keyOf(name)).toMatch(KEY);
    }),
  );
});
