import { describe, expect, it } from "vitest";
import type { ChecklistItemLaw, EvidenceFact, ItemAnswer, SignOffFact } from "#domain/evidence.ts";
import { checklistVerdicts, evaluateGate, expiredItems, type GateInput } from "#domain/gate.ts";
import type { Requirement } from "#domain/requirement.ts";
import { EVIDENCE_KINDS, type Tier } from "#domain/vocabulary.ts";

const NOW = Date.UTC(2026, 2, 16, 9);
const DAY = 86_400_000;

const LINKED: ChecklistItemLaw = { key: "3.1", label: "Access confirmed", evidence: "link", requiredFrom: 1 };
const SIGNED: ChecklistItemLaw = {
  key: "3.2",
  label: "Legal basis cleared",
  evidence: "signoff",
  requiredFrom: 1,
  signers: ["PM", "LD"],
};
const COMPUTED: ChecklistItemLaw = { key: "3.4", label: "Availability computed", evidence: "rule", requiredFrom: 1 };
const LATER: ChecklistItemLaw = { key: "3.9", label: "Unused fields removed", evidence: "link", requiredFrom: 2 };
const NEVER: ChecklistItemLaw = { key: "3.10", label: "Nice to have", evidence: "link", requiredFrom: null };

const LINK: EvidenceFact = { kind: "link", label: "Wiki page", validUntil: null, url: "https://example.org" };
const DONE: ItemAnswer = { state: "done", reason: null, reasonApproved: false, evidence: [LINK] };
const SIGN: SignOffFact = {
  subject: "item:3.2",
  version: 4,
  role: "LD",
  userId: "u1",
  decision: "approved",
  voided: false,
};

const INPUT: GateInput = {
  law: { owner: "ML", editors: ["ML", "PM", "LD"], toFinish: [] },
  tier: 1,
  version: 4,
  now: NOW,
  states: {},
  fieldsRequired: 6,
  fieldProblems: [],
  checklist: [],
  answers: {},
  rules: {},
  blockingComments: [],
  signOffs: [],
  own: [],
};

function requirement(key: string, changes: Partial<GateInput>): Requirement {
  const found = evaluateGate({ ...INPUT, ...changes }).requirements.find((each) => each.key === key);
  if (!found) throw new Error(`no ${key}`);
  return found;
}

function withItem(
  item: ChecklistItemLaw,
  answer?: Partial<ItemAnswer>,
  changes: Partial<GateInput> = {},
): Partial<GateInput> {
  return { checklist: [item], answers: answer ? { [item.key]: { ...DONE, ...answer } } : {}, ...changes };
}

describe("the gate", () => {
  it("is ready when nothing is asked, and lists its five predicates in order", () => {
    const gate = evaluateGate(INPUT);
    expect(gate.ready).toBe(true);
    expect(gate.requirements.map(({ key }) => key)).toEqual(["G0.1", "G0.2", "G0.3", "G0.4", "G0.5"]);
  });

  it("appends the stage's own requirements, each of which can shut it", () => {
    const own: Requirement = { key: "G1.5", label: "The decision is to go", met: false, detail: "Not decided." };
    const gate = evaluateGate({ ...INPUT, own: [own] });
    expect(gate.ready).toBe(false);
    expect(gate.requirements.at(-1)).toEqual(own);
  });

  it("says of every unmet requirement who can mend it where", () => {
    const gate = evaluateGate({
      ...INPUT,
      fieldProblems: [{ path: "framing.entity", label: "Entity", problem: "missing", who: ["ML"] }],
      checklist: [LINKED, SIGNED],
      blockingComments: [{ author: "Priya", excerpt: "Not yet" }],
      law: { ...INPUT.law, toFinish: [{ stage: "data-bias", needs: "done_or_set_aside" }] },
    });
    for (const each of gate.requirements) {
      expect(each.met).toBe(false);
      expect(each.detail.length).toBeGreaterThan(0);
      expect(each.fix?.who.length).toBeGreaterThan(0);
      expect(each.fix?.where).toMatch(/^[#/]/);
    }
  });
});

describe("G0.1 fields", () => {
  it("counts what is filled in and links what is not", () => {
    const result = requirement("G0.1", {
      fieldProblems: [
        { path: "populationDefinition", label: "Population", problem: "missing", who: ["PM"] },
        { path: "requiredRows", label: "Rows", problem: "must be a whole number", who: ["ML"] },
      ],
    });
    expect(result).toMatchObject({
      met: false,
      detail: "4 of 6 are filled in; “Population”, “Rows: must be a whole number” to go.",
      fix: { who: ["PM", "ML"], what: "Fill in the 2 fields.", where: "#field-populationDefinition" },
      items: [{ where: "#field-populationDefinition" }, { label: "Rows: must be a whole number" }],
    });
  });

  it("names three and counts the rest", () => {
    const fieldProblems = ["A", "B", "C", "D", "E"].map((label) => ({
      path: label,
      label,
      problem: "missing",
      who: ["ML"] as const,
    }));
    expect(requirement("G0.1", { fieldProblems }).detail).toBe("1 of 6 are filled in; “A”, “B”, “C” and 2 more to go.");
  });
});

describe("G0.2 checklist", () => {
  it.each<[string, Partial<GateInput>, boolean]>([
    ["an open item", withItem(LINKED, { state: "open" }), false],
    ["an item nobody touched", withItem(LINKED), false],
    ["a ticked item with its evidence", withItem(LINKED, {}), true],
    ["a ticked item without evidence", withItem(LINKED, { evidence: [] }), false],
    ["evidence of another kind", withItem(LINKED, { evidence: [{ ...LINK, kind: "file" }] }), false],
    ["evidence that is still valid", withItem(LINKED, { evidence: [{ ...LINK, validUntil: NOW + 1 }] }), true],
    ["evidence that expires now", withItem(LINKED, { evidence: [{ ...LINK, validUntil: NOW }] }), false],
    ["old and fresh evidence", withItem(LINKED, { evidence: [{ ...LINK, validUntil: NOW - DAY }, LINK] }), true],
    [
      "not applicable without a reason",
      withItem(LINKED, { state: "not_applicable", reason: " ", reasonApproved: true }),
      false,
    ],
    ["not applicable, reason not approved", withItem(LINKED, { state: "not_applicable", reason: "No vendor" }), false],
    [
      "not applicable, reason approved",
      withItem(LINKED, { state: "not_applicable", reason: "No vendor", reasonApproved: true }),
      true,
    ],
    ["an item of a higher tier", withItem(LATER), true],
    ["an item of this tier", withItem(LATER, undefined, { tier: 2 }), false],
    ["an item that no tier requires", withItem(NEVER, undefined, { tier: 3 }), true],
    [
      "a rule that holds",
      withItem(COMPUTED, undefined, { rules: { "3.4": { met: true, detail: "Computed." } } }),
      true,
    ],
    [
      "a rule that does not hold, though ticked",
      withItem(COMPUTED, {}, { rules: { "3.4": { met: false, detail: "No." } } }),
      false,
    ],
    ["a rule that is not computed, though ticked", withItem(COMPUTED, {}), false],
  ])("with %s", (_, changes, met) => {
    expect(requirement("G0.2", changes).met).toBe(met);
  });

  it("knows the required items whose evidence ran out, unless something else proves them", () => {
    const old = {
      evidence: [
        { ...LINK, validUntil: NOW - 2 * DAY },
        { ...LINK, validUntil: NOW - DAY },
      ],
    };
    const ran = (changes: Partial<GateInput>) => expiredItems({ ...INPUT, ...changes });
    expect(ran(withItem(LINKED, old))).toEqual([{ item: "3.1", label: "Access confirmed", until: NOW - DAY }]);
    expect(ran(withItem(LINKED, { evidence: [...old.evidence, LINK] }))).toEqual([]);
    expect(ran(withItem(LINKED, { ...old, state: "open" }))).toEqual([]);
    expect(ran(withItem(LATER, old))).toEqual([]);
    expect(ran(withItem(LATER, old, { tier: 2 }))).toHaveLength(1);
    expect(ran(withItem(LINKED, { evidence: [] }))).toEqual([]);
    expect(ran(withItem(LINKED, old, { rules: { "3.1": { met: true, detail: "Recorded." } } }))).toEqual([]);
  });

  it("says when the evidence expired", () => {
    const result = requirement("G0.2", withItem(LINKED, { evidence: [{ ...LINK, validUntil: NOW - DAY }] }));
    expect(result.items).toEqual([
      { label: "Access confirmed: The evidence expired on 2026-03-15.", where: "#item-3.1" },
    ]);
  });

  it.each(EVIDENCE_KINDS.filter((kind) => kind !== "rule" && kind !== "signoff"))(
    "accepts a %s for an item that asks for one",
    (kind) => {
      const item: ChecklistItemLaw = { ...LINKED, evidence: kind };
      expect(requirement("G0.2", withItem(item, { evidence: [{ ...LINK, kind }] })).met).toBe(true);
    },
  );

  it("leaves sign-offs to G0.5", () => {
    expect(requirement("G0.2", withItem(SIGNED)).detail).toBe("No item is required.");
  });
});

describe("G0.3 comments", () => {
  it("quotes the blocking comment", () => {
    const result = requirement("G0.3", {
      blockingComments: [{ author: "Priya Raman", excerpt: "Legal is not cleared" }],
    });
    expect(result).toMatchObject({ met: false, fix: { where: "#comments" } });
    expect(result.detail).toBe("1 open, the oldest by Priya Raman: “Legal is not cleared”");
  });
});

describe("G0.4 stages it rests on", () => {
  const law: GateInput["law"] = { ...INPUT.law, toFinish: [{ stage: "data-bias", needs: "done_or_set_aside" }] };

  it.each([
    ["not_started", false],
    ["in_review", false],
    ["needs_attention", false],
    ["done", true],
    ["not_applicable", true],
  ] as const)("in state %s: met is %s", (state, met) => {
    expect(requirement("G0.4", { law, states: { "data-bias": state } }).met).toBe(met);
  });
});

describe("G0.5 sign-offs", () => {
  it.each<[string, SignOffFact[], boolean]>([
    ["none", [], false],
    ["one for this version", [SIGN], true],
    ["one for an earlier version", [{ ...SIGN, version: 3 }], false],
    ["a voided one", [{ ...SIGN, voided: true }], false],
    ["one by a role that may not sign it", [{ ...SIGN, role: "ML" }], false],
    ["a rejection", [{ ...SIGN, decision: "rejected" }], false],
    ["a rejection after an approval", [SIGN, { ...SIGN, decision: "rejected" }], false],
    ["an approval after a rejection", [{ ...SIGN, decision: "rejected" }, SIGN], true],
    ["one for another item", [{ ...SIGN, subject: "item:3.3" }], false],
    ["an approval of the stage itself", [{ ...SIGN, subject: "stage" }], false],
  ])("with %s", (_, signOffs, met) => {
    expect(requirement("G0.5", { checklist: [SIGNED], signOffs }).met).toBe(met);
  });

  it("asks the roles that may sign", () => {
    const result = requirement("G0.5", { checklist: [SIGNED] });
    expect(result.fix).toMatchObject({
      who: ["PM", "LD"],
      what: "Ask a product manager or a lead to sign.",
      where: "#item-3.2",
    });
  });

  it("tells an outdated sign-off from a missing one", () => {
    const [outdated] = checklistVerdicts({ ...INPUT, checklist: [SIGNED], signOffs: [{ ...SIGN, version: 3 }] });
    expect(outdated?.detail).toBe("The sign-off was for an earlier version.");
    expect(checklistVerdicts({ ...INPUT, checklist: [SIGNED] })[0]?.detail).toBe("Not signed yet.");
  });

  it("is not needed for an item that a lead accepted as not applicable", () => {
    const answer = { state: "not_applicable", reason: "Public data", reasonApproved: true } as const;
    expect(requirement("G0.5", withItem(SIGNED, answer)).met).toBe(true);
  });
});

describe("the checklist on the page", () => {
  it.each<[Tier, boolean[]]>([
    [1, [true, true, true, false, false]],
    [2, [true, true, true, true, false]],
    [3, [true, true, true, true, false]],
  ])("at tier %s shows every item and which are required", (tier, required) => {
    const verdicts = checklistVerdicts({ ...INPUT, tier, checklist: [LINKED, SIGNED, COMPUTED, LATER, NEVER] });
    expect(verdicts.map((each) => each.required)).toEqual(required);
  });
});
