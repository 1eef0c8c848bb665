import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lineageLayout } from "#components/charts/lineage-layout.ts";
import { paretoFront, type Trade } from "#domain/pareto.ts";
import { downstream, lineageOf } from "#stages/data-pipeline/lineage.ts";
import { runDays } from "#stages/data-pipeline/run-days.ts";
import { type Fact, factBag } from "#stages/fact.ts";
import { parallelAxes } from "#stages/model/parallel-axes.tsx";
import { compareRuns } from "#stages/model/run-comparison.ts";
import { runOverview } from "#stages/model/run-overview.ts";
import { trainingRun } from "#stages/model/training-run.ts";

function fact(key: string, data: Fact["data"], at = 0): Fact {
  return { key, at, version: 1, recordedAt: at, recordedBy: null, data };
}

describe("the Pareto front", () => {
  const trade = fc.record({ quality: fc.integer({ min: 0, max: 9 }), cost: fc.integer({ min: 0, max: 9 }) });
  const trades = fc.array(trade, { maxLength: 30 }).map((list) => list.map((each, i) => ({ id: `${i}`, ...each })));
  const beats = (a: Trade, b: Trade) =>
    a.quality >= b.quality && a.cost <= b.cost && (a.quality > b.quality || a.cost < b.cost);

  test("holds exactly those that none beats", () => {
    fc.assert(
      fc.property(trades, (list) => {
        const unbeaten = list.filter((each) => !list.some((other) => beats(other, each))).map(({ id }) => id);
        expect(paretoFront(list).toSorted()).toEqual(unbeaten.toSorted());
      }),
    );
  });
});

describe("lineage", () => {
  test("marks what lies behind a failure, through any number of steps, and stops in a circle", () => {
    const edges = [
      { from: "a", to: "b" },
      { from: "b", to: "c" },
      { from: "c", to: "a" },
      { from: "x", to: "y" },
    ];
    expect([...downstream(["a"], edges)].sort()).toEqual(["a", "b", "c"]);
    expect([...downstream(["y"], edges)]).toEqual([]);
  });

  test("follows a failed run to the version that it built and the model that learned from it", () => {
    const bag = factBag({
      pipelines: [fact("p", { name: "Load", kind: "capture", active: true })],
      "pipeline-runs": [fact("r", { pipeline: "p", status: "failed", startedAt: "2026-01-01T00:00:00Z" })],
      "dataset-versions": [fact("d", { tag: "d1", state: "published", pipelineRun: "r" })],
      "model-versions": [fact("m", { tag: "m1", standing: "candidate", datasetVersion: "d" })],
    });
    const { nodes, edges } = lineageOf(bag);
    expect(nodes.filter(({ behindFailure }) => behindFailure).map(({ name }) => name)).toEqual(["d1", "m1"]);
    expect(edges.every(({ broken }) => broken)).toBe(true);
  });

  test("draws twelve of 200 sources, those that feed something first, and counts the rest", () => {
    const nodes = Array.from({ length: 200 }, (_, i) => ({
      ...{ id: `s${i}`, column: 0, state: "plain", behindFailure: false },
    }));
    const layout = lineageLayout(nodes, [{ from: "s150", to: "p" }], 5, 12);
    expect(layout.columns[0]).toMatchObject({ left: 188 });
    expect(layout.columns[0]?.placed.map(({ node }) => node.id)).toContain("s150");
    expect(layout.rows).toBe(13);
    expect(lineageLayout([], [], 5, 12).rows).toBe(1);
  });
});

describe("runs by day", () => {
  const now = Date.parse("2026-03-16T09:00:00Z"); // a Monday

  test("are whole weeks up to today in the reader's zone", () => {
    const days = runDays([{ day: "2026-03-15", status: "failed", runs: 3 }], { now, zone: "Europe/Berlin", weeks: 2 });
    expect([days[0]?.day, days.at(-1)?.day, days.length]).toEqual(["2026-03-09", "2026-03-16", 8]);
    expect(days.filter(({ failed }) => failed > 0)).toMatchObject([{ day: "2026-03-15", runs: 3, failed: 3 }]);
  });
});

describe("runs compared", () => {
  const run = (key: string, metrics: Record<string, number>, more: object = {}) =>
    fact(key, { name: key, experiment: "e", status: "succeeded", startedAt: "2026-01-01T00:00:00Z", metrics, ...more });
  const overview = (runs: Fact[]) => runOverview({ ...factBag({ "training-runs": runs }), criteria: [] });

  test("are none without a metric, one alone is the best, and unfinished ones are counted apart", () => {
    expect(overview([])).toBeNull();
    expect(overview([run("a", {})])).toBeNull();
    const failed = run("b", { auc: 0.9 }, { status: "failed" });
    expect(overview([run("a", { auc: 0.7 }), failed])).toMatchObject({ metric: "auc", costName: null, left: 1 });
  });

  test("know that an error is better when it is lower, and that latency is a price", () => {
    const found = overview([run("a", { rmse: 4, latency_ms: 9 }), run("b", { rmse: 3, latency_ms: 12 })]);
    expect(found).toMatchObject({ metric: "rmse", lowerIsBetter: true, costName: "latency_ms", costUnit: "ms" });
    expect(found?.runs.map(({ key, onFront }) => [key, onFront])).toEqual([
      ["b", true],
      ["a", true],
    ]);
  });

  test("are never better, nor a price, where a value is not finite: it is counted", () => {
    const known = (data: Fact["data"]) => ({ ...run("x", {}), ...fact("x", { ...run("x", {}).data, ...data }) });
    const found = overview([
      { ...known({ metrics: { auc: "Infinity", latency_ms: 1 } }), key: "inf" },
      { ...known({ metrics: { auc: "NaN", latency_ms: 1 } }), key: "nan" },
      { ...known({ metrics: { auc: 0.7, latency_ms: "-Infinity" } }), key: "free" },
      run("a", { auc: 0.6, latency_ms: 9 }),
      run("b", {}),
    ]);
    expect(found).toMatchObject({ known: 2, priced: 1, notFinite: 2, left: 1 });
    expect(found?.runs.map(({ key, cost, onFront }) => [key, cost, onFront])).toEqual([
      ["free", null, false],
      ["a", 9, true],
    ]);
  });

  test("are drawn as the best 200, with all on the front and the baseline, and counted whole", () => {
    const runs = Array.from({ length: 900 }, (_, i) => run(`r${i}`, { auc: i / 1000, latency_ms: i + 1 }));
    const found = overview([...runs, run("base", { auc: 0.0001, latency_ms: 2000 }, { baseline: true })]);
    expect(found).toMatchObject({ known: 901, priced: 901, notFinite: 0, left: 0 });
    expect(found?.runs).toHaveLength(901);
    const flat = overview([
      ...runs.map((each, i) => ({ ...each, data: { ...each.data, metrics: { auc: i / 1000 } } })),
    ]);
    expect(flat?.runs).toHaveLength(200);
  });

  test("side by side show first what differs, and the best of what is finite", () => {
    const runs = [
      run("a", { auc: 0.7, loss: 0.2 }, { params: { rate: 0.1, depth: 6 } }),
      run("b", { auc: 0.8, loss: 0.3 }, { params: { rate: 0.2, depth: 6, name: "x" } }),
      fact("c", { ...run("c", {}).data, metrics: { auc: "Infinity", loss: "NaN" }, params: { rate: 0.1, depth: 6 } }),
    ];
    const { params, metrics } = compareRuns(factBag({ "training-runs": runs }).of(trainingRun), []);
    expect(params.map(({ name, differs }) => [name, differs])).toEqual([
      ["name", true],
      ["rate", true],
      ["depth", false],
    ]);
    expect(metrics.map(({ name, best }) => [name, best])).toEqual([
      ["auc", [1]],
      ["loss", [0]],
    ]);
  });

  test("5,000 of them have their axes at once; a parameter that never differs has none", () => {
    const runs = Array.from({ length: 5000 }, (_, i) =>
      run(`r${i}`, { auc: (i % 97) / 97 }, { params: { rate: 10 ** -(i % 5), family: i % 2 ? "a" : "b", seed: 1 } }),
    );
    const found = overview(runs);
    if (!found) throw new Error("nothing found");
    const axes = parallelAxes(found);
    expect(axes.map(({ title }) => title)).toEqual(["rate (log)", "family", "auc"]);
    const positions = axes.flatMap((axis) => axis.positions);
    expect(positions.every((at) => at !== null && at >= 0 && at <= 1)).toBe(true);
  });
});
