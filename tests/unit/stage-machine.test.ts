import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Requirement } from "#domain/requirement.ts";
import type { Actor, Allowed, Decision, Refusal, TransitionContext } from "#domain/stage-decision.ts";
import type { ProjectFacts, StageLaw } from "#domain/stage-law.ts";
import { allowedVerbs, asksFor, decide } from "#domain/stage-machine.ts";
import { TRANSITIONS, VERB_LABELS } from "#domain/stage-transitions.ts";
import {
  ROLES,
  type Role,
  STAGE_STATES,
  STAGE_VERBS,
  type StageState,
  type StageVerb,
  TIERS,
} from "#domain/vocabulary.ts";

const LAW: StageLaw = {
  key: "data-selection",
  number: 3,
  title: "Data selection",
  phase: "Data",
  owner: "ML",
  approvers: ["LD"],
  editors: ["ML", "PM", "LD"],
  toStart: [],
  toFinish: [],
  setAside: "never",
};
const BIAS_LAW: StageLaw = {
  ...LAW,
  key: "data-bias",
  title: "Data bias",
  approvers: ["RV"],
  setAside: "unless_people_affected",
};
const LAST_LAW: StageLaw = { ...LAW, key: "retraining", title: "Retraining", setAside: "strategy_none" };

const PROJECT: ProjectFacts = { tier: 1, affectsPeople: false, states: {}, documents: {} };
const UNMET: Requirement = {
  key: "G0.1",
  label: "Fields",
  met: false,
  detail: "One field is missing.",
  fix: { who: ["ML"], what: "Fill in the field." },
};
const SHUT = { ready: false, requirements: [UNMET] };
const READY = { ready: true, requirements: [] };
const INPUTS = { reason: "because", blockedBy: "the vendor", expectedUntil: "2026-04-01" };

function person(...roles: Role[]): Actor {
  return { kind: "person", roles, isSubmitter: false };
}

function context(changes: Partial<TransitionContext> = {}): TransitionContext {
  return { law: LAW, project: PROJECT, actor: person(...ROLES), gate: READY, signed: [], ...INPUTS, ...changes };
}

function allowed(decision: Decision): Allowed {
  if (!decision.ok) throw new Error(decision.because);
  return decision;
}

function refused(decision: Decision): Refusal {
  if (decision.ok) throw new Error(`allowed: ${decision.to}`);
  return decision;
}

/** A4, written out a second time: state, verb, next state, rule, iteration, voids sign-offs. */
const TABLE: [StageState, StageVerb, StageState, string, 0 | 1, boolean][] = [
  ["not_started", "start", "in_progress", "T1", 1, false],
  ["in_progress", "block", "blocked", "T2", 0, false],
  ["blocked", "unblock", "in_progress", "T3", 0, false],
  ["in_progress", "submit", "in_review", "T4", 0, false],
  ["in_review", "withdraw", "in_progress", "T5", 0, true],
  ["in_review", "send-back", "in_progress", "T5", 0, true],
  ["in_review", "approve", "done", "T6", 0, false],
  ["done", "flag", "needs_attention", "T7", 0, false],
  ["needs_attention", "rework", "in_progress", "T8", 1, true],
  ["needs_attention", "dismiss", "done", "T9", 0, false],
  ["done", "reopen", "in_progress", "T10", 1, true],
  ["not_started", "set-aside", "not_applicable", "T11", 0, false],
  ["in_progress", "set-aside", "not_applicable", "T11", 0, false],
  ["blocked", "set-aside", "not_applicable", "T11", 0, false],
  ["not_applicable", "restore", "not_started", "T12", 0, false],
];
const PAIRS = STAGE_STATES.flatMap((state) => STAGE_VERBS.map((verb) => [state, verb] as const));
const OUTSIDE = PAIRS.filter(([state, verb]) => !TABLE.some(([from, name]) => from === state && name === verb));

/** Somebody who may do everything, on a stage that may be set aside. */
const FREE = context({ law: { ...BIAS_LAW, approvers: ["LD"] }, actor: person("ML", "LD"), signed: ["RV"] });

describe("every state and verb", () => {
  it.each(TABLE)("takes %s by %s to %s (%s)", (from, verb, to, rule, iteration, voidsSignOffs) => {
    expect(decide(from, verb, FREE)).toMatchObject({ ok: true, to, rule, iteration, voidsSignOffs, override: false });
  });

  it.each(OUTSIDE)("refuses, in state %s, to %s", (state, verb) => {
    const decision = refused(decide(state, verb, context({ actor: person("PM", "ML", "LD") })));
    expect(decision.code).toBe("CONFLICT");
    expect(decision.because).toContain(VERB_LABELS[verb]);
    expect(decision.fix).toMatch(/^From here: /);
  });

  it("covers seven states times thirteen verbs", () => {
    expect(TABLE.length + OUTSIDE.length).toBe(7 * 13);
  });

  it("has a way out of every state", () => {
    for (const state of STAGE_STATES)
      expect(STAGE_VERBS.some((verb) => TRANSITIONS[verb].from.includes(state))).toBe(true);
  });
});

describe("who may", () => {
  const WHO: [StageVerb, StageState, string][] = [
    ["start", "not_started", "ML LD"],
    ["block", "in_progress", "PM ML LD"],
    ["unblock", "blocked", "PM ML LD"],
    ["submit", "in_progress", "ML"],
    ["withdraw", "in_review", "ML"],
    ["send-back", "in_review", "LD RV"],
    ["approve", "in_review", "LD"],
    ["flag", "done", "PM ML LD RV"],
    ["rework", "needs_attention", "ML LD"],
    ["dismiss", "needs_attention", "LD"],
    ["reopen", "done", "LD"],
    ["restore", "not_applicable", "LD"],
  ];

  it.each(WHO.flatMap(([verb, state, who]) => ROLES.map((role) => [role, verb, state, who] as const)))(
    "%s %s in %s: for %s",
    (role, verb, state, who) => {
      const decision = decide(state, verb, context({ actor: person(role) }));
      expect(decision.ok).toBe(who.split(" ").includes(role));
      if (!decision.ok) {
        expect(decision.code).toBe("FORBIDDEN");
        expect(decision.who).toEqual(who.split(" "));
        expect(decision.fix).toMatch(/^Ask /);
      }
    },
  );

  it("gives the start and the submission of stages 1 and 2 to the product manager", () => {
    const law: StageLaw = { ...LAW, owner: "PM" };
    expect(decide("not_started", "start", context({ law, actor: person("PM") })).ok).toBe(true);
    expect(decide("in_progress", "submit", context({ law, actor: person("PM") })).ok).toBe(true);
    expect(refused(decide("not_started", "start", context({ law, actor: person("ML") }))).code).toBe("FORBIDDEN");
  });

  it("refuses a person without the right before it looks at the state", () => {
    expect(refused(decide("done", "start", context({ actor: person("VW") }))).code).toBe("FORBIDDEN");
  });

  it("lets a service account move stages as an engineer", () => {
    const actor: Actor = { kind: "service", roles: ["PM", "ML"], isSubmitter: false };
    expect(decide("not_started", "start", context({ actor })).ok).toBe(true);
    expect(decide("in_progress", "submit", context({ actor })).ok).toBe(true);
  });

  it.each(["approve", "dismiss", "set-aside"] as const)(
    "never lets a service account %s, whatever its roles",
    (verb) => {
      const [state] = TRANSITIONS[verb].from;
      const actor: Actor = { kind: "service", roles: ROLES, isSubmitter: false };
      expect(refused(decide(state ?? "done", verb, context({ actor, law: BIAS_LAW }))).code).toBe("FORBIDDEN");
    },
  );
});

describe("starting", () => {
  const law: StageLaw = { ...LAW, toStart: [{ stage: "business-case", needs: "done" }] };
  const early: ProjectFacts = { ...PROJECT, states: { "business-case": "in_progress" } };

  it("is refused before its entry conditions hold, and says which and who may go past them", () => {
    const decision = refused(decide("not_started", "start", context({ law, project: early, actor: person("ML") })));
    expect(decision).toMatchObject({ code: "GATE_CLOSED", who: ["LD"] });
    expect(decision.because).toBe("“Business case” must be done first; it is in progress.");
    expect(decision.requirements.map(({ key }) => key)).toEqual(["entry.business-case"]);
  });

  it("asks a lead for a reason, and then records that an entry condition was passed over", () => {
    const without = context({ law, project: early, actor: person("LD"), reason: " " });
    expect(refused(decide("not_started", "start", without))).toMatchObject({ code: "INVALID", path: "reason" });
    expect(asksFor("start", without)).toEqual(["reason"]);
    const withReason = context({ law, project: early, actor: person("LD") });
    expect(allowed(decide("not_started", "start", withReason)).override).toBe(true);
  });

  it("asks for nothing once the conditions hold", () => {
    const project: ProjectFacts = { ...PROJECT, states: { "business-case": "done" } };
    const ready = context({ law, project, actor: person("LD"), reason: undefined });
    expect(allowed(decide("not_started", "start", ready)).override).toBe(false);
    expect(asksFor("start", ready)).toEqual([]);
  });

  it("weighs entry conditions that are not about other stages", () => {
    const entry = [{ ...UNMET, key: "entry.deployment", detail: "No release is deployed yet." }];
    const decision = refused(decide("not_started", "start", context({ entry, actor: person("ML") })));
    expect(decision.because).toBe("No release is deployed yet.");
  });
});

describe("inputs", () => {
  it.each<[StageVerb, StageState, keyof typeof INPUTS]>([
    ["block", "in_progress", "reason"],
    ["block", "in_progress", "blockedBy"],
    ["block", "in_progress", "expectedUntil"],
    ["send-back", "in_review", "reason"],
    ["flag", "done", "reason"],
    ["dismiss", "needs_attention", "reason"],
    ["reopen", "done", "reason"],
    ["set-aside", "in_progress", "reason"],
  ])("%s from %s without %s is refused as invalid", (verb, state, input) => {
    const given = { ...FREE, [input]: "  " };
    expect(refused(decide(state, verb, given))).toMatchObject({ code: "INVALID", path: input });
  });
});

describe("the gate", () => {
  it.each<[StageVerb, StageState]>([
    ["submit", "in_progress"],
    ["approve", "in_review"],
  ])("must be ready to %s", (verb, state) => {
    const decision = refused(decide(state, verb, context({ gate: SHUT, actor: person("ML", "LD") })));
    expect(decision).toMatchObject({
      code: "GATE_CLOSED",
      requirements: [UNMET],
      who: ["ML"],
      fix: "Fill in the field.",
    });
    expect(decision.because).toBe("The gate is shut: one requirement is not met.");
  });

  it("does not matter to other verbs", () => {
    expect(decide("in_review", "withdraw", context({ gate: SHUT })).ok).toBe(true);
    expect(decide("done", "flag", context({ gate: SHUT })).ok).toBe(true);
  });
});

describe("approval", () => {
  const three: ProjectFacts = { ...PROJECT, tier: 3 };

  it("is the lead's alone below tier 3, who may have submitted it", () => {
    const actor: Actor = { ...person("ML", "LD"), isSubmitter: true };
    expect(allowed(decide("in_review", "approve", context({ actor })))).toMatchObject({ to: "done", signsAs: ["LD"] });
  });

  it("is the reviewer's for the bias stages", () => {
    expect(decide("in_review", "approve", context({ law: BIAS_LAW, actor: person("RV") })).ok).toBe(true);
    expect(refused(decide("in_review", "approve", context({ law: BIAS_LAW, actor: person("LD") }))).who).toEqual([
      "RV",
    ]);
  });

  it("needs lead and reviewer at tier 3: the first signature stays in review, the second one is done", () => {
    const first = allowed(decide("in_review", "approve", context({ project: three, actor: person("LD") })));
    expect(first).toMatchObject({ to: "in_review", signsAs: ["LD"], waitsFor: ["RV"] });
    const second = context({ project: three, actor: person("RV"), signed: ["LD"] });
    expect(allowed(decide("in_review", "approve", second))).toMatchObject({
      to: "done",
      signsAs: ["RV"],
      waitsFor: [],
    });
  });

  it("refuses at tier 3 whoever submitted it", () => {
    const actor: Actor = { ...person("LD"), isSubmitter: true };
    const decision = refused(decide("in_review", "approve", context({ project: three, actor })));
    expect(decision).toMatchObject({ code: "FORBIDDEN", because: "At tier 3 nobody approves what they submitted." });
  });

  it("counts one person once at tier 3, whatever roles they hold", () => {
    const actor = person("LD", "RV");
    const first = allowed(decide("in_review", "approve", context({ project: three, actor })));
    expect(first).toMatchObject({ to: "in_review", signsAs: ["LD"], waitsFor: ["RV"] });
    const again = context({ project: three, actor: { ...actor, hasSigned: true }, signed: ["LD"] });
    expect(refused(decide("in_review", "approve", again))).toMatchObject({ code: "CONFLICT", who: ["RV"] });
  });

  it("refuses a second signature in the same role and says whom it waits for", () => {
    const again = context({ project: three, actor: person("LD"), signed: ["LD"] });
    expect(refused(decide("in_review", "approve", again))).toMatchObject({
      code: "CONFLICT",
      because: "A lead signed already; it waits for a reviewer.",
    });
  });

  it("does not count a reviewer from the build team", () => {
    const decision = refused(decide("in_review", "approve", context({ law: BIAS_LAW, actor: person("ML", "RV") })));
    expect(decision.code).toBe("FORBIDDEN");
    expect(decision.because).toContain("outside the build team");
  });
});

describe("flags", () => {
  const rule: Actor = { kind: "rule", roles: [], isSubmitter: false };

  it("are raised by a rule, but not again on facts dismissed within a day", () => {
    expect(decide("done", "flag", context({ actor: rule })).ok).toBe(true);
    const again = context({ actor: rule, dismissedSameFactsWithin24h: true });
    expect(refused(decide("done", "flag", again)).code).toBe("CONFLICT");
  });

  it("may be raised by hand on the same facts", () => {
    expect(decide("done", "flag", context({ dismissedSameFactsWithin24h: true })).ok).toBe(true);
  });

  it("go by themselves only once the facts are gone and nothing was edited", () => {
    const quiet = context({ actor: rule, reason: undefined });
    expect(refused(decide("needs_attention", "dismiss", quiet)).code).toBe("CONFLICT");
    const gone = { ...quiet, recovered: true };
    expect(allowed(decide("needs_attention", "dismiss", gone))).toMatchObject({ to: "done", signsAs: [] });
  });

  it("need lead and reviewer to be dismissed at tier 3", () => {
    const project: ProjectFacts = { ...PROJECT, tier: 3 };
    const first = allowed(decide("needs_attention", "dismiss", context({ project, actor: person("LD") })));
    expect(first).toMatchObject({ to: "needs_attention", signsAs: ["LD"], waitsFor: ["RV"] });
    const second = context({ project, actor: person("RV"), signed: ["LD"] });
    expect(allowed(decide("needs_attention", "dismiss", second)).to).toBe("done");
  });

  it.each(STAGE_VERBS.filter((verb) => !["flag", "dismiss", "restore"].includes(verb)))(
    "a rule never does: %s",
    (verb) => {
      const [state] = TRANSITIONS[verb].from;
      expect(refused(decide(state ?? "done", verb, context({ actor: rule }))).code).toBe("FORBIDDEN");
    },
  );
});

describe("setting aside", () => {
  it("is refused for a stage that belongs to every project", () => {
    expect(refused(decide("in_progress", "set-aside", context())).code).toBe("CONFLICT");
  });

  it("is refused for the bias stages while people are affected", () => {
    const project: ProjectFacts = { ...PROJECT, affectsPeople: true };
    const decision = refused(
      decide("in_progress", "set-aside", context({ law: BIAS_LAW, project, actor: person("LD") })),
    );
    expect(decision).toMatchObject({ code: "CONFLICT" });
    expect(decision.because).toContain("affects people");
  });

  it("needs lead and reviewer for the bias stages", () => {
    const first = allowed(decide("not_started", "set-aside", context({ law: BIAS_LAW, actor: person("LD") })));
    expect(first).toMatchObject({ to: "not_started", waitsFor: ["RV"] });
    const both = allowed(decide("not_started", "set-aside", context({ law: BIAS_LAW, actor: person("LD", "RV") })));
    expect(both).toMatchObject({ to: "not_applicable", signsAs: ["LD", "RV"] });
  });

  it("leaves out retraining only where its strategy is none", () => {
    const open = context({ law: LAST_LAW, actor: person("LD") });
    expect(refused(decide("not_started", "set-aside", open)).code).toBe("CONFLICT");
    const project: ProjectFacts = { ...PROJECT, documents: { retraining: { strategy: "none" } } };
    expect(decide("not_started", "set-aside", { ...open, project }).ok).toBe(true);
  });

  it("is undone by a rule only when the reason stops holding", () => {
    const rule: Actor = { kind: "rule", roles: [], isSubmitter: false };
    const still = context({ law: BIAS_LAW, actor: rule });
    expect(refused(decide("not_applicable", "restore", still)).code).toBe("CONFLICT");
    const project: ProjectFacts = { ...PROJECT, affectsPeople: true };
    expect(allowed(decide("not_applicable", "restore", { ...still, project })).to).toBe("not_started");
  });
});

describe("what the page offers", () => {
  it("lists the verbs of the state with a verdict and what each asks for", () => {
    const offers = allowedVerbs("in_review", context({ actor: person("ML"), reason: undefined }));
    expect(offers.map(({ verb, decision }) => [verb, decision.ok])).toEqual([
      ["withdraw", true],
      ["send-back", false],
      ["approve", false],
    ]);
    expect(offers.find(({ verb }) => verb === "send-back")?.asks).toEqual(["reason"]);
  });

  it("never answers that an input is missing", () => {
    for (const state of STAGE_STATES) {
      const bare = context({ reason: undefined, blockedBy: undefined, expectedUntil: undefined });
      for (const { decision } of allowedVerbs(state, bare)) if (!decision.ok) expect(decision.code).not.toBe("INVALID");
    }
  });

  it("has at most one verb a state that several people sign for", () => {
    for (const state of STAGE_STATES) {
      const signing = STAGE_VERBS.filter((verb) => TRANSITIONS[verb].all && TRANSITIONS[verb].from.includes(state));
      expect(signing.length).toBeLessThanOrEqual(1);
    }
  });
});

describe("laws", () => {
  const contexts = fc.record({
    roles: fc.uniqueArray(fc.constantFrom(...ROLES)),
    kind: fc.constantFrom("person", "service", "rule"),
    tier: fc.constantFrom(...TIERS),
    ready: fc.boolean(),
    isSubmitter: fc.boolean(),
    affectsPeople: fc.boolean(),
    signed: fc.uniqueArray(fc.constantFrom<Role>("LD", "RV")),
    law: fc.constantFrom(LAW, BIAS_LAW, LAST_LAW),
    reason: fc.constantFrom(undefined, "because"),
  });
  const build = (drawn: typeof contexts extends fc.Arbitrary<infer T> ? T : never): TransitionContext =>
    context({
      law: drawn.law,
      project: { ...PROJECT, tier: drawn.tier, affectsPeople: drawn.affectsPeople },
      actor: { kind: drawn.kind, roles: drawn.roles, isSubmitter: drawn.isSubmitter },
      gate: drawn.ready ? READY : SHUT,
      signed: drawn.signed,
      reason: drawn.reason,
    });
  const state = fc.constantFrom(...STAGE_STATES);
  const verb = fc.constantFrom(...STAGE_VERBS);

  it("answers every question, a refusal always with a sentence", () => {
    fc.assert(
      fc.property(state, verb, contexts, (from, name, drawn) => {
        const decision = decide(from, name, build(drawn));
        if (!decision.ok) expect(decision.because).toMatch(/\.$/);
        else expect(TRANSITIONS[name].from).toContain(from);
      }),
    );
  });

  it("never reaches done by approval without a ready gate, a person, and at tier 3 another one than the submitter", () => {
    fc.assert(
      fc.property(contexts, (drawn) => {
        const decision = decide("in_review", "approve", build(drawn));
        if (!decision.ok || decision.to !== "done") return;
        expect(drawn).toMatchObject({ ready: true, kind: "person" });
        if (drawn.tier === 3) {
          expect(drawn.isSubmitter).toBe(false);
          expect(new Set([...drawn.signed, ...decision.signsAs])).toEqual(new Set(["LD", "RV"]));
        }
      }),
    );
  });

  it("gives the same answer twice", () => {
    fc.assert(
      fc.property(state, verb, contexts, (from, name, drawn) => {
        expect(decide(from, name, build(drawn))).toEqual(decide(from, name, build(drawn)));
      }),
    );
  });
});
