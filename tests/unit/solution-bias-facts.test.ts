import { describe, expect, test } from "vitest";
import type { Tier } from "#domain/vocabulary.ts";
import { ruleVerdicts } from "#stages/checklist.ts";
import { type Fact, factBag } from "#stages/fact.ts";
import type { FactContext } from "#stages/fact-kind.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import type { StageFacts } from "#stages/facts.ts";
import { stageOf } from "#stages/registry.ts";
import { sampledFacts } from "../../prisma/demo/facts/stage-facts.ts";
import { completeDocument, completeFacts, SAMPLE_NOW, SAMPLE_REVIEWER, withAnswer } from "../support/stage-samples.ts";

const DAY_MS = 86_400_000;
const stage = stageOf("solution-bias");
const sampled = () => sampledFacts({ tier: 3, affectsPeople: true, at: new Date(SAMPLE_NOW) });
const ago = (days: number) => new Date(SAMPLE_NOW - days * DAY_MS).toISOString();
const day = (ahead: number) => new Date(SAMPLE_NOW + ahead * DAY_MS).toISOString().slice(0, 10);

type Facts = Record<string, Fact[]>;
type Group = { name: string; tp: number; fp: number; fn: number; tn: number; protected: boolean };

/** The samples with the newest assessment changed. */
function assessed(change: Record<string, unknown>, facts = sampled()): Facts {
  const [newest, ...rest] = facts["fairness-assessments"] ?? [];
  if (!newest) throw new Error("no assessment in the samples");
  return { ...facts, "fairness-assessments": [{ ...newest, data: { ...newest.data, ...change } }, ...rest] };
}

function unmet(
  facts: Facts,
  {
    tier = 2,
    document = completeDocument("solution-bias", tier),
    ...change
  }: Partial<StageFacts> & { document?: object } = {},
) {
  return stage
    .requirements(document as Record<string, unknown>, completeFacts(tier as Tier, { ...factBag(facts), ...change }))
    .filter(({ met }) => !met)
    .map(({ key }) => key);
}

const cells = (
  name: string,
  [tp, fp, fn, tn]: readonly [number, number, number, number],
  isProtected = true,
): Group => ({ name, tp, fp, fn, tn, protected: isProtected });
const PRIVATE = cells("private", [180, 120, 60, 640]);
const PUBLIC = cells("public", [210, 150, 90, 750]);
const OTHER = cells("other", [3, 2, 4, 11], false);
const FIRST = [PRIVATE, PUBLIC, cells("uninsured", [45, 27, 35, 193]), OTHER];
const SECOND = [PRIVATE, PUBLIC, cells("uninsured", [58, 39, 22, 181]), OTHER];
const MEASURES = [
  { metric: "equal_opportunity_difference", kind: "at_most", threshold: 0.1 },
  { metric: "demographic_parity_ratio", kind: "at_least", threshold: 0.8 },
  { metric: "false_positive_rate_difference", kind: "at_most", threshold: 0.1 },
  { metric: "predictive_parity_difference", kind: "at_most", threshold: 0.1 },
];
const CHOSEN = { metricsChosen: MEASURES };

function figuresOf(groups: readonly Group[], measures: readonly object[] = MEASURES) {
  const [sample] = sampled()["fairness-assessments"] ?? [];
  if (!sample) throw new Error("no sample");
  const fact = { ...sample, data: { ...sample.data, groups, measures, referenceGroup: undefined } };
  const figures = factKindOf("fairness-assessments").figures(fact, context({}));
  return Object.fromEntries(
    figures.map(({ name, value }) => [name, typeof value === "number" ? Number(value.toFixed(5)) : value]),
  );
}

function context(facts: Facts): FactContext {
  return {
    ...factBag(facts),
    before: null,
    project: { tier: 3, affectsPeople: true, documents: {}, states: {} },
    criteria: [],
    now: SAMPLE_NOW,
  };
}

describe("the numbers of lifecycle G", () => {
  test("READMIT, assessment 1: ratio .80 passes on the point, the TPR gap of .1875 fails, FPR and PPV pass", () => {
    expect(figuresOf(FIRST)).toMatchObject({
      overall: "fail",
      demographic_parity_ratio: 0.8,
      "demographic_parity_ratio.verdict": "pass, narrow",
      "demographic_parity_ratio.certainty": "not proven",
      "demographic_parity_ratio.low": expect.closeTo(0.64, 2),
      "demographic_parity_ratio.high": expect.closeTo(0.999, 2),
      equal_opportunity_difference: 0.1875,
      "equal_opportunity_difference.verdict": "fail",
      "equal_opportunity_difference.low": expect.closeTo(0.0688, 4),
      "equal_opportunity_difference.high": expect.closeTo(0.3077, 4),
      "false_positive_rate_difference.verdict": "pass",
      "predictive_parity_difference.verdict": "pass",
      predictive_parity_difference: expect.closeTo(0.0417, 4),
      tooSmall: "other",
    });
  });

  test("READMIT, assessment 2: ratio .9278, TPR gap .0500, all pass", () => {
    expect(figuresOf(SECOND)).toMatchObject({
      overall: "pass",
      demographic_parity_ratio: expect.closeTo(0.9278, 4),
      equal_opportunity_difference: 0.05,
    });
  });

  test("CARDGUARD: FPR .00132 proven, TPR .0424 on the point, PPV .0386 proven; the ratio .771 is shown, not chosen", () => {
    const newest = sampled()["fairness-assessments"]?.[0]?.data.groups as Group[];
    const chosen = [
      { metric: "false_positive_rate_difference", kind: "at_most", threshold: 0.002 },
      { metric: "equal_opportunity_difference", kind: "at_most", threshold: 0.08 },
      { metric: "predictive_parity_difference", kind: "at_most", threshold: 0.1 },
    ];
    expect(figuresOf(newest, chosen)).toMatchObject({
      overall: "pass",
      false_positive_rate_difference: 0.00132,
      "false_positive_rate_difference.certainty": "proven",
      equal_opportunity_difference: expect.closeTo(0.0424, 4),
      "equal_opportunity_difference.certainty": "not proven",
      predictive_parity_difference: expect.closeTo(0.0386, 4),
      "predictive_parity_difference.certainty": "proven",
      demographic_parity_ratio: expect.closeTo(0.771, 3),
    });
  });
});

describe("gate 8", () => {
  test("is open with the samples; a tier 1 project without facts is judged by its dates alone", () => {
    expect(unmet(sampled())).toEqual([]);
    expect(unmet(sampled(), { tier: 3 })).toEqual([]);
    const light = stage.requirements({}, completeFacts(1, factBag({})));
    expect(light.map(({ key, met }) => [key, met])).toEqual([["G8.4", true]]);
  });

  test.each<[string, string, () => Facts]>([
    ["G8.2", "a measure that fails", () => assessed({ groups: FIRST })],
    [
      "G8.3",
      "a protected group too small to judge",
      () => assessed({ groups: [...SECOND.slice(0, 3), { ...OTHER, protected: true }] }),
    ],
    ["G8.4", "data older than 180 days", () => assessed({ groups: SECOND, period: { from: ago(200), to: ago(181) } })],
    ["G8.5", "a critical residual risk", () => critical()],
  ])("%s alone fails for %s", (key, _why, facts) => {
    const document = { ...completeDocument("solution-bias", 2), ...CHOSEN };
    expect(unmet(facts(), { document })).toEqual([key]);
  });

  test("G8.4 fails for an assessment of another release, G8.1 without any", () => {
    const document = withAnswer(completeDocument("solution-bias", 2), "release", "R2");
    expect(unmet(sampled(), { document })).toEqual(["G8.4"]);
    expect(unmet({ ...sampled(), "fairness-assessments": [] })).toEqual(["G8.1", "G8.2", "G8.4"]);
  });

  test("G8.6 alone fails without the reviewer, and where the reviewer measured it", () => {
    expect(unmet(sampled(), { signOffs: [] })).toEqual(["G8.6"]);
    const [newest, ...rest] = sampled()["fairness-assessments"] ?? [];
    const own = {
      ...sampled(),
      "fairness-assessments": [{ ...(newest as Fact), recordedBy: SAMPLE_REVIEWER }, ...rest],
    };
    expect(unmet(own)).toEqual(["G8.6"]);
  });

  test("the limits that were signed in the document count, not those of the record", () => {
    const lax = assessed({
      groups: FIRST,
      measures: [{ metric: "equal_opportunity_difference", kind: "at_most", threshold: 0.5 }],
    });
    expect(unmet(lax, { document: { ...completeDocument("solution-bias", 2), ...CHOSEN } })).toEqual(["G8.2"]);
  });

  test("an exemption by the reviewer lets a group be too small; a watch takes lead and reviewer", () => {
    const small = assessed({ groups: [...SECOND.slice(0, 3), { ...OTHER, protected: true }] });
    const exempt = signed("group-exemptions", {
      assessment: "assessment-2",
      group: "other",
      role: "RV",
      reason: "Twenty patients, read one by one.",
    });
    const document = { ...completeDocument("solution-bias", 2), ...CHOSEN };
    expect(unmet({ ...small, "group-exemptions": [exempt] }, { document })).toEqual([]);
    const watched = assessed({ groups: WATCH });
    const accept = (role: string) =>
      signed("fairness-acceptances", {
        assessment: "assessment-2",
        metric: "equal_opportunity_difference",
        role,
        reason: "Few rows so far.",
        validUntil: day(90),
      });
    const only = { ...completeDocument("solution-bias", 2), metricsChosen: MEASURES.slice(0, 1) };
    expect(unmet(watched, { document: only })).toEqual(["G8.2"]);
    expect(unmet({ ...watched, "fairness-acceptances": [accept("RV")] }, { document: only })).toEqual(["G8.2"]);
    expect(unmet({ ...watched, "fairness-acceptances": [accept("RV"), accept("LD")] }, { document: only })).toEqual([]);
    const ended = { ...accept("LD"), data: { ...accept("LD").data, validUntil: day(0) } };
    expect(unmet({ ...watched, "fairness-acceptances": [accept("RV"), ended] }, { document: only })).toEqual(["G8.2"]);
  });

  test("at tier 3 a pass that is not proven takes the reviewer's note", () => {
    const document = {
      ...completeDocument("solution-bias", 3),
      metricsChosen: [{ metric: "equal_opportunity_difference", kind: "at_most", threshold: 0.08 }],
    };
    const bare = { ...sampled(), "fairness-acceptances": [] };
    expect(unmet(bare, { tier: 3, document })).toEqual(["G8.2"]);
    expect(unmet(bare, { tier: 2, document })).toEqual([]);
    expect(unmet(sampled(), { tier: 3, document })).toEqual([]);
  });

  test("items 8.3 to 8.5 are computed", () => {
    const facts = (given: Facts) => completeFacts(2, factBag(given));
    const verdicts = (given: Facts) =>
      ruleVerdicts(stage, { ...completeDocument("solution-bias", 2), ...CHOSEN }, facts(given));
    expect(verdicts(assessed({ groups: SECOND }))["8.3"]).toEqual({
      met: false,
      detail: "Too small, and not exempted: other.",
    });
    expect(verdicts(assessed({ groups: SECOND }))["8.4"]?.met).toBe(true);
    expect(verdicts({ ...assessed({ groups: FIRST, measures: MEASURES }), remediations: [] })["8.5"]?.met).toBe(false);
  });
});

describe("what may not be recorded", () => {
  test("a failing measure cannot be accepted, and no acceptance lasts longer than 180 days", () => {
    const facts = assessed({ groups: FIRST, measures: MEASURES });
    const kind = factKindOf("fairness-acceptances");
    const data = {
      assessment: "assessment-2",
      metric: "equal_opportunity_difference",
      role: "RV",
      reason: "We would like to.",
      validUntil: day(100),
    };
    expect(kind.guard(data, context(facts)).filter(({ met }) => !met)).toMatchObject([{ key: "G8.2" }]);
    expect(
      kind.guard({ ...data, metric: "demographic_parity_ratio" }, context(facts)).filter(({ met }) => !met),
    ).toEqual([]);
    expect(kind.check({ ...data, validUntil: day(181) }, context(facts))).toMatchObject([{ path: "validUntil" }]);
    expect(kind.check({ ...data, validUntil: day(0) }, context(facts))).toMatchObject([{ path: "validUntil" }]);
  });

  test("a group that is large enough is not exempted; strange groups and doubled measures are refused", () => {
    const exempt = { assessment: "assessment-2", group: "41-60", role: "RV", reason: "Because it is convenient." };
    expect(factKindOf("group-exemptions").check(exempt, context(sampled()))).toMatchObject([{ path: "group" }]);
    const [newest] = sampled()["fairness-assessments"] ?? [];
    const check = (change: object) =>
      factKindOf("fairness-assessments")
        .check({ ...newest?.data, ...change }, context(sampled()))
        .map(({ path }) => path);
    expect(check({})).toEqual([]);
    expect(check({ groups: FIRST })).toEqual(["groups"]);
    expect(check({ measures: [MEASURES[0], MEASURES[0]] })).toEqual(["measures"]);
    expect(check({ measures: [{ ...MEASURES[1], kind: "at_most" }] })).toEqual(["measures.0.kind"]);
    expect(check({ period: { from: ago(3), to: ago(3) } })).toEqual(["period.to"]);
  });

  test("viewers do not see groups below ten", () => {
    const tiny = { ...OTHER, tn: 0, name: "tiny" };
    expect(factKindOf("fairness-assessments").seenByViewers({ groups: [PRIVATE, OTHER, tiny] })).toEqual({
      groups: [PRIVATE, OTHER],
    });
  });
});

describe("the start", () => {
  test("takes a shadow, canary or A/B deployment, from tier 2 or where deployments are recorded", () => {
    const entry = (tier: Tier, facts: Facts) => stage.entry(completeFacts(tier, factBag(facts))).map(({ met }) => met);
    expect(entry(1, {})).toEqual([]);
    expect(entry(2, {})).toEqual([false]);
    expect(entry(2, sampled())).toEqual([true]);
    const planned = (sampled().deployments ?? []).map((fact) => ({
      ...fact,
      data: { ...fact.data, state: "planned" },
    }));
    expect(entry(1, { deployments: planned })).toEqual([false]);
  });
});

/** Thirty-odd rows a group: a gap of a quarter that chance explains. */
const WATCH = [cells("private", [9, 6, 3, 20]), cells("public", [7, 6, 5, 20])];

function signed(kind: string, data: Record<string, unknown>): Fact {
  return {
    key: `${kind}-${String(data.role)}`,
    at: SAMPLE_NOW,
    version: 1,
    recordedAt: SAMPLE_NOW,
    recordedBy: null,
    data,
  };
}

function critical(): Facts {
  const facts = assessed({ groups: SECOND });
  const risks = (facts["bias-risks"] ?? []).map((fact, at) =>
    at === 0
      ? { ...fact, data: { ...fact.data, likelihood: 4, severity: 5, likelihoodAfter: 4, severityAfter: 5 } }
      : fact,
  );
  return { ...facts, "bias-risks": risks };
}
