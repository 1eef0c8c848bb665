import { describe, expect, test } from "vitest";
import { topRankChanges } from "#domain/explanation-drift.ts";
import { type Fact, type FactData, factBag } from "#stages/fact.ts";
import type { StageFacts } from "#stages/facts.ts";
import { type KnownSeries, monitorProposals } from "#stages/monitoring/default-monitors.ts";
import { worthFigures } from "#stages/retraining/worth.ts";
import { sampledFacts } from "../../prisma/demo/facts/stage-facts.ts";
import { completeFacts, criterion, SAMPLE_NOW } from "../support/stage-samples.ts";

const SETTING = { tier: 3, affectsPeople: true, at: new Date(SAMPLE_NOW) } as const;

function fact(kind: string, key: string, data: FactData): Record<string, Fact[]> {
  return { [kind]: [{ key, at: SAMPLE_NOW, version: 1, recordedAt: SAMPLE_NOW, recordedBy: null, data }] };
}

const RECALL = criterion({
  ...{ key: "recall", name: "Recall", kind: "model", phase: "production", mustHave: true, hasPoints: true },
  windowSeconds: 604_800,
});

function offered(
  tier: 1 | 2 | 3,
  bag: Record<string, Fact[]>,
  also: Partial<StageFacts> = {},
  series: KnownSeries[] = [],
) {
  return monitorProposals(completeFacts(tier, { ...factBag(bag), criteria: [RECALL], ...also }), series);
}

describe("the default monitors", () => {
  test("of tier 1 are those of its must-haves: a missed target, and silence", () => {
    const { ready, missing } = offered(1, {});
    expect(missing).toEqual([]);
    expect(ready).toMatchObject([
      { key: "recall-target", data: { what: "criterion", target: "recall", forSeconds: 604_800, enabled: true } },
      { key: "recall-data", data: { what: "stale", target: "recall", intervalSeconds: 604_800, severity: "warning" } },
    ]);
  });

  test("expect points at the pace at which they came, and are critical at tier 3", () => {
    const series = [{ name: "recall_weekly", criteria: ["recall"], intervalSeconds: 3_600 }];
    const silence = offered(3, {}, {}, series).ready.find(({ key }) => key === "recall-data");
    expect(silence?.data).toMatchObject({ intervalSeconds: 3_600, severity: "critical" });
  });

  test.each([
    ["has a monitor of its target", { what: "criterion", target: "recall" }, "recall-target"],
    ["has a threshold", { what: "threshold", target: "recall", comparison: "below", limit: 0.7 }, "recall-target"],
    ["has one that is switched off", { what: "criterion", target: "recall", enabled: false }, "recall-target"],
    ["has a monitor of missing data", { what: "stale", target: "recall", intervalSeconds: 60 }, "recall-data"],
  ])("are not offered again where a criterion %s", (_, data, key) => {
    const own = fact("monitors", "own", { name: "Own", severity: "warning", enabled: true, ...data });
    expect(offered(1, own).ready.map((each) => each.key)).not.toContain(key);
  });

  test("leave out criteria that nobody must have, that are measured offline, or that hold no point yet", () => {
    const keys = (change: Partial<typeof RECALL>) =>
      offered(1, {}, { criteria: [{ ...RECALL, ...change }] }).ready.map(({ key }) => key);
    expect(keys({ mustHave: false })).toEqual([]);
    expect(keys({ phase: "offline" })).toEqual([]);
    expect(keys({ hasPoints: false })).toEqual(["recall-target"]);
  });

  test("of a complete project at tier 3 are few, and each has what its kind needs", () => {
    const { ready } = offered(3, sampledFacts(SETTING), {
      documents: {
        integration: { latencyBudgetMs: 80 },
        "business-case": { framing: { automation: "full_auto" } },
      },
    });
    const keys = ready.map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(["latency-p95", "missing-feature-rate", "explanation-drift"]));
    expect(keys).not.toContain("override-rate");
    expect(keys).not.toContain("burn-availability");
    expect(ready.find(({ key }) => key === "latency-p95")?.data).toMatchObject({ comparison: "above", limit: 80 });
  });

  test("say what has to be recorded first: references of top features, an objective, a pipeline", () => {
    const bag = fact("data-sources", "orders", { name: "Orders", required: true });
    const documents = { monitoring: { topFeatures: ["amount"] } };
    const { missing } = offered(2, bag, { documents });
    expect(missing.map(({ what }) => what)).toEqual(["amount", "The score", "Orders", "An objective"]);
  });
});

describe("the first five places of an explanation", () => {
  const ranks = (order: string) => Object.fromEntries([...order].map((name, at) => [name, 100 - at]));
  test.each([
    ["stay", "abcdefg", "abcde", 0],
    ["two neighbours swap", "abcdefg", "bacdefg", 2],
    ["a newcomer at the top moves all", "abcdefg", "gabcdef", 5],
    ["what happens below the fifth counts for nothing", "abcdefg", "abcdegf", 0],
    ["with fewer features what only one side names counts", "abc", "abcd", 1],
  ])("%s", (_, before, now, changed) => {
    expect(topRankChanges(ranks(before), ranks(now))).toBe(changed);
  });

  test("are ordered by name where features are level, and unknown without any", () => {
    expect(topRankChanges({ a: 1, b: 1 }, { b: 1, a: 1 })).toBe(0);
    expect(topRankChanges({}, { a: 1 })).toBeNull();
  });
});

describe("whether a retrain pays", () => {
  const runs = (...costs: (number | undefined)[]) => ({
    "retrain-runs": costs.flatMap(
      (cost, at) => fact("retrain-runs", `r${at}`, { cost, state: "failed" })["retrain-runs"] ?? [],
    ),
  });
  const asked = { worth: { gainPerDay: 750, decayDays: 30 } };

  test("is the gain until it is gone minus what runs cost on average; the best interval is the square-root rule", () => {
    const { worth, interval } = worthFigures(factBag(runs(1_000, undefined, 2_600)), asked);
    expect(worth.value).toBe((750 * 30) / 2 - 1_800);
    expect(interval.value).toBe(12);
    expect(interval.inputs).toMatchObject({ "cost of a run": 1_800, "decay a day, each day": 25 });
    const risky = worthFigures(factBag(runs(1_800)), { worth: { ...asked.worth, risk: 10_000 } });
    expect(risky.worth.value).toBe(11_250 - 1_800 - 10_000);
  });

  test("is unknown without a cost or without the answers, and says which", () => {
    expect(worthFigures(factBag(runs(undefined)), asked).worth).toMatchObject({
      value: null,
      reason: "No run says what it cost",
    });
    expect(worthFigures(factBag(runs(5)), {}).interval).toMatchObject({ value: null });
  });
});
