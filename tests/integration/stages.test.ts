import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { db, disconnect } from "#server/db.ts";
import { changeProject } from "#server/projects.ts";
import { getStageView } from "#server/stage-view.ts";
import { planStage, saveStage, saveStageSchema } from "#server/stages.ts";
import { STAGE_KEYS } from "#stages/registry.ts";
import { auditOf } from "../support/people.ts";
import {
  documentFor,
  move,
  prepare,
  save,
  stateOf,
  submit,
  type Team,
  team,
  trio,
  userOf,
  versionOf,
  working,
} from "../support/project.ts";
import { withAnswer } from "../support/stage-samples.ts";

afterAll(disconnect);

const CASE = "business-case";
const FIRST = { urgency: 4 };

describe("saving a stage", () => {
  test("for the first time, from version 0, starts it and writes who did what", async () => {
    const { as, project } = await team();
    const saved = await saveStage(as.PM, CASE, { version: 0, document: FIRST });
    expect(saved).toMatchObject({ key: CASE, state: "in_progress", version: 1, document: FIRST });
    expect(await auditOf({ action: "stage.start", projectId: project.id })).toMatchObject([
      { actorId: userOf(as.PM), before: { state: "not_started" }, after: { state: "in_progress" } },
    ]);
    expect(await auditOf({ action: "stage.save", projectId: project.id })).toMatchObject([
      { actorId: userOf(as.PM), stageKey: CASE, before: {}, after: FIRST },
    ]);
    const transitions = await db.stageTransition.findMany({ where: { projectId: project.id } });
    expect(transitions).toMatchObject([{ verb: "start", rule: "T1", iteration: 1, version: 0 }]);
    expect(await db.stageVisit.count({ where: { projectId: project.id, leftAt: null } })).toBe(1);
  });

  test("keeps the draft of a stage that may not start yet, and the stage waits", async () => {
    const given = await team();
    const saved = await saveStage(given.as.ML, "model", { version: 0, document: { approachSummary: SUMMARY } });
    expect(saved).toMatchObject({ state: "not_started", version: 1 });
    expect(await stateOf(given, "model")).toBe("not_started");
    expect(await db.stageTransition.count({ where: { projectId: given.project.id } })).toBe(0);
  });

  test("by a lead never jumps an entry condition without the reason that jumping asks for", async () => {
    const { as } = await team();
    const saved = await saveStage(as.LD, "model", { version: 0, document: { approachSummary: SUMMARY } });
    expect(saved.state).toBe("not_started");
  });

  test("by somebody who may edit but not start keeps the state", async () => {
    const { as } = await team();
    expect(await saveStage(as.ML, CASE, { version: 0, document: FIRST })).toMatchObject({ state: "not_started" });
  });

  test("of the same answers, in any order, changes nothing and writes nothing", async () => {
    const given = await team();
    const document = { urgency: 4, framing: { entity: "One card payment", actor: "The switch" } };
    await save(given, CASE, document);
    const before = await db.auditEvent.count({ where: { projectId: given.project.id } });
    const again = await save(given, CASE, { framing: { actor: "The switch", entity: "One card payment" }, urgency: 4 });
    expect(again.version).toBe(1);
    expect(await db.auditEvent.count({ where: { projectId: given.project.id } })).toBe(before);
  });

  test("from a stale version is a conflict that shows the draft as it is and who saved it", async () => {
    const { as } = await team();
    await saveStage(as.PM, CASE, { version: 0, document: FIRST });
    await expect(saveStage(as.LD, CASE, { version: 0, document: { urgency: 1 } })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("Pia Product"),
      details: { current: { version: 1, document: FIRST, savedBy: "Pia Product", state: "in_progress" } },
    });
    await expect(saveStage(as.LD, CASE, { version: 2, document: { urgency: 1 } })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  test("by 50 at once with one version: exactly one wins, the others are told what won, nothing is lost", async () => {
    const given = await team();
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, i) =>
        saveStage(given.as.LD, CASE, { version: 0, document: { horizonMonths: 10 + i } }),
      ),
    );
    const won = results.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    const lost = results.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
    expect([won.length, lost.length]).toEqual([1, 49]);
    for (const reason of lost)
      expect(reason).toMatchObject({ code: "CONFLICT", details: { current: { document: won[0]?.document } } });
    expect(await versionOf(given, CASE)).toBe(1);
    expect(await auditOf({ action: "stage.save", projectId: given.project.id })).toHaveLength(1);
  });

  test("strips blanks at every depth and keeps 0 and false", async () => {
    const given = await team();
    const { document } = await save(given, CASE, {
      problemStatement: "  ",
      alternatives: [],
      framing: { entity: "", errorCosts: { costFp: 0, costFn: null } },
      personalData: false,
      skillsNeeded: ["", "fraud"],
    });
    expect(document).toEqual({
      framing: { errorCosts: { costFp: 0 } },
      personalData: false,
      skillsNeeded: ["fraud"],
    });
  });

  test.each([
    ["an unknown answer", { nonsense: 1 }, "nonsense"],
    ["an unknown answer inside a group", { framing: { nonsense: 1 } }, "framing.nonsense"],
    ["a grade above five", { urgency: 6 }, "urgency"],
    ["half a grade", { urgency: 2.5 }, "urgency"],
    ["a number as text", { urgency: "4" }, "urgency"],
    ["an infinite number", { upfrontCost: Number.POSITIVE_INFINITY }, "upfrontCost"],
    ["a choice that is none", { framing: { taskType: "guessing" } }, "framing.taskType"],
    ["a text where a group belongs", { framing: "all of it" }, "framing"],
    ["a list where a group belongs", { framing: [1] }, "framing"],
    ["a chance above one", { successProbability: 1.01 }, "successProbability"],
    ["a wrong cell of a row", { alternatives: [{ option: "Do nothing" }, { option: 7 }] }, "alternatives.1.option"],
    ["an unknown column", { alternatives: [{ price: 7 }] }, "alternatives.0.price"],
  ])("refuses %s and says where", async (_, document, path) => {
    const { as, project } = await shared();
    await expect(saveStage(as.LD, CASE, { version: 0, document })).rejects.toMatchObject({
      code: "INVALID",
      details: { issues: expect.arrayContaining([expect.objectContaining({ path })]) },
    });
    expect(await db.stage.count({ where: { projectId: project.id } })).toBe(0);
  });

  test("does not let the names of an object's insides through", async () => {
    const { as } = await shared();
    for (const text of [
      '{"__proto__":{"isAdmin":true}}',
      '{"constructor":{"prototype":{}}}',
      '{"framing":{"__proto__":{"x":1}}}',
    ]) {
      const document = JSON.parse(text);
      const result = await saveStage(as.LD, "data-pipeline", { version: 0, document }).catch((error) => error);
      expect(result.code === "INVALID" || Object.keys(result.document).length === 0, text).toBe(true);
      expect(Reflect.get({}, "isAdmin")).toBeUndefined();
    }
  });

  test.each([
    ["the version as text", { version: "0", document: {} }],
    ["a negative version", { version: -1, document: {} }],
    ["no version", { document: {} }],
    ["a role", { version: 0, document: {}, role: "LD" }],
    ["a project", { version: 0, document: {}, projectId: "x" }],
    ["a state", { version: 0, document: {}, state: "done" }],
  ])("has no place for %s at its door", (_, input) => {
    expect(saveStageSchema.safeParse(input).success).toBe(false);
  });

  test.each([
    "👩‍👩‍👧 family, ZWJ and all",
    "مرحبا بالعالم في كل مكان",
    `e${"\u0301".repeat(1000)} once combined a thousand times`,
    "İstanbul ıssız Iğdır, the Turkish letters",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 beyond the first plane 漢字 and more",
    "café is not café when composed otherwise",
  ])("keeps %s as it was typed", async (text) => {
    const given = await team();
    const entity = text.slice(0, 200);
    await save(given, CASE, { framing: { entity } });
    const view = await getStageView(given.as.LD, CASE);
    expect(view.document).toEqual({ framing: { entity } });
  });

  test("round-trips any text that fits", async () => {
    const given = await team();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 3, maxLength: 40 }), async (text) => {
        fc.pre(text.trim().length >= 3 && text.trim().length <= 200 && !text.includes("\0"));
        const { document } = await save(given, CASE, { framing: { entity: text } });
        const view = await getStageView(given.as.LD, CASE);
        expect(view.document).toEqual(document);
        expect(document).toEqual({ framing: { entity: text.trim() } });
      }),
      { numRuns: 15 },
    );
  });

  test.each(STAGE_KEYS)("of %s keeps its complete document", async (key) => {
    const given = await shared();
    const document = documentFor(given, key);
    const saved = await save(given, key, document);
    expect(saved.document).toEqual(document);
  });

  test.each(["in_review", "done", "needs_attention"])(
    "is refused while the stage is %s, with the way out",
    async (state) => {
      const given = await trio();
      await prepare(given, CASE);
      await submit(given, CASE);
      if (state !== "in_review") await move(given.as.LD, CASE, "approve");
      if (state === "needs_attention") await move(given.as.ML, CASE, "flag", { reason: "The market moved" });
      const way = { in_review: "Withdraw", done: "reopen", needs_attention: "Rework" }[state] ?? "";
      await expect(save(given, CASE, FIRST)).rejects.toMatchObject({
        code: "CONFLICT",
        message: expect.stringContaining(way),
      });
    },
  );

  test("is refused while the stage is set aside", async () => {
    const given = await trio();
    await move(given.as.LD, "data-bias", "set-aside", { reason: "Nobody is affected" });
    await move(given.as.RV, "data-bias", "set-aside", { reason: "Nobody is affected" });
    await expect(save(given, "data-bias", {})).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("is for the stage's editors: others are told who", async () => {
    const { as, people, project } = await shared();
    await expect(saveStage(as.RV, "data-pipeline", { version: 0, document: {} })).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("ML engineer"),
    });
    await expect(authorize(people.VW, project.slug, "stage.edit")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(authorize(people.outsider, project.slug, "stage.edit")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("of a stage that does not exist is not found", async () => {
    const { as } = await shared();
    for (const key of ["business", "", "__proto__", "toString", "BUSINESS-CASE"])
      await expect(saveStage(as.LD, key, { version: 0, document: {} })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("in one project leaves the same stage of another alone", async () => {
    const [one, other] = [await team(), await team()];
    await save(one, CASE, FIRST);
    expect(await db.stage.count({ where: { projectId: other.project.id } })).toBe(0);
  });
});

describe("what a save does to signatures", () => {
  test("those of an older version stop counting, and are there again for nobody", async () => {
    const given = await trio();
    await prepare(given, CASE);
    expect((await gate(given)).find(({ key }) => key === "G0.5")).toMatchObject({ met: true });
    await save(given, CASE, { ...documentFor(given, CASE), urgency: 1 });
    expect((await gate(given)).find(({ key }) => key === "G0.5")).toMatchObject({ met: false });
    await save(given, CASE, documentFor(given, CASE));
    expect((await gate(given)).find(({ key }) => key === "G0.5")).toMatchObject({ met: false });
    expect((await getStageView(given.as.LD, CASE)).signOffs).toMatchObject([
      { version: 1, voidedAt: null, current: false },
    ]);
  });

  test("a save of nothing new leaves them standing, and so do ticks and plans", async () => {
    const given = await trio();
    await prepare(given, CASE);
    await save(given, CASE, documentFor(given, CASE));
    await planStage(given.as.LD, CASE, { dueOn: "2027-01-31" });
    expect((await gate(given)).find(({ key }) => key === "G0.5")).toMatchObject({ met: true });
    expect(await versionOf(given, CASE)).toBe(1);
  });

  test("a save of another stage leaves them standing", async () => {
    const given = await trio();
    await prepare(given, CASE);
    await save(given, "success-criteria", { observationDays: 90 });
    expect((await gate(given)).every(({ met }) => met)).toBe(true);
  });
});

describe("the project follows the business case", () => {
  test("risk answers raise the tier, with a note of why, and never lower it", async () => {
    const given = await team(1);
    await save(given, CASE, { riskAnswers: { art5Practice: true } });
    expect(await projectOf(given)).toMatchObject({ tier: 3 });
    expect(await auditOf({ action: "project.change", projectId: given.project.id })).toMatchObject([
      { before: { tier: 1 }, after: { tier: 3 }, reason: expect.stringContaining("business case") },
    ]);
    await save(given, CASE, { riskAnswers: { art5Practice: false } });
    expect(await projectOf(given)).toMatchObject({ tier: 3 });
  });

  test("a tier that was given at creation holds while the answers ask for less", async () => {
    const given = await team(3);
    await save(given, CASE, documentFor({ ...given, tier: 1 }, CASE));
    expect(await projectOf(given)).toMatchObject({ tier: 3 });
  });

  test("a tier that a lead lowered with a reason stays until the risk questions are answered anew", async () => {
    const given = await team(1);
    const risky = { riskAnswers: { art5Practice: true } };
    await save(given, CASE, risky);
    const access = await authorize(given.people.LD, given.project.slug, "project.edit");
    await changeProject(access, { tier: 2, reason: "Checked with counsel" });
    await save(given, CASE, { ...risky, urgency: 5 });
    expect(await projectOf(given)).toMatchObject({ tier: 2 });
    await save(given, CASE, { riskAnswers: { annexIThirdPartyAssessment: true } });
    expect(await projectOf(given)).toMatchObject({ tier: 3 });
  });

  test("affects people as the answer says, both ways, and without an answer as it was", async () => {
    const given = await team(1);
    await save(given, CASE, { affectsPeople: true });
    expect(await projectOf(given)).toMatchObject({ affectsPeople: true });
    await save(given, CASE, { urgency: 2 });
    expect(await projectOf(given)).toMatchObject({ affectsPeople: true });
    await save(given, CASE, { affectsPeople: false });
    expect(await projectOf(given)).toMatchObject({ affectsPeople: false });
  });

  test("answers of other stages leave it alone", async () => {
    const given = await team(1);
    const before = await projectOf(given);
    await save(given, "success-criteria", { observationDays: 90 });
    expect(await projectOf(given)).toMatchObject({ tier: 1, version: before.version });
  });

  test("people affected after all: the bias stages that were set aside come back by rule (T12)", async () => {
    const given = await trio();
    for (const by of [given.as.LD, given.as.RV])
      await move(by, "data-bias", "set-aside", { reason: "Nobody affected" });
    expect(await stateOf(given, "data-bias")).toBe("not_applicable");
    await save(given, CASE, { affectsPeople: true });
    expect(await stateOf(given, "data-bias")).toBe("not_started");
    const [last] = await db.stageTransition.findMany({ where: { projectId: given.project.id, verb: "restore" } });
    expect(last).toMatchObject({ rule: "T12", actorKind: "rule", stageKey: "data-bias" });
  });

  test("the same when the settings say so", async () => {
    const given = await trio();
    for (const by of [given.as.LD, given.as.RV])
      await move(by, "data-bias", "set-aside", { reason: "Nobody affected" });
    const access = await authorize(given.people.LD, given.project.slug, "project.edit");
    await changeProject(access, { affectsPeople: true });
    expect(await stateOf(given, "data-bias")).toBe("not_started");
  });
});

describe("planning a stage", () => {
  test("names an owner and a day, keeps the version, and writes the audit", async () => {
    const { as, project } = await team();
    const ownerId = userOf(as.ML);
    await planStage(as.PM, "model", { ownerId, dueOn: "2027-03-31" });
    expect(await getStageView(as.LD, "model")).toMatchObject({ ownerId, ownerName: "Max Model", version: 0 });
    expect(await auditOf({ action: "stage.plan", projectId: project.id })).toMatchObject([
      { stageKey: "model", before: { ownerId: null }, after: { ownerId, dueOn: "2027-03-31T00:00:00.000Z" } },
    ]);
  });

  test("the same plan again writes nothing", async () => {
    const { as, project } = await team();
    await planStage(as.PM, "model", { dueOn: "2027-03-31" });
    await planStage(as.PM, "model", { dueOn: "2027-03-31" });
    expect(await auditOf({ action: "stage.plan", projectId: project.id })).toHaveLength(1);
  });

  test("refuses an owner from outside, and a stage that is none", async () => {
    const { as, people } = await shared();
    for (const ownerId of [people.outsider.userId, "0190c4de-7a10-7000-8000-00000000dead"])
      await expect(planStage(as.PM, "model", { ownerId })).rejects.toMatchObject({
        code: "INVALID",
        details: { issues: [{ path: "ownerId" }] },
      });
    await expect(planStage(as.PM, "models", {})).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is not for viewers, nor for strangers", async () => {
    const { people, project } = await shared();
    await expect(authorize(people.VW, project.slug, "stage.move")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(authorize(people.outsider, project.slug, "stage.move")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a stage as its page shows it", () => {
  test("offers each reader the verbs with the verdict for them", async () => {
    const given = await trio();
    await prepare(given, CASE);
    const { offers } = await getStageView(given.as.PM, CASE);
    expect(offers.find(({ verb }) => verb === "submit")?.decision).toMatchObject({ ok: true });
    const seen = await getStageView(given.as.RV, CASE);
    expect(seen.offers.find(({ verb }) => verb === "submit")?.decision).toMatchObject({ ok: false, code: "FORBIDDEN" });
    expect(seen.mayEdit).toBe(false);
  });

  test("is not found under another name, nor by a stranger", async () => {
    const { as, people, project } = await shared();
    await expect(getStageView(as.LD, "nothing")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(working(people.outsider, project.slug)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("says at every tier what the gate lacks: the walk's requirements are met one by one", async () => {
    const given = await trio();
    const before = await gate(given);
    expect(before.filter(({ met }) => !met).map(({ key }) => key)).toEqual(["G0.1", "G0.2", "G0.5", "G1.5"]);
    expect(before[0]).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ where: "#field-goNoGo" })]),
    });
    await prepare(given, CASE);
    expect((await gate(given)).every(({ met }) => met)).toBe(true);
    const document = withAnswer(documentFor(given, CASE), "goNoGo", "defer");
    await save(given, CASE, document);
    expect((await gate(given)).filter(({ met }) => !met).map(({ key }) => key)).toEqual(["G0.5", "G1.5"]);
  });
});

const SUMMARY = "Gradient boosting over 140 features of the payment and its recent history.";

async function gate(given: Team) {
  return (await getStageView(given.as.LD, CASE)).gate.requirements;
}

function projectOf({ project }: Team) {
  return db.project.findUniqueOrThrow({ where: { id: project.id } });
}

/** For refusals that leave nothing behind. */
let common: ReturnType<typeof team> | undefined;
function shared() {
  common ??= team();
  return common;
}
