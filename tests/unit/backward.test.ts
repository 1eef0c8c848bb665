import { describe, expect, it } from "vitest";
import { firingRules, flagsDue, recovered } from "#domain/backward.ts";
import type { BackwardFacts, CriterionFact } from "#domain/backward-facts.ts";
import { STAGE_KEYS } from "#stages/registry.ts";

const NOW = Date.UTC(2026, 2, 16, 9);
const DAY = 86_400_000;
const RECALL: CriterionFact = {
  key: "recall",
  name: "Recall",
  kind: "model",
  phase: "production",
  mustHave: true,
  northStar: false,
  state: "met",
  since: NOW - DAY,
  latched: false,
  breachedWindows: 0,
  lastDataAt: NOW,
};
const BREACHED: CriterionFact = { ...RECALL, state: "breached", latched: true, breachedWindows: 1 };
const STAR: CriterionFact = {
  ...BREACHED,
  key: "loss",
  name: "Fraud loss",
  kind: "business",
  northStar: true,
  breachedWindows: 2,
};
const FACTS: BackwardFacts = {
  now: NOW,
  criteria: [],
  goalposts: [],
  modelStartedAt: null,
  liveSince: null,
  doneAt: {},
};

function fired(changes: Partial<BackwardFacts>): string[] {
  return firingRules({ ...FACTS, ...changes }).map(({ stage, rule }) => `${stage} ${rule}`);
}

describe("rules on criteria", () => {
  it.each<[string, Partial<BackwardFacts>, string[]]>([
    ["nothing happened", { criteria: [RECALL] }, []],
    ["a criterion is only at risk", { criteria: [{ ...RECALL, state: "at_risk" }] }, []],
    ["a model criterion is breached", { criteria: [BREACHED] }, ["monitoring B9.1"]],
    ["an operational criterion is breached", { criteria: [{ ...BREACHED, kind: "operational" }] }, ["monitoring B9.1"]],
    [
      "a business criterion is breached",
      { criteria: [{ ...BREACHED, kind: "business" }] },
      ["business-case B1.1", "monitoring B9.1"],
    ],
    [
      "a fairness criterion is breached",
      { criteria: [{ ...BREACHED, kind: "fairness" }] },
      ["solution-bias B8.1", "monitoring B9.1"],
    ],
    [
      "a target moved before modelling began",
      { modelStartedAt: NOW, goalposts: [{ criterion: "recall", at: NOW - 1 }] },
      [],
    ],
    ["a target moved while nothing is modelled", { goalposts: [{ criterion: "recall", at: NOW }] }, []],
    [
      "a target moved after modelling began",
      { modelStartedAt: NOW - DAY, goalposts: [{ criterion: "recall", at: NOW }] },
      ["success-criteria B2.1", "model B2.1"],
    ],
    [
      "a target moved, and the stage was signed off since",
      {
        modelStartedAt: NOW - DAY,
        goalposts: [{ criterion: "recall", at: NOW - 10 }],
        doneAt: { "success-criteria": NOW - 5 },
      },
      ["model B2.1"],
    ],
    [
      "a must-have has been silent for 14 days in production",
      { liveSince: NOW - 20 * DAY, criteria: [{ ...RECALL, lastDataAt: NOW - 14 * DAY }] },
      ["success-criteria B2.2"],
    ],
    [
      "a must-have never spoke in 14 days of production",
      { liveSince: NOW - 14 * DAY, criteria: [{ ...RECALL, lastDataAt: null }] },
      ["success-criteria B2.2"],
    ],
    [
      "a must-have has been silent for 13 days",
      { liveSince: NOW - 20 * DAY, criteria: [{ ...RECALL, lastDataAt: NOW - 13 * DAY }] },
      [],
    ],
    ["production began 13 days ago", { liveSince: NOW - 13 * DAY, criteria: [{ ...RECALL, lastDataAt: null }] }, []],
    ["the project is not live", { criteria: [{ ...RECALL, lastDataAt: null }] }, []],
    [
      "only a nice-to-have is silent",
      { liveSince: NOW - 20 * DAY, criteria: [{ ...RECALL, mustHave: false, lastDataAt: null }] },
      [],
    ],
    [
      "the north star is breached for two windows while an offline criterion is met",
      { criteria: [STAR, { ...RECALL, phase: "offline" }] },
      ["business-case B1.1", "success-criteria B2.3", "monitoring B9.1"],
    ],
    [
      "the north star is breached for one window only",
      {
        criteria: [
          { ...STAR, breachedWindows: 1 },
          { ...RECALL, phase: "offline" },
        ],
      },
      ["business-case B1.1", "monitoring B9.1"],
    ],
  ])("when %s", (_, changes, expected) => {
    expect(fired(changes)).toEqual(expected);
  });

  it("names the criterion, or all of them", () => {
    const [one] = firingRules({ ...FACTS, criteria: [BREACHED] });
    expect(one?.because).toBe("The model criterion “Recall” is breached.");
    const [two] = firingRules({ ...FACTS, criteria: [BREACHED, { ...BREACHED, key: "p99", name: "Latency" }] });
    expect(two?.because).toBe("2 criteria are breached: “Recall”, “Latency”.");
  });

  it("points only at stages that exist", () => {
    const all = firingRules({
      ...FACTS,
      criteria: [STAR, { ...RECALL, phase: "offline" }, { ...BREACHED, kind: "fairness" }],
    });
    for (const { stage } of all) expect(STAGE_KEYS).toContain(stage);
  });
});

describe("the same facts", () => {
  const keyOf = (criteria: CriterionFact[]) => firingRules({ ...FACTS, criteria })[0]?.factsKey;

  it("have the same key whatever their order, and while the breach lasts", () => {
    const other = { ...BREACHED, key: "p99" };
    expect(keyOf([BREACHED, other])).toBe(keyOf([other, { ...BREACHED, breachedWindows: 9, lastDataAt: NOW + 1 }]));
  });

  it("are others once the criterion recovered and broke again", () => {
    expect(keyOf([BREACHED])).not.toBe(keyOf([{ ...BREACHED, since: NOW }]));
  });
});

describe("flags", () => {
  const firing = firingRules({ ...FACTS, criteria: [STAR, { ...RECALL, phase: "offline" }] });

  it("fall only on stages that are done", () => {
    const due = flagsDue(firing, {
      "business-case": "done",
      "success-criteria": "in_review",
      monitoring: "needs_attention",
    });
    expect(due.map(({ stage }) => stage)).toEqual(["business-case"]);
  });

  it("fall once a stage, by the first rule that was not just dismissed", () => {
    const twice = [
      ...firing,
      { stage: "monitoring", rule: "B9.1", because: "Again.", factsKey: "x", silent: false } as const,
    ];
    expect(flagsDue(twice, { monitoring: "done" })).toHaveLength(1);
    const due = flagsDue(twice, { monitoring: "done" }, ({ factsKey }) => factsKey !== "x");
    expect(due.map(({ factsKey }) => factsKey)).toEqual(["x"]);
  });

  it("are kept by a breach behind silence, but not raised by one", () => {
    const silence: CriterionFact = { ...BREACHED, state: "no_data" };
    const firingStill = firingRules({ ...FACTS, criteria: [silence] });
    expect(firingStill.map(({ rule }) => rule)).toEqual(["B9.1"]);
    expect(flagsDue(firingStill, { monitoring: "done" })).toEqual([]);
    expect(fired({ criteria: [{ ...silence, latched: false }] })).toEqual([]);
  });

  it("are raised by what is shown as breached, and that alone makes their facts", () => {
    const silence: CriterionFact = { ...BREACHED, key: "p99", state: "no_data" };
    const both = firingRules({ ...FACTS, criteria: [BREACHED, silence] });
    expect(both).toEqual(firingRules({ ...FACTS, criteria: [BREACHED] }));
    expect(flagsDue(both, { monitoring: "done" })).toHaveLength(1);
  });

  it.each([
    [0, false, false],
    [1, false, false],
    [2, false, true],
    [5, false, true],
    [2, true, false],
  ])("after %s false evaluations, edited %s, go by themselves: %s", (falseEvaluations, edited, gone) => {
    expect(recovered({ rule: "B9.1", falseEvaluations, edited })).toBe(gone);
  });
});
