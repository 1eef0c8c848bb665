import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { factBag } from "#stages/fact.ts";
import { parseFact } from "#stages/fact-draft.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { measureOf } from "#wire/evidently/measure.ts";
import { evidently } from "#wire/evidently/reader.ts";

const NOW = Date.parse("2026-11-23T00:00:00Z");
const EMPTY = { facts: factBag({}), now: NOW };
const report = JSON.parse(readFileSync("tests/fixtures/wire/evidently-0.7.21-report.json", "utf8"));

describe("a report of Evidently 0.7.21, as it was recorded", () => {
  const { facts, points } = evidently.read(report, EMPTY);
  const verdicts = facts.filter(({ kind }) => kind === "drift-verdicts").map(({ data }) => data);

  test("is one drift verdict a column, with the judgement of its test", () => {
    expect(verdicts).toEqual([
      expect.objectContaining({ feature: "All columns", measure: "share", value: 0.5, threshold: 0.5, drifted: true }),
      expect.objectContaining({ feature: "age", measure: "p_value", drifted: true, method: "K-S p_value" }),
      expect.objectContaining({ feature: "sex", measure: "p_value", value: 1, drifted: false }),
    ]);
    for (const { kind, data } of facts) expect(parseFact(factKindOf(kind), data)).toMatchObject({ ok: true });
  });

  test("a p-value is never a distance: another part, another series", () => {
    const names = points.map(({ series }) => series.name);
    expect(names).toContain("evidently.drift.p_value");
    expect(names).not.toContain("evidently.drift.distance");
    expect(points.find(({ series }) => series.labels?.part === "share")).toMatchObject({
      series: { name: "evidently.DriftedColumnsCount" },
      points: [[NOW, 0.5]],
    });
  });

  test("a test about a protected attribute is told in stage 8 too", () => {
    const sex = { name: "Sex", groups: ["f", "m"], source: "collected" };
    const known = { key: "sex", data: sex, at: NOW, version: 1, recordedAt: NOW, recordedBy: null };
    const heard = evidently.read(report, { facts: factBag({ "protected-attributes": [known] }), now: NOW });
    expect(heard.facts.filter(({ kind }) => kind === "solution-tests").map(({ data }) => data)).toEqual([
      expect.objectContaining({ attribute: "sex", status: "success", about: "sex", value: 1 }),
    ]);
  });
});

describe("what the number of a method is", () => {
  test.each([
    ["K-S p_value", "p_value"],
    ["Z-test p_value", "p_value"],
    ["chi-square p_value", "p_value"],
    ["ks", "p_value"],
    ["anderson", "p_value"],
    ["Wasserstein distance (normed)", "distance"],
    ["psi", "distance"],
    ["Jensen-Shannon distance", "distance"],
    ["Kullback-Leibler divergence", "distance"],
    ["Hellinger distance", "distance"],
    ["Total-Variation-Distance", "p_value"],
    ["Mann-Whitney U-rank test", "p_value"],
    ["Energy-distance", "distance"],
    ["Percentile text content drift", "other"],
    ["Distance of somebody's own", "other"],
    ["somebody's own", "other"],
  ])("%s: %s", (method, measure) => {
    expect(measureOf(method)).toBe(measure);
  });

  test("a distance above its threshold and a p-value below: neither is compared here, only the test is believed", () => {
    const metric = (method: string, value: number) => ({
      ...{
        id: method,
        config: { type: "evidently:metric_v2:ValueDrift", column: "age", method, threshold: 0.1 },
        value,
      },
    });
    const { facts } = evidently.read({ metrics: [metric("psi", 0.4), metric("K-S p_value", 0.4)], tests: [] }, EMPTY);
    for (const { data } of facts) expect(data).not.toHaveProperty("drifted");
  });
});

test("what is no report is refused, and a time ahead of ours is now", () => {
  for (const bad of [null, {}, { metrics: "many" }, []]) expect(() => evidently.read(bad, EMPTY)).toThrow();
  const ahead = { timestamp: "2027-01-01T00:00:00.123456", metric_results: {}, tests: [], name: "Later" };
  expect(evidently.read(ahead, EMPTY)).toMatchObject({ about: "Later", facts: [], points: [] });
});

test("of far too many metrics the first are read, and that the others are left is said", () => {
  const metrics = Array.from({ length: 50_000 }, (_, i) => ({
    ...{ id: `m${i}`, config: { type: "evidently:metric_v2:MeanValue", column: `c${i}` }, value: i },
  }));
  const { points, refused } = evidently.read({ metrics, tests: [] }, EMPTY);
  expect(points).toHaveLength(2_000);
  expect(refused).toMatchObject([{ path: "metrics", reason: expect.stringContaining("48000 are left") }]);
});
