import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterCanary, type CanaryMetric, canaryVerdict, judgeCanary } from "#domain/canary.ts";
import { CANARY_CLASSES, judgeMetric } from "#domain/canary-metric.ts";

const WEIGHTS = { latency: 30, errors: 40, model: 30 };
const METRICS: CanaryMetric[] = [
  { name: "p95", group: "latency", class: "high" },
  { name: "p50", group: "latency", class: "pass" },
  { name: "5xx", group: "errors", class: "pass" },
  { name: "timeouts", group: "errors", class: "pass" },
  { name: "PSI", group: "model", class: "pass" },
  { name: "nulls", group: "model", class: "nodata" },
];

describe("the verdict on a canary", () => {
  it("weighs groups: half of latency lost is 15 of 100", () => {
    expect(judgeCanary(METRICS, WEIGHTS)).toEqual({
      score: 85,
      verdict: "marginal",
      reason: null,
      groups: { latency: 50, errors: 100, model: 100 },
    });
  });

  it("takes a group by its name, whatever every object is born with", () => {
    const metrics = ["toString", "__proto__"].map((group) => ({ name: group, group, class: "pass" }) as const);
    expect(judgeCanary(metrics, {}).score).toBe(100);
  });

  it("counts a missing metric against its group only where it is required", () => {
    const required = METRICS.map((metric) => ({ ...metric, required: true }));
    expect(judgeCanary(required, WEIGHTS).groups).toEqual({ latency: 50, errors: 100, model: 50 });
  });

  it("lets groups without a weight share the rest, and gives a group without data its full score", () => {
    expect(judgeCanary(METRICS, { errors: 40 }).score).toBe(85);
    expect(judgeCanary(METRICS).score).toBeCloseTo((50 + 100 + 100) / 3, 9);
    const silent = METRICS.map((metric) =>
      metric.group === "model" ? { ...metric, class: "nodata" as const } : metric,
    );
    expect(judgeCanary(silent, WEIGHTS).groups.model).toBe(100);
    expect(judgeCanary(METRICS.slice(0, 4), WEIGHTS).score).toBe(85);
  });

  it.each<[string, CanaryMetric[], string]>([
    ["a critical metric that is high", [{ ...METRICS[0], critical: true } as CanaryMetric], "critical metric p95"],
    ["a critical metric without data", [{ ...METRICS[5], critical: true } as CanaryMetric], "critical metric nulls"],
    ["half the metrics without data", METRICS.slice(4), "half or more metrics without data"],
    ["no metrics at all", [], "half or more metrics without data"],
  ])("is 0 for %s", (_, metrics, reason) => {
    expect(judgeCanary(metrics, WEIGHTS)).toMatchObject({ score: 0, verdict: "fail", reason });
  });

  it.each([
    [95, "pass"],
    [94.9, "marginal"],
    [75, "marginal"],
    [74.9, "fail"],
  ] as const)("of %s is %s", (score, verdict) => {
    expect(canaryVerdict(score)).toBe(verdict);
  });

  it("stays within 0..100 whatever the weights", () => {
    const metrics = fc.array(
      fc.record({
        name: fc.string(),
        group: fc.constantFrom("a", "b", "c"),
        class: fc.constantFrom(...CANARY_CLASSES),
        critical: fc.boolean(),
        required: fc.boolean(),
      }),
    );
    const weights = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.nat(200));
    fc.assert(
      fc.property(metrics, weights, (given, points) => {
        const { score, groups } = judgeCanary(given, points);
        for (const each of [score, ...Object.values(groups)]) {
          expect(each).toBeGreaterThanOrEqual(0);
          expect(each).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  it("extends a marginal run once", () => {
    expect(afterCanary("pass", true)).toBe("promote");
    expect(afterCanary("marginal", false)).toBe("extend");
    expect(afterCanary("marginal", true)).toBe("roll_back");
    expect(afterCanary("fail", false)).toBe("roll_back");
  });
});

describe("one metric of a canary", () => {
  /** Sixty points around a level, the same scatter in both arms. */
  const around = (level: number) => Array.from({ length: 60 }, (_, index) => level * (1 + ((index % 7) - 3) / 200));
  const judged = (level: number, bad: "up" | "down" | "either") =>
    judgeMetric({ canary: around(level), baseline: around(100) }, { bad }).class;

  it.each([
    [115, "up", "high"],
    [115, "either", "high"],
    [115, "down", "pass"],
    [85, "down", "low"],
    [85, "either", "low"],
    [85, "up", "pass"],
    [108, "up", "pass"],
    [92, "down", "pass"],
    [100, "either", "pass"],
  ] as const)("at %s of 100, where %s is bad, is %s", (level, bad, expected) => {
    expect(judged(level, bad)).toBe(expected);
  });

  it("at exactly the allowed change passes", () => {
    const arms = { canary: Array(50).fill(110), baseline: Array(50).fill(100) };
    expect(judgeMetric(arms, { bad: "up" })).toMatchObject({ class: "pass", ratio: 1.1 });
  });

  it("with a large but not significant change passes", () => {
    const canary = [...Array(49).fill(1), 1000];
    expect(judgeMetric({ canary, baseline: Array(50).fill(1) }, { bad: "up" }).class).toBe("pass");
  });

  it("needs 50 points an arm; missing ones are left out, or zeros for counts", () => {
    const gaps = [...around(0.1).slice(0, 49), ...Array(11).fill(null)];
    const arms = { canary: around(9), baseline: gaps };
    expect(judgeMetric(arms, { bad: "up" })).toEqual({ class: "nodata", ratio: null, test: null });
    expect(judgeMetric(arms, { bad: "up", missingIsZero: true }).class).toBe("high");
  });

  it("reads a rise from zero, and a rise of negative values, as a rise", () => {
    const zeros: number[] = Array(60).fill(0);
    expect(judgeMetric({ canary: around(5), baseline: zeros }, { bad: "up" }).class).toBe("high");
    expect(judgeMetric({ canary: zeros, baseline: zeros }, { bad: "either" })).toMatchObject({
      class: "pass",
      ratio: 1,
    });
    expect(judgeMetric({ canary: around(-50), baseline: around(-100) }, { bad: "up" }).class).toBe("high");
  });
});
