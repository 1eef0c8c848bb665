import { describe, expect, test } from "vitest";
import { ruleVerdicts } from "#stages/checklist.ts";
import { biasRisk } from "#stages/data-bias/bias-risk.ts";
import { groupBaseline, isFlagged } from "#stages/data-bias/group-baseline.ts";
import { registerOf } from "#stages/data-bias/register.ts";
import { type Fact, type FactData, factBag } from "#stages/fact.ts";
import type { AnyFactKind } from "#stages/fact-kind.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { StageDocument } from "#stages/field.ts";
import { stageOf } from "#stages/registry.ts";
import { sampledFacts } from "../../prisma/demo/facts/stage-facts.ts";
import { completeDocument, completeFacts, SAMPLE_NOW, SAMPLE_REVIEWER, withAnswer } from "../support/stage-samples.ts";

const SAMPLES = sampledFacts({ tier: 2, affectsPeople: true, at: new Date(SAMPLE_NOW) });
const STAGE = stageOf("data-bias");
const DOCUMENT = completeDocument("data-bias", 2);
const DAY_MS = 86_400_000;

const bagWith = (change: Readonly<Record<string, readonly Fact[]>>) => factBag({ ...SAMPLES, ...change });
const inDays = (days: number) => new Date(SAMPLE_NOW + days * DAY_MS).toISOString().slice(0, 10);

function fact(key: string, data: FactData, recordedBy: string | null = null, recordedAt = SAMPLE_NOW - DAY_MS): Fact {
  return { key, at: recordedAt, version: 1, recordedAt, recordedBy, data };
}

/** The register with one risk, as it was weighed, and what is done about it. */
function register(risk: FactData, mitigations: readonly FactData[] = [], acceptances: readonly Fact[] = []) {
  const base = { title: "Some are treated worse", biasOrigin: "historical", harm: "allocation", state: "open" };
  return bagWith({
    "bias-risks": [fact("r", { ...base, ...risk })],
    "bias-mitigations": mitigations.map((data, i) => fact(`m${i}`, { ...PLANNED, ...data })),
    "risk-acceptances": acceptances,
  });
}

const PLANNED = {
  title: "Collect more",
  risk: "r",
  phase: "data",
  technique: "collect_more",
  owner: "Data team",
  due: "2026-05-01",
  verifyMetric: "Representation ratio at least 0.8",
  verified: false,
};
const HIGH = { likelihood: 4, severity: 5, likelihoodAfter: 3, severityAfter: 5 };
const accepted = (role: string, until = 90, by: string | null = null) =>
  fact(`a-${role}`, { risk: "r", role, reason: "It stays small enough for the pilot.", validUntil: inDays(until) }, by);

function unmet(bag = bagWith({}), document: StageDocument = DOCUMENT, change: Partial<StageFacts> = {}) {
  const facts = completeFacts(2, { ...bag, ...change });
  return STAGE.requirements(document, facts).filter(({ met }) => !met);
}
const keysOf = (requirements: readonly { key: string }[]) => requirements.map(({ key }) => key);

describe("gate 4", () => {
  test("is open with the samples, and judges six predicates", () => {
    expect(keysOf(STAGE.requirements(DOCUMENT, completeFacts(2)))).toEqual([
      "G4.1",
      "G4.2",
      "G4.3",
      "G4.4",
      "G4.5",
      "G4.6",
    ]);
    expect(unmet()).toEqual([]);
  });

  test.each<[string, string, ReturnType<typeof register>]>([
    ["G4.2", "a risk without severity", register({ likelihood: 4 })],
    [
      "G4.3",
      "a risk of 12 without a mitigation",
      register({ likelihood: 3, severity: 4, likelihoodAfter: 2, severityAfter: 3 }),
    ],
    [
      "G4.3",
      "one without an owner",
      register({ likelihood: 2, severity: 5, likelihoodAfter: 1, severityAfter: 5 }, [{ owner: undefined }]),
    ],
    [
      "G4.3",
      "one without a date",
      register({ likelihood: 2, severity: 5, likelihoodAfter: 1, severityAfter: 5 }, [{ due: undefined }]),
    ],
    [
      "G4.3",
      "one without a metric",
      register({ likelihood: 2, severity: 5, likelihoodAfter: 1, severityAfter: 5 }, [{ verifyMetric: undefined }]),
    ],
    ["G4.5", "a plan that leaves 15 unaccepted", register(HIGH, [{}])],
    ["G4.5", "a plan that leaves 15, accepted by the lead alone", register(HIGH, [{}], [accepted("LD")])],
    [
      "G4.5",
      "a plan that leaves 15, accepted until yesterday",
      register(HIGH, [{}], [accepted("LD", -1), accepted("RV", -1)]),
    ],
    [
      "G4.5",
      "a plan that leaves 16, whoever accepts it",
      register({ ...HIGH, likelihoodAfter: 4, severityAfter: 4 }, [{}], [accepted("LD"), accepted("RV")]),
    ],
    ["G4.5", "a plan that promises nothing", register({ likelihood: 4, severity: 5 }, [{}])],
  ])("%s alone fails for %s", (key, _name, bag) => {
    const failed = unmet(bag);
    expect(keysOf(failed)).toEqual([key]);
    expect(failed[0]?.detail).toMatch(/^[A-Z0-9].*\.$/);
    expect(failed[0]?.items?.[0]?.where).toBe("/facts/bias-risks/r");
  });

  test("G4.1 alone fails for an origin without an answer", () => {
    expect(keysOf(unmet(bagWith({}), withAnswer(DOCUMENT, "sourceAnswers.learning", undefined)))).toEqual(["G4.1"]);
  });

  test("G4.4 alone fails without a measure, unless a reviewer signed why", () => {
    const none = withAnswer(DOCUMENT, "fairnessMetrics", undefined);
    expect(keysOf(unmet(bagWith({}), none))).toEqual(["G4.4"]);
    const { signOffs } = completeFacts(2);
    const reason = {
      subject: "item:4.5",
      version: 3,
      role: "RV",
      userId: SAMPLE_REVIEWER,
      decision: "approved",
      voided: false,
    } as const;
    expect(unmet(bagWith({}), none, { signOffs: [...signOffs, reason] })).toEqual([]);
  });

  test("G4.6 alone fails without the reviewer, or by a reviewer who builds", () => {
    expect(keysOf(unmet(bagWith({}), DOCUMENT, { signOffs: [] }))).toEqual(["G4.6"]);
    const { signOffs } = completeFacts(2);
    const builder = {
      subject: "item:4.1",
      version: 2,
      role: "ML",
      userId: SAMPLE_REVIEWER,
      decision: "approved",
      voided: false,
    } as const;
    expect(keysOf(unmet(bagWith({}), DOCUMENT, { signOffs: [...signOffs, builder] }))).toEqual(["G4.6"]);
  });

  test("judges what the plan leaves, not what is proven: 20 that will be 8 is planned well enough", () => {
    const bag = register({ likelihood: 4, severity: 5, likelihoodAfter: 2, severityAfter: 4 }, [{}]);
    expect(unmet(bag)).toEqual([]);
    expect(registerOf(bag, SAMPLE_NOW)).toMatchObject({ maxPlanned: 8, maxResidual: 20 });
  });

  test("lets 15 pass that lead and reviewer accepted", () => {
    expect(unmet(register(HIGH, [{}], [accepted("LD"), accepted("RV")]))).toEqual([]);
  });

  test("leaves a project of tier 1 without a register alone, and judges one that it keeps", () => {
    const light = completeFacts(1, factBag({}));
    expect(keysOf(STAGE.requirements(completeDocument("data-bias", 1), light))).toEqual(["G4.4", "G4.6"]);
    const kept = completeFacts(1, register({ likelihood: 4 }));
    expect(keysOf(STAGE.requirements(completeDocument("data-bias", 1), kept).filter(({ met }) => !met))).toEqual([
      "G4.2",
    ]);
  });
});

describe("items 4.6 and 4.7", () => {
  const rules = (bag: ReturnType<typeof register>) => ruleVerdicts(STAGE, DOCUMENT, completeFacts(2, bag));

  test("are computed from the register", () => {
    expect(rules(bagWith({}))).toMatchObject({ "4.1": { met: true }, "4.6": { met: true }, "4.7": { met: true } });
    expect(rules(register(HIGH))["4.6"]).toEqual({
      met: false,
      detail: "Without a mitigation that has an owner and a date: “Some are treated worse”.",
    });
    expect(rules(register(HIGH, [{ verifyMetric: undefined }]))).toMatchObject({
      "4.6": { met: true },
      "4.7": { met: false },
    });
    const empty = rules(bagWith({ "bias-risks": [], "bias-mitigations": [] }));
    expect(empty).toMatchObject({ "4.6": { met: false }, "4.7": { met: false } });
  });
});

describe("the register", () => {
  test("counts a promise only once every mitigation of the risk is verified", () => {
    const proven = { verified: true, evidence: "Measured on May's data" };
    const residual = (mitigations: readonly FactData[]) =>
      registerOf(register(HIGH, mitigations), SAMPLE_NOW).maxResidual;
    expect(residual([])).toBe(20);
    expect(residual([proven])).toBe(15);
    expect(residual([proven, {}])).toBe(20);
  });

  test("has no highest risk while it is empty, and forgets those that were closed", () => {
    expect(registerOf(factBag({}), SAMPLE_NOW)).toMatchObject({ risks: [], exposure: 0, maxResidual: null });
    expect(registerOf(register({ ...HIGH, state: "closed" }), SAMPLE_NOW).risks).toEqual([]);
  });

  test("takes a mitigation for verified only with the metric and what was measured", () => {
    const paths = (change: FactData) =>
      factKindOf("bias-mitigations")
        .check({ ...PLANNED, ...change }, contextOf(bagWith({})))
        .map(({ path }) => path);
    expect(paths({})).toEqual([]);
    expect(paths({ verified: true })).toEqual(["evidence"]);
    expect(paths({ verified: true, verifyMetric: undefined, evidence: "Measured in May" })).toEqual(["verifyMetric"]);
    expect(paths({ verified: true, evidenceLink: "https://wiki.example.org/proof" })).toEqual([]);
  });

  test("lets the owner of a medium risk accept it, and nobody else alone", () => {
    const medium = { likelihood: 2, severity: 4, owner: SAMPLE_REVIEWER };
    const stands = (acceptance: Fact) =>
      registerOf(register(medium, [], [acceptance]), SAMPLE_NOW).risks[0]?.residualAccepted;
    expect(stands(accepted("PM", 90, SAMPLE_REVIEWER))).toBe(true);
    expect(stands(accepted("PM", 90, "somebody"))).toBe(false);
  });

  test("figures tell inherent, planned and residual, and say why one is not known", () => {
    const bag = register({ ...HIGH, likelihoodAfter: 2, severityAfter: 4 }, [{}], [accepted("RV")]);
    const context = contextOf(bag);
    const [risk] = bag.of(biasRisk);
    if (!risk) throw new Error("no risk");
    const byName = Object.fromEntries(biasRisk.figures(risk, context).map(({ name, value }) => [name, value]));
    expect(byName).toEqual({
      inherent: 20,
      planned: 8,
      residual: 20,
      band: "critical",
      reduction: 0,
      acceptedUntil: inDays(90),
    });
    const open = biasRisk.figures({ ...risk, data: { ...risk.data, severity: undefined } }, context);
    expect(open[0]).toMatchObject({ value: null, reason: "Likelihood or severity is open." });
  });
});

describe("acceptances", () => {
  const kind: AnyFactKind = factKindOf("risk-acceptances");
  const refused = (bag: ReturnType<typeof register>, role: string) =>
    keysOf(kind.guard(accepted(role).data, contextOf(bag)).filter(({ met }) => !met));

  test("are decisions of people in their role, kept as they were taken", () => {
    expect(kind).toMatchObject({ signed: true, appendOnly: true });
  });

  test("end after 180 days at the latest, and not before they begin", () => {
    const issues = (days: number) => kind.check(accepted("LD", days).data, contextOf(bagWith({})));
    expect(issues(180)).toEqual([]);
    expect(issues(181)).toHaveLength(1);
    expect(issues(0)).toHaveLength(1);
  });

  test("of a critical risk are refused to everybody, of a high one to the builders", () => {
    const critical = register({ likelihood: 4, severity: 4 });
    for (const role of ["LD", "RV", "ML"]) expect(refused(critical, role)).toEqual(["critical"]);
    const high = register({ likelihood: 3, severity: 5 });
    expect([refused(high, "ML"), refused(high, "PM")]).toEqual([["roles"], ["roles"]]);
    expect([refused(high, "LD"), refused(high, "RV")]).toEqual([[], []]);
    expect(refused(register({ likelihood: 2, severity: 4 }), "ML")).toEqual([]);
    expect(refused(register({ likelihood: 2 }), "LD")).toEqual(["weighed"]);
  });
});

describe("groups", () => {
  const issues = (kind: string, data: FactData, before: Fact | null = null) =>
    factKindOf(kind)
      .check(data, { ...contextOf(bagWith({})), before })
      .map(({ path }) => path);
  const attribute = { name: "Age band", groups: ["a", "b"], source: "collected" };
  const baseline = { attribute: "age-band", group: "18-25", populationShare: 0.14, sampleShare: 0.15 };

  test("are named once, with a reference among them, and a privacy note where they are guessed", () => {
    expect(issues("protected-attributes", attribute)).toEqual([]);
    expect(issues("protected-attributes", { ...attribute, groups: ["a", "a"] })).toEqual(["groups"]);
    expect(issues("protected-attributes", { ...attribute, referenceGroup: "c" })).toEqual(["referenceGroup"]);
    expect(issues("protected-attributes", { ...attribute, source: "inferred" })).toEqual(["privacyNote"]);
  });

  test("have one baseline each, of a group that the attribute has, and shares that fit into a whole", () => {
    const own = SAMPLES["group-baselines"]?.[0] ?? null;
    expect(issues("group-baselines", baseline, own)).toEqual([]);
    expect(issues("group-baselines", baseline)).toContain("group");
    expect(issues("group-baselines", { ...baseline, group: "toddlers" }, own)).toEqual(["group"]);
    expect(issues("group-baselines", { ...baseline, sampleShare: 0.5 }, own)).toEqual(["sampleShare"]);
  });

  test("are flagged outside 0.8 to 1.25 of their share, as in the worked case of C3", () => {
    const data = { ...baseline, populationShare: 0.12, sampleShare: 0.07 };
    expect(isFlagged(data)).toBe(true);
    const [ratio, words] = groupBaseline.figures({ ...fact("g", {}), data }, contextOf(bagWith({})));
    expect(ratio?.value).toBeCloseTo(0.583, 3);
    expect(words?.value).toBe("Under-represented");
    expect(isFlagged({ ...data, sampleShare: 0.096 })).toBe(false);
    expect(
      groupBaseline.figures({ ...fact("g", {}), data: { ...data, populationShare: 0 } }, contextOf(bagWith({})))[0],
    ).toMatchObject({ value: null });
  });
});

function contextOf(bag: ReturnType<typeof factBag>) {
  const project = { tier: 2, affectsPeople: true, documents: {}, states: {} } as const;
  return { ...bag, before: null, project, criteria: [], now: SAMPLE_NOW };
}
