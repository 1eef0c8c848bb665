import { describe, expect, test } from "vitest";
import type { StageState } from "#domain/vocabulary.ts";
import { type Fact, factBag } from "#stages/fact.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { AbData, AbLook } from "#stages/integration/ab-schema.ts";
import { abStanding } from "#stages/integration/ab-standing.ts";
import { trafficByRelease, trafficMarks } from "#stages/integration/traffic.ts";
import { stageOf } from "#stages/registry.ts";
import { sampledFacts } from "../../prisma/demo/facts/stage-facts.ts";
import { completeDocument, completeFacts, SAMPLE_NOW, withAnswer } from "../support/stage-samples.ts";

const SETTING = { tier: 3, affectsPeople: true, at: new Date(SAMPLE_NOW) } as const;
const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(SAMPLE_NOW - days * DAY_MS).toISOString();

type Facts = Record<string, Fact[]>;
const sampled = () => sampledFacts(SETTING);
/** The samples with one fact's data changed, or without the facts of a kind. */
function changed(kind: string, key: string, data: Record<string, unknown>): Facts {
  const all = sampled();
  return {
    ...all,
    [kind]: (all[kind] ?? []).map((fact) => (fact.key === key ? { ...fact, data: { ...fact.data, ...data } } : fact)),
  };
}
const dated = (kind: string, key: string, days: number): Facts => ({
  ...sampled(),
  [kind]: (sampled()[kind] ?? []).map((fact) => (fact.key === key ? { ...fact, at: Date.parse(ago(days)) } : fact)),
});
const without = (kind: string, keep: (fact: Fact) => boolean = () => false): Facts => {
  const all = sampled();
  return { ...all, [kind]: (all[kind] ?? []).filter(keep) };
};

function unmet(
  facts: Facts,
  change: Partial<StageFacts> = {},
  document = completeDocument("integration", 2),
): string[] {
  const given = completeFacts(2, { ...factBag(facts), ...change });
  return stageOf("integration")
    .requirements(document, given)
    .filter(({ met }) => !met)
    .map(({ key }) => key);
}

describe("gate 7", () => {
  test("is open with the samples, and asks a tier 1 project without facts for its two answers only", () => {
    expect(unmet(sampled())).toEqual([]);
    const light = completeFacts(1, factBag({}));
    expect(
      stageOf("integration")
        .requirements({}, light)
        .map(({ key }) => key),
    ).toEqual(["G7.1"]);
  });

  test.each<[string, string, Facts]>([
    ["G7.2", "no deployment ran its time", changed("deployments", "shadow-1", { plannedHours: 900 })],
    ["G7.5", "a drill that took too long", changed("test-runs", "rollback-1", { minutes: 2 })],
    ["G7.5", "a drill that failed", changed("test-runs", "rollback-1", { passed: false })],
    ["G7.4", "a load below 1.5 times the peak", changed("test-runs", "load-1", { rps: 1_349 })],
    ["G7.4", "a p95 above the budget", changed("test-runs", "load-1", { p95: 80.1 })],
    ["G7.4", "no load test", without("test-runs", ({ data }) => data.kind !== "load")],
    ["G7.3", "no canary", without("canary-analyses")],
    [
      "G7.7",
      "no answers to the infrastructure tests",
      without("ml-test-scores", ({ data }) => !String(data.test).startsWith("infrastructure")),
    ],
  ])("%s alone fails for %s", (key, _why, facts) => {
    const both =
      key === "G7.2"
        ? { ...facts, deployments: (facts.deployments ?? []).filter(({ key: name }) => name === "shadow-1") }
        : facts;
    expect(unmet(both)).toEqual([key]);
  });

  test("G7.5 alone fails for a drill of 91 days ago, and without a target", () => {
    const old = sampled();
    const drills = (old["test-runs"] ?? []).map((fact) =>
      fact.key === "rollback-1" ? { ...fact, at: SAMPLE_NOW - 91 * DAY_MS } : fact,
    );
    expect(unmet({ ...old, "test-runs": drills })).toEqual(["G7.5"]);
    const silent = withAnswer(completeDocument("integration", 2), "deploymentAnswers.rollback.number", undefined);
    expect(unmet(sampled(), {}, silent)).toEqual(["G7.5"]);
  });

  test("G7.6 alone fails while a critical alert is open on the release that came into production last", () => {
    const alert = {
      kind: "criterion",
      severity: "critical",
      state: "open",
      title: "Latency",
      openedAt: SAMPLE_NOW,
      labels: {},
    } as const;
    const before = Date.parse(ago(23));
    const withOther = {
      ...sampled(),
      releases: [
        ...(sampled().releases ?? []),
        { ...(sampled().releases?.[0] as Fact), key: "r0", data: { tag: "R0" } },
      ],
    };
    expect(unmet(sampled(), { alerts: [alert] })).toEqual(["G7.6"]);
    expect(unmet(sampled(), { alerts: [{ ...alert, severity: "warning" }] })).toEqual([]);
    expect(unmet(sampled(), { alerts: [{ ...alert, openedAt: before }] }), "older than the release").toEqual([]);
    const named = { ...alert, openedAt: before, labels: { release: "r1" } };
    expect(unmet(sampled(), { alerts: [named] }), "its series names the release").toEqual(["G7.6"]);
    const deployed = { ...alert, openedAt: before, labels: { deployment: "canary-1" } };
    expect(unmet(sampled(), { alerts: [deployed] }), "or a deployment of it").toEqual(["G7.6"]);
    const other = { ...alert, labels: { release: "R0" } };
    expect(unmet(withOther, { alerts: [other] }), "about another release").toEqual([]);
  });

  test.each<[string, string, Facts, boolean]>([
    ["7.3", "the end-to-end test passed", sampled(), true],
    ["7.3", "it failed", changed("test-runs", "integration-1", { passed: false }), false],
    ["7.3", "it was of another release", changed("test-runs", "integration-1", { release: "r0" }), false],
    ["7.4", "the load test held", sampled(), true],
    ["7.5", "the drill was quick and lately", sampled(), true],
    ["7.6", "48,000 requests were compared", sampled(), true],
    ["7.6", "only 999 were", changed("test-runs", "shadow-comparison-1", { requests: 999 }), false],
    ["7.9", "a runbook is recorded", sampled(), true],
    ["7.9", "none is", without("runbooks"), false],
    ["7.9", "nobody read it for 181 days", dated("runbooks", "runbook-1", 181), false],
  ])("item %s by what is recorded: %s", (key, _, facts, met) => {
    const item = stageOf("integration").checklist.find((each) => each.key === key);
    const document = completeDocument("integration", 3);
    const verdict = item?.rule?.(document, { ...completeFacts(3), ...factBag(facts), now: SAMPLE_NOW } as StageFacts);
    expect(verdict).toMatchObject({ met, where: expect.stringMatching(/^\/facts\//) });
  });

  test("the guard alone fails for a release that reaches most people unassessed, and only where people are affected", () => {
    const reaching = changed("deployments", "canary-1", { traffic: 0.51 });
    const far = { ...reaching, "fairness-assessments": [] };
    expect(unmet(reaching), "its own assessment passed").toEqual([]);
    expect(unmet(far)).toEqual(["G7.full-rollout"]);
    expect(unmet(far, { affectsPeople: false })).toEqual([]);
    expect(unmet(far, { states: { "solution-bias": "done" } })).toEqual([]);
    expect(unmet(changed("deployments", "canary-1", { traffic: 0.5 }))).toEqual([]);
  });
});

describe("the full-rollout guard", () => {
  const kind = factKindOf("deployments");
  const full = {
    name: "R1 to all",
    release: "r1",
    environment: "production",
    strategy: "full",
    traffic: 1,
    state: "running",
    startedAt: ago(1),
  };
  const guarded = (
    data: Record<string, unknown>,
    {
      states = {},
      facts = sampled(),
      before = null,
      affectsPeople = true,
      release = "R1",
    }: {
      states?: Record<string, StageState>;
      facts?: Facts;
      before?: Fact | null;
      affectsPeople?: boolean;
      release?: string;
    } = {},
  ) => {
    const project = { tier: 2, affectsPeople, documents: { "solution-bias": { release } }, states } as const;
    return kind
      .guard(data, { ...factBag(facts), before, project, criteria: [], now: SAMPLE_NOW })
      .filter(({ met }) => !met)
      .map(({ key }) => key);
  };
  const DONE = { "solution-bias": "done" } as const;

  test("refuses full roll-out, planned or running, until the reviewer has signed for that very release", () => {
    expect(guarded(full)).toEqual(["G7.full-rollout"]);
    expect(guarded({ ...full, state: "planned" })).toEqual(["G7.full-rollout"]);
    expect(guarded({ ...full, strategy: "canary", traffic: 0.6 })).toEqual(["G7.full-rollout"]);
    expect(guarded(full, { states: DONE })).toEqual([]);
    expect(guarded(full, { states: DONE, release: "R0" })).toEqual(["G7.full-rollout"]);
    expect(guarded(full, { states: { "solution-bias": "needs_attention" } })).toEqual(["G7.full-rollout"]);
  });

  test("lets half of the traffic, other environments, history, and projects without people pass", () => {
    expect(guarded({ ...full, strategy: "canary", traffic: 0.5 })).toEqual([]);
    expect(guarded({ ...full, environment: "staging" })).toEqual([]);
    expect(guarded({ ...full, state: "ended", endedAt: ago(0) })).toEqual([]);
    expect(guarded(full, { affectsPeople: false })).toEqual([]);
  });

  test("holds back more of it, not a better description of what runs already", () => {
    const before: Fact = {
      key: "full",
      at: SAMPLE_NOW,
      version: 1,
      recordedAt: SAMPLE_NOW,
      recordedBy: null,
      data: full,
    };
    expect(guarded({ ...full, verifiedArtefactSha: "abcdef1" }, { before })).toEqual([]);
    expect(guarded({ ...full, release: "r2" }, { before })).toEqual(["G7.full-rollout"]);
    expect(guarded(full, { before: { ...before, data: { ...full, traffic: 0.7 } } })).toEqual(["G7.full-rollout"]);
  });

  test("refuses a release whose last canary failed, whatever was signed", () => {
    const slow = Array.from({ length: 60 }, (_, i) => 80 + (i % 7));
    const all = sampled();
    const failed = (all["canary-analyses"] ?? []).map((fact) => ({
      ...fact,
      data: {
        ...fact.data,
        metrics: [
          {
            name: "p95",
            group: "operation",
            bad: "up",
            critical: true,
            baseline: slow.map((v) => v / 2),
            canary: slow,
          },
        ],
      },
    }));
    const facts = { ...all, "canary-analyses": failed };
    expect(guarded(full, { states: DONE, facts })).toEqual(["G7.canary"]);
    expect(guarded(full, { states: DONE, facts, affectsPeople: false })).toEqual(["G7.canary"]);
    expect(unmet(facts)).toEqual(["G7.3"]);
  });

  test("holds for the events of a deployment too", () => {
    const event = { deployment: "canary-1", happenedAt: ago(0), what: "traffic", traffic: 0.8 };
    const context = {
      ...factBag(sampled()),
      before: null,
      project: { tier: 2, affectsPeople: true, documents: {}, states: {} } as const,
      criteria: [],
      now: SAMPLE_NOW,
    };
    expect(
      factKindOf("deployment-events")
        .guard(event, context)
        .filter(({ met }) => !met),
    ).toMatchObject([{ key: "G7.full-rollout" }]);
    expect(factKindOf("deployment-events").guard({ ...event, traffic: 0.2 }, context)).toEqual([]);
  });
});

describe("a marginal canary", () => {
  test("goes on once; a second marginal one of the same deployment is a failure", () => {
    const metrics = Array.from({ length: 4 }, (_, at) => {
      const base = Array.from({ length: 60 }, (_, i) => 50 + (i % 5));
      return {
        name: `m${at}`,
        group: "operation",
        bad: "up",
        baseline: base,
        canary: at === 0 ? base.map((v) => v * 1.5) : base,
      };
    });
    const at = (key: string, days: number): Fact => ({
      ...{ key, at: SAMPLE_NOW - days * DAY_MS, version: 1, recordedAt: SAMPLE_NOW, recordedBy: null },
      data: { name: key, release: "r1", deployment: "canary-1", metrics, judgedAt: ago(days) },
    });
    const analyses = [at("second", 1), at("first", 3)];
    const context = {
      ...factBag({ ...sampled(), "canary-analyses": analyses }),
      before: null,
      project: { tier: 2, affectsPeople: true, documents: {}, states: {} } as const,
      criteria: [],
      now: SAMPLE_NOW,
    };
    const figures = analyses.map((fact) =>
      factKindOf("canary-analyses")
        .figures(fact, context)
        .slice(0, 3)
        .map(({ value }) => value),
    );
    expect(figures).toEqual([
      [75, "fail", "Roll back"],
      [75, "marginal", "Extend once"],
    ]);
  });
});

describe("an A/B test", () => {
  const data: AbData = {
    name: "Worked case of C8",
    release: "r1",
    metric: "Conversion",
    measure: "rate",
    better: "more",
    plan: { perArm: 12_000, smallestEffect: 0.006, alpha: 0.05, power: 0.8, method: "fixed", looks: 1 },
    arms: [
      { name: "old", share: 0.5 },
      { name: "new", share: 0.5 },
    ],
    startedAt: ago(10),
  };
  const WORKED = { old: [12_000, 480], new: [12_000, 552] } as const;
  type Counts = Readonly<Record<string, readonly [n: number, conversions: number]>>;
  const looks = (...all: Counts[]) =>
    all.map((counts, index): Fact<AbLook> => {
      const arms = Object.entries(counts).map(([name, [n, conversions]]) => ({ name, n, conversions }));
      const lookedAt = ago(9 - index);
      const at = Date.parse(lookedAt);
      const data = { experiment: "ab", lookedAt, arms };
      return { key: `look-${index}`, at, version: 1, recordedAt: at, recordedBy: null, data };
    });
  const contextWith = (seen: Fact<AbLook>[], over: Record<string, unknown> = {}) => ({
    ...factBag({
      ...sampled(),
      "ab-looks": seen,
      "ab-tests": [{ key: "ab", at: 0, version: 1, recordedAt: 0, recordedBy: null, data: { ...data, ...over } }],
    }),
    before: { key: "ab", at: 0, version: 1, recordedAt: 0, recordedBy: null, data: { ...data, ...over } },
    project: { tier: 2, affectsPeople: true, documents: {}, states: {} } as const,
    criteria: [],
    now: SAMPLE_NOW,
  });
  const kind = factKindOf("ab-tests");

  test("gives the numbers of C8: +0.60 points, z 2.291, p .0220, under-powered, ship", () => {
    const { treatments, needed, underPowered, decision, mismatch } = abStanding(data, looks(WORKED));
    const reading = treatments[0]?.reading;
    expect(reading?.difference).toBeCloseTo(0.006, 9);
    expect(reading?.statistic).toBeCloseTo(2.291, 3);
    expect(reading?.p).toBeCloseTo(0.022, 4);
    expect(reading?.interval.map((end) => Number(end.toFixed(4)))).toEqual([0.0009, 0.0111]);
    expect({ needed, underPowered, decision, valid: mismatch?.valid }).toEqual({
      needed: 17_943,
      underPowered: true,
      decision: "ship",
      valid: true,
    });
  });

  test("by always-valid numbers the same data would not allow an early stop", () => {
    const plan = { ...data.plan, method: "always_valid" as const, perArm: 17_943, looks: 5 };
    const { treatments, decision } = abStanding({ ...data, plan }, looks(WORKED));
    expect(treatments[0]?.reading?.alwaysValidP).toBeCloseTo(0.2756, 4);
    expect(treatments[0]?.reading?.methodInterval[0]).toBeLessThan(0);
    expect(decision).toBe("continue");
  });

  test("the least always-valid p of all looks stands, and each look is kept", () => {
    const plan = { ...data.plan, method: "always_valid" as const, perArm: 90_000, looks: 5 };
    const seen = looks({ old: [6_000, 200], new: [6_000, 420] }, { old: [12_000, 480], new: [12_000, 500] });
    const figures = kind.figures({ ...contextWith(seen).before, data: { ...data, plan } }, contextWith(seen));
    const shownAs = (name: string) => figures.find((each) => each.name === name)?.value;
    expect(shownAs("looks")).toBe(2);
    expect(shownAs("runningP")).toBeLessThan(0.001);
    expect(shownAs("alwaysValidP")).toBeGreaterThan(0.5);
  });

  test("five looks at a plan for one are cautioned against with 14.2%", () => {
    const five = looks(WORKED, WORKED, WORKED, WORKED, WORKED);
    expect(abStanding(data, five).earlyLooks).toBeCloseTo(0.142, 3);
    const caution = kind.figures({ ...contextWith(five).before, data }, contextWith(five));
    expect(caution.find(({ name }) => name === "falseWin")).toMatchObject({ unit: "percent" });
  });

  test("a size is known before anybody looked, where the old rate is expected", () => {
    expect(abStanding(data, []).needed).toBeNull();
    expect(abStanding({ ...data, plan: { ...data.plan, expectedRate: 0.04 } }, []).needed).toBe(17_943);
    expect(abStanding(data, []).decision).toBe("continue");
  });

  test("arms that are not what was planned make it invalid: nothing is read, and ship is refused", () => {
    const skewed = looks({ ...WORKED, old: [14_000, 480] });
    expect(abStanding(data, skewed).decision).toBe("invalid");
    const [difference] = kind.figures(contextWith(skewed).before, contextWith(skewed));
    expect(difference).toMatchObject({
      value: null,
      reason: "Not read: the arms do not have their planned sizes.",
    });
    expect(kind.check({ ...data, decision: "ship" }, contextWith(skewed))).toMatchObject([{ path: "decision" }]);
    expect(kind.check({ ...data, decision: "ship" }, contextWith(looks(WORKED)))).toEqual([]);
  });

  test("shows nothing before its planned size where one look was planned", () => {
    const early = contextWith(looks(WORKED), { plan: { ...data.plan, perArm: 18_000 } });
    const [difference] = kind.figures(early.before, early);
    expect(difference).toMatchObject({ value: null, reason: "Hidden until the planned size." });
  });

  describe("with two treatments", () => {
    const three = { ...data, arms: ["old", "short", "long"].map((name) => ({ name, share: 1 / 3 })) };
    const counted: Counts = { old: [12_000, 480], short: [12_000, 545], long: [12_000, 482] };

    test("a difference that would do alone does not do among two", () => {
      expect(abStanding(three, looks(counted)).decision).toBe("no_difference");
      const strong = abStanding(three, looks({ ...counted, short: [12_000, 600] }));
      expect(strong.decision).toBe("ship");
      expect(strong.because).toBe("short: The change makes it better, and every guardrail holds.");
      expect(strong.treatments.map(({ decision }) => decision)).toEqual(["ship", "no_difference"]);
      expect(strong.needed).toBeGreaterThan(17_943);
    });

    test("a guardrail of one arm stops that arm alone", () => {
      const slow = { name: "p95", arm: "short", loss: 5, lossLow: 4, margin: 2 };
      const standing = abStanding({ ...three, guardrails: [slow] }, looks({ ...counted, long: [12_000, 600] }));
      expect(standing.treatments.map(({ decision }) => decision)).toEqual(["stop", "ship"]);
      expect(standing.decision).toBe("ship");
    });

    test("ship names the arm, and only one whose numbers say so", () => {
      const context = contextWith(looks({ ...counted, short: [12_000, 600] }), three);
      const ship = (chosenArm?: string) =>
        kind.check({ ...three, decision: "ship", ...(chosenArm && { chosenArm }) }, context);
      expect(ship()).toMatchObject([{ path: "chosenArm", message: "Say which arm is shipped: short" }]);
      expect(ship("long")).toMatchObject([{ path: "chosenArm" }]);
      expect(ship("short")).toEqual([]);
      expect(kind.check({ ...three, chosenArm: "old" }, context)).toMatchObject([{ path: "chosenArm" }]);
    });
  });

  describe("a look", () => {
    const look = factKindOf("ab-looks");
    const next = looks(WORKED)[0]?.data ?? { experiment: "ab", lookedAt: ago(1), arms: [] };
    const arms = next.arms;
    test.each<[string, Record<string, unknown>, string]>([
      ["an arm that nobody planned", { arms: [...arms, { name: "third", n: 1, conversions: 0 }] }, "arms"],
      ["an arm without counts", { arms: arms.slice(1) }, "arms"],
      ["an arm twice", { arms: [...arms, ...arms] }, "arms"],
      ["more conversions than people", { arms: [{ ...arms[0], conversions: 12_001 }, arms[1]] }, "arms.0.conversions"],
      ["a rate without conversions", { arms: [{ name: "old", n: 5 }, arms[1]] }, "arms.0.conversions"],
      ["a look before the test", { lookedAt: ago(11) }, "lookedAt"],
    ])("refuses %s", (_, over, path) => {
      const context = { ...contextWith([]), before: null };
      expect(look.check({ ...next, ...over }, context)).toMatchObject([{ path }]);
    });

    test("counts from the start: later looks do not hold fewer people", () => {
      const context = { ...contextWith(looks(WORKED)), before: null };
      const later = { ...next, lookedAt: ago(2) };
      expect(look.check(later, context)).toEqual([]);
      const fewer = { ...later, arms: [{ ...arms[0], n: 11_999 }, arms[1]] };
      expect(look.check(fewer, context)).toMatchObject([{ path: "arms" }]);
    });
  });
});

describe("traffic over time", () => {
  test("a canary takes its share from the release before it, and a rollback gives it back", () => {
    const fact = (kind: string, key: string, at: number, data: Record<string, unknown>): [string, Fact] => [
      kind,
      { key, at, version: 1, recordedAt: at, recordedBy: null, data },
    ];
    const run = (key: string, strategy: string, traffic: number, more: object = {}) => ({
      ...{ name: key, release: key, environment: "production", strategy, traffic, state: "running", startedAt: ago(9) },
      ...more,
    });
    const facts = [
      fact("deployments", "old", SAMPLE_NOW - 9 * DAY_MS, run("old", "full", 1)),
      fact("deployments", "new", SAMPLE_NOW - 5 * DAY_MS, {
        ...run("new", "canary", 0, { startedAt: ago(5), state: "rolled_back", endedAt: ago(4) }),
      }),
      fact("deployment-events", "e1", SAMPLE_NOW - 5 * DAY_MS, {
        deployment: "new",
        what: "started",
        traffic: 0.05,
        happenedAt: ago(5),
      }),
      fact("deployment-events", "e2", SAMPLE_NOW - 4 * DAY_MS, {
        deployment: "new",
        what: "rolled_back",
        minutes: 4,
        happenedAt: ago(4),
      }),
    ];
    const bag = factBag(
      Object.fromEntries(
        [...Map.groupBy(facts, ([kind]) => kind)].map(([kind, all]) => [kind, all.map(([, each]) => each)]),
      ),
    );
    const shares = trafficByRelease(bag).map(({ release, steps }) => [release, steps.map(({ share }) => share)]);
    expect(shares).toEqual([
      ["old", [1, 0.95, 1]],
      ["new", [0, 0.05, 0]],
    ]);
    expect(trafficMarks(bag).map(({ label }) => label)).toEqual([
      "old to all",
      "new canary",
      "new rolled back in 4 min",
    ]);
  });
});
