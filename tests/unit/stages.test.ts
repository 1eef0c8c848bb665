import { describe, expect, test } from "vitest";
import { AppError } from "#domain/errors.ts";
import { ROLES, TIERS, type Tier } from "#domain/vocabulary.ts";
import { checklistFor, ruleVerdicts } from "#stages/checklist.ts";
import { fieldProgress, missingFields, requiredFields } from "#stages/completeness.ts";
import { parseDraft } from "#stages/draft.ts";
import { factBag } from "#stages/fact.ts";
import type { ConditionFacts } from "#stages/field.ts";
import { findStage, STAGE_KEYS, STAGES, stageOf } from "#stages/registry.ts";
import { fieldsOf } from "#stages/stage-fields.ts";
import {
  completeDocument,
  completeDocuments,
  completeFacts,
  fullDocuments,
  withAnswer,
} from "../support/stage-samples.ts";

const AFFECTS = [true, false] as const;
const each = STAGES.flatMap((stage) => TIERS.map((tier) => ({ stage, key: stage.key, tier })));

/** The conditions as they are when the whole project is filled in. */
function project(tier: Tier, affectsPeople = true): ConditionFacts {
  return { tier, affectsPeople, documents: fullDocuments({ affectsPeople }) };
}

describe("the registry", () => {
  test("has the keys of the machine door in their order", () => {
    expect(STAGE_KEYS).toEqual([
      "business-case",
      "success-criteria",
      "data-selection",
      "data-bias",
      "data-pipeline",
      "model",
      "integration",
      "solution-bias",
      "monitoring",
      "retraining",
    ]);
  });

  test("numbers the stages by their place, each key once", () => {
    expect(STAGES.map(({ number }) => number)).toEqual(STAGES.map((_, i) => i + 1));
    expect(new Set(STAGE_KEYS).size).toBe(STAGES.length);
  });

  test("gives weights that make one, modelling a fifth", () => {
    expect(STAGES.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(stageOf("model").weight).toBe(0.2);
  });

  test("keeps each phase in one piece", () => {
    const phases = STAGES.map(({ phase }) => phase);
    expect(phases.filter((phase, i) => phase !== phases[i - 1])).toEqual(["Frame", "Data", "Build", "Operate"]);
  });

  test("names only stages that exist in prerequisites, and starts only on earlier ones", () => {
    for (const { number, toStart, toFinish } of STAGES) {
      for (const { stage } of [...toStart, ...toFinish]) expect(findStage(stage)).not.toBeNull();
      for (const { stage } of toStart) expect(stageOf(stage).number).toBeLessThan(number);
    }
  });

  test("answers an unknown key with the list of keys", () => {
    expect(findStage("poetry")).toBeNull();
    expect(() => stageOf("poetry")).toThrow(AppError);
    expect(() => stageOf("constructor")).toThrow(/business-case, success-criteria/);
  });

  test("has reviewers approve the two bias stages and the lead all others", () => {
    const reviewed = STAGES.filter(({ approvers }) => approvers.includes("RV")).map(({ key }) => key);
    expect(reviewed).toEqual(["data-bias", "solution-bias"]);
    expect(STAGES.every(({ approvers }) => approvers.length === 1)).toBe(true);
  });

  test("lets the owner, everybody named in a field, and the lead edit; never the viewer", () => {
    for (const { editors, owner, fields } of STAGES) {
      for (const who of [owner, "LD" as const, ...fields.map((field) => field.who)]) expect(editors).toContain(who);
      expect(editors).not.toContain("VW");
    }
  });
});

describe.each(STAGES.map((stage) => ({ stage, key: stage.key })))("$key", ({ stage, key }) => {
  test("labels and explains every answer and every column once", () => {
    const fields = fieldsOf(stage);
    const columns = fields.flatMap((field) => field.columns ?? []);
    for (const { label, help, who } of [...fields, ...columns]) {
      expect(label).toMatch(/^[A-Z0-9].{1,60}$/);
      expect(help).toMatch(/^[A-Z0-9].*[.?]$/);
      expect(ROLES).toContain(who);
    }
    expect(new Set(fields.map(({ path }) => path)).size).toBe(fields.length);
    expect(new Set(fields.map(({ label }) => label)).size).toBe(fields.length);
  });

  test("offers options with words wherever there is something to choose", () => {
    for (const { kind, options } of stage.fields) {
      if (kind !== "choice" && kind !== "choices") continue;
      expect(options?.length).toBeGreaterThan(1);
      for (const { label } of options ?? []) expect(label).toMatch(/^[A-Z]/);
    }
  });

  test("has checklist items with keys of its own number, in order, and signers where somebody signs", () => {
    const keys = stage.checklist.map((item) => item.key);
    expect(keys).toEqual([...keys].sort((a, b) => Number(a.split(".")[1]) - Number(b.split(".")[1])));
    expect(new Set(keys).size).toBe(keys.length);
    for (const item of stage.checklist) {
      expect(item.key).toMatch(new RegExp(`^${stage.number}\\.\\d+$`));
      expect(item.evidence === "signoff").toBe((item.signers?.length ?? 0) > 0);
      if (item.evidence === "rule") expect(item.rule, item.key).toBeDefined();
      if (item.evidence === "signoff") expect(item.rule, item.key).toBeUndefined();
    }
  });

  test("asks for at most nine answers and two to four items at tier 1", () => {
    const light = { tier: 1 as const, affectsPeople: true, documents: completeDocuments(1) };
    const required = requiredFields(stage, completeDocument(key, 1), light);
    expect(required.length).toBeGreaterThanOrEqual(1);
    expect(required.length).toBeLessThanOrEqual(9);
    const items = checklistFor(stage, {}, light).filter(({ requiredFrom }) => requiredFrom === 1);
    expect(items.length).toBeGreaterThanOrEqual(2);
    expect(items.length).toBeLessThanOrEqual(4);
  });

  test("asks for no less at a higher tier", () => {
    const paths = TIERS.map((tier) => requiredFields(stage, {}, project(tier)).map(({ path }) => path));
    expect(paths[1]).toEqual(expect.arrayContaining(paths[0] ?? []));
    expect(paths[2]).toEqual(expect.arrayContaining(paths[1] ?? []));
  });

  test("takes a document in which everything is answered, unchanged", () => {
    const full = fullDocuments()[key];
    expect(parseDraft(stage, full)).toEqual({ ok: true, document: full });
    expect(missingFields(stage, full ?? {}, project(3))).toEqual([]);
  });

  test("has a sample answer for each field but those of the other branch", () => {
    const full = fullDocuments()[key] ?? {};
    const paths = stage.fields.filter((field) => field.when?.(full, project(3)) ?? true).map(({ path }) => path);
    const answered = stage.fields.filter(({ path }) => missingFrom(full, path) === false).map(({ path }) => path);
    expect(answered).toEqual(paths);
  });

  test("takes an empty draft and strips what says nothing", () => {
    expect(parseDraft(stage, {})).toEqual({ ok: true, document: {} });
    const blanks = stage.fields.reduce((document, { path }, i) => withAnswer(document, path, BLANKS[i % 5]), {});
    expect(parseDraft(stage, blanks)).toEqual({ ok: true, document: {} });
  });

  test("refuses an answer of the wrong kind by its path", () => {
    for (const { path, label } of stage.fields) {
      const parsed = parseDraft(stage, withAnswer({}, path, { nonsense: 1 }));
      expect(parsed.ok, label).toBe(false);
      if (!parsed.ok) expect(parsed.issues[0]?.path).toMatch(new RegExp(`^${path.replaceAll(".", "\\.")}`));
    }
  });

  test("refuses names that it does not know, at every depth", () => {
    const groups = new Set(stage.fields.flatMap(({ path }) => path.split(".").slice(0, -1).slice(0, 1)));
    for (const path of ["unheardOf", ...[...groups].map((group) => `${group}.unheardOf`)]) {
      const parsed = parseDraft(stage, withAnswer({}, path, "x"));
      expect(parsed).toEqual({ ok: false, issues: [{ path, message: `There is no answer called “unheardOf” here` }] });
    }
  });

  test("refuses characters that the database cannot keep", () => {
    for (const { path, kind, min = 1 } of stage.fields) {
      if (kind !== "text" && kind !== "longtext") continue;
      const parsed = parseDraft(stage, withAnswer({}, path, `${"a".repeat(min)}\u0000`));
      expect(parsed).toMatchObject({ ok: false, issues: [{ path }] });
    }
  });
});

describe.each(each)("$key at tier $tier", ({ stage, key, tier }) => {
  test.each(AFFECTS)("passes with its least complete document (people affected: %s)", (affectsPeople) => {
    const document = completeDocument(key, tier, { affectsPeople });
    expect(parseDraft(stage, document)).toEqual({ ok: true, document });
    expect(missingFields(stage, document, project(tier, affectsPeople))).toEqual([]);
    const { done, total } = fieldProgress(stage, document, project(tier, affectsPeople));
    expect(done).toBe(total);
  });

  test("lists exactly the required answers of an empty draft", () => {
    const absent = missingFields(stage, {}, project(tier)).filter(({ problem }) => problem === "missing");
    const required = requiredFields(stage, {}, project(tier));
    expect(absent.map(({ path }) => path)).toEqual(required.map(({ path }) => path));
    expect(fieldProgress(stage, {}, project(tier))).toEqual({ done: 0, total: required.length });
  });

  test("is shut by each required answer alone", () => {
    const document = completeDocument(key, tier);
    for (const { path, label, who } of requiredFields(stage, document, project(tier))) {
      const problems = missingFields(stage, withAnswer(document, path, undefined), project(tier));
      expect(problems).toContainEqual({ path, label, problem: "missing", who: [who] });
    }
  });

  test("meets its own requirements and rule items in a complete project", () => {
    const facts = completeFacts(tier);
    const document = completeDocument(key, tier);
    expect(stage.requirements(document, facts).filter(({ met }) => !met)).toEqual([]);
    const required = stage.checklist.filter(({ requiredFrom }) => requiredFrom !== null && tier >= requiredFrom);
    const verdicts = ruleVerdicts(stage, document, facts);
    for (const { key: item, rule } of required) if (rule) expect(verdicts[item]).toMatchObject({ met: true });
  });

  test("explains every requirement and rule item of an empty project, and how to mend it", () => {
    const facts = completeFacts(tier, { ...factBag({}), criteria: [], signOffs: [], documents: {} });
    for (const { met, detail, fix } of stage.requirements({}, facts)) {
      expect(detail).toMatch(/^[A-Z0-9].*\.$/);
      expect(fix === undefined).toBe(met);
      if (fix) expect(fix.where).toMatch(/^(#(field-|item-|criteria)|\/facts\/)/);
    }
    for (const { met, detail } of Object.values(ruleVerdicts(stage, {}, facts))) {
      expect(met).toBe(false);
      expect(detail).toMatch(/^[A-Z0-9].*\.$/);
    }
  });
});

const BLANKS = ["", "  \n", null, [], {}];

function missingFrom(document: Readonly<Record<string, unknown>>, path: string): boolean {
  const without = withAnswer(document, path, undefined);
  return JSON.stringify(without) === JSON.stringify(document);
}
