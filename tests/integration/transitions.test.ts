import { afterAll, describe, expect, test } from "vitest";
import type { StageState, StageVerb } from "#domain/vocabulary.ts";
import { authorize, systemAccess } from "#server/access.ts";
import { addComment } from "#server/comments.ts";
import { db, disconnect } from "#server/db.ts";
import { setMemberRoles } from "#server/members.ts";
import { mutate } from "#server/mutate.ts";
import { saveStage } from "#server/stages.ts";
import { applyTransition, type Moved, moveStage, transitionSchema } from "#server/transitions.ts";
import { auditOf } from "../support/people.ts";
import {
  documentFor,
  finish,
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

afterAll(disconnect);

const CASE = "business-case";
const BLOCK = { reason: "No data yet", blockedBy: "The warehouse team", expectedUntil: "2027-02-01" };

describe("each verb", () => {
  test("T1 to T6 and T10: what one stage lives through is kept, step by step", async () => {
    const given = await trio();
    const { PM, LD, ML } = given.as;
    const id = given.project.id;
    await move(PM, CASE, "start");
    await move(ML, CASE, "block", BLOCK);
    await move(PM, CASE, "unblock");
    await prepare(given, CASE);
    await move(PM, CASE, "submit");
    await move(PM, CASE, "withdraw");
    await prepare(given, CASE);
    await move(PM, CASE, "submit");
    await move(LD, CASE, "send-back", { reason: "The benefit is not shown" });
    await prepare(given, CASE);
    await move(PM, CASE, "submit");
    await move(LD, CASE, "approve", { reason: "Good numbers" });
    await move(LD, CASE, "reopen", { reason: "Prices changed" });
    const log = await db.stageTransition.findMany({
      where: { projectId: id },
      orderBy: [{ at: "asc" }, { id: "asc" }],
    });
    expect(log.map(({ verb, rule, from, to, iteration }) => [verb, rule, from, to, iteration])).toEqual([
      ["start", "T1", "not_started", "in_progress", 1],
      ["block", "T2", "in_progress", "blocked", 1],
      ["unblock", "T3", "blocked", "in_progress", 1],
      ["submit", "T4", "in_progress", "in_review", 1],
      ["withdraw", "T5", "in_review", "in_progress", 1],
      ["submit", "T4", "in_progress", "in_review", 1],
      ["send-back", "T5", "in_review", "in_progress", 1],
      ["submit", "T4", "in_progress", "in_review", 1],
      ["approve", "T6", "in_review", "done", 1],
      ["reopen", "T10", "done", "in_progress", 2],
    ]);
    expect(log[1]).toMatchObject({ ...BLOCK, expectedUntil: new Date("2027-02-01"), actorId: userOf(ML) });
    expect(log[3]?.gate).toMatchObject({ ready: true });
    const visits = await db.stageVisit.findMany({ where: { projectId: id }, orderBy: { enteredAt: "asc" } });
    expect(visits.map(({ state }) => state)).toEqual(log.map(({ to }) => to));
    expect(visits.filter(({ leftAt }) => leftAt === null)).toHaveLength(1);
    for (const { verb } of log) expect(await auditOf({ action: `stage.${verb}`, projectId: id })).not.toHaveLength(0);
    expect(await auditOf({ action: "stage.send-back", projectId: id })).toMatchObject([
      {
        actorId: userOf(LD),
        reason: "The benefit is not shown",
        before: { state: "in_review" },
        after: { state: "in_progress" },
      },
    ]);
  });

  test("T7 to T9: a flag is worked on again, or dismissed with a reason", async () => {
    const given = await doneCase();
    const { LD, ML, PM, RV } = given.as;
    await move(RV, CASE, "flag", { reason: "A competitor went broke" });
    await move(LD, CASE, "dismiss", { reason: "It does not touch us" });
    expect(await stateOf(given, CASE)).toBe("done");
    await move(ML, CASE, "flag", { reason: "Costs doubled" });
    await move(PM, CASE, "rework");
    expect(await stateOf(given, CASE)).toBe("in_progress");
    const { iteration } = await db.stage.findFirstOrThrow({ where: { projectId: given.project.id, key: CASE } });
    expect(iteration).toBe(2);
  });

  test("T11 and T12: lead and reviewer set a bias stage aside together, the lead restores it", async () => {
    const given = await trio();
    const first = await move(given.as.LD, "data-bias", "set-aside", { reason: "Nobody is affected" });
    expect(first).toMatchObject({ state: "not_started", waitsFor: ["RV"] });
    expect(await stateOf(given, "data-bias")).toBe("not_started");
    const second = await move(given.as.RV, "data-bias", "set-aside", { reason: "I agree" });
    expect(second).toMatchObject({ state: "not_applicable", waitsFor: [] });
    await move(given.as.LD, "data-bias", "restore");
    expect(await stateOf(given, "data-bias")).toBe("not_started");
  });

  test("what was signed before a stage was restored does not set it aside again", async () => {
    const given = await trio();
    for (const by of [given.as.LD, given.as.RV]) await move(by, "data-bias", "set-aside", { reason: "Nobody" });
    await move(given.as.LD, "data-bias", "restore");
    expect(await move(given.as.LD, "data-bias", "set-aside", { reason: "Again" })).toMatchObject({ waitsFor: ["RV"] });
  });

  test.each([
    "business-case",
    "success-criteria",
    "data-selection",
    "data-pipeline",
    "model",
    "integration",
    "monitoring",
  ])("%s is never set aside", async (key) => {
    const { as } = await shared();
    await expect(move(as.LD, key, "set-aside", { reason: "We know it" })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("a bias stage is not set aside where people are affected, retraining only with no strategy", async () => {
    const given = await team(1, { affectsPeople: true });
    await expect(move(given.as.LD, "data-bias", "set-aside", { reason: "No" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await expect(move(given.as.LD, "retraining", "set-aside", { reason: "No" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await save(given, "retraining", { strategy: "none" });
    expect(await move(given.as.LD, "retraining", "set-aside", { reason: "Static rules" })).toMatchObject({
      state: "not_applicable",
    });
  });
});

describe("a verb that the state does not know", () => {
  const KNOWN: Partial<Record<StageState, StageVerb[]>> = {
    not_started: ["start", "set-aside"],
    in_progress: ["block", "submit", "set-aside"],
    blocked: ["unblock", "set-aside"],
    in_review: ["withdraw", "send-back", "approve"],
    done: ["flag", "reopen"],
    needs_attention: ["rework", "dismiss"],
  };
  const WAY: Partial<Record<StageState, (given: Team) => Promise<unknown>>> = {
    not_started: async () => undefined,
    in_progress: (given) => move(given.as.PM, CASE, "start"),
    blocked: async (given) => {
      await move(given.as.PM, CASE, "start");
      await move(given.as.PM, CASE, "block", BLOCK);
    },
    in_review: async (given) => {
      await prepare(given, CASE);
      await submit(given, CASE);
    },
    done: (given) => finish(given, CASE),
    needs_attention: async (given) => {
      await finish(given, CASE);
      await move(given.as.LD, CASE, "flag", { reason: "Look again" });
    },
  };

  test.each(Object.keys(KNOWN) as StageState[])(
    "is a conflict in %s that shows the state, and writes nothing",
    async (state) => {
      const given = await trio();
      await WAY[state]?.(given);
      const before = await db.auditEvent.count({ where: { projectId: given.project.id } });
      for (const verb of transitionSchema.shape.verb.options.filter((each) => !KNOWN[state]?.includes(each)))
        await expect(move(given.as.LD, CASE, verb, BLOCK), verb).rejects.toMatchObject({
          code: "CONFLICT",
          details: { current: { state } },
        });
      expect(await db.auditEvent.count({ where: { projectId: given.project.id } })).toBe(before);
      expect(await stateOf(given, CASE)).toBe(state);
    },
  );
});

describe("who may", () => {
  test.each<[keyof Team["as"], StageVerb]>([
    ["ML", "start"],
    ["RV", "start"],
    ["RV", "block"],
    ["ML", "submit"],
    ["RV", "submit"],
    ["PM", "approve"],
    ["ML", "approve"],
    ["RV", "approve"],
    ["PM", "send-back"],
    ["PM", "reopen"],
    ["RV", "rework"],
    ["PM", "dismiss"],
    ["PM", "set-aside"],
    ["PM", "restore"],
  ])("%s may not %s the business case, whatever its state, and is told who", async (role, verb) => {
    const { as } = await shared();
    await expect(move(as[role], CASE, verb, BLOCK)).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringMatching(/lead|product manager/),
    });
  });

  test("viewers have no proof, strangers no project", async () => {
    const { people, project } = await shared();
    await expect(authorize(people.VW, project.slug, "stage.move")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(authorize(people.outsider, project.slug, "stage.move")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("a stage that does not exist is not found", async () => {
    const { as } = await shared();
    await expect(move(as.LD, "stage-11", "start")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("a service moves stages as an engineer would, and never signs", async () => {
    const given = await trio();
    const actor = {
      kind: "service",
      tokenId: "admin",
      name: "Script",
      projectId: null,
      scopes: [],
      admin: true,
    } as const;
    const access = await authorize(actor, given.project.slug, "stage.move");
    await moveStage(access, CASE, { verb: "start" });
    await prepare(given, CASE);
    await moveStage(access, CASE, { verb: "submit" });
    await expect(moveStage(access, CASE, { verb: "approve" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    for (const verb of ["dismiss", "set-aside", "reopen", "restore", "send-back"] as const)
      await expect(moveStage(access, CASE, { verb, reason: "r" }), verb).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("a rule flags and recovers, and does nothing else", async () => {
    const given = await doneCase();
    const rule = systemAccess(given.project.id, given.project.slug);
    for (const verb of ["submit", "approve", "reopen", "rework", "start"] as const)
      await expect(moveStage(rule, CASE, { verb, reason: "r" }), verb).rejects.toMatchObject({ code: "FORBIDDEN" });
    await byRule(given, "flag", { rule: "B1.1" });
    expect(await stateOf(given, CASE)).toBe("needs_attention");
    await expect(byRule(given, "dismiss", { rule: "B1.1" })).rejects.toMatchObject({ code: "CONFLICT" });
    await byRule(given, "dismiss", { rule: "B1.1", recovered: true });
    await expect(byRule(given, "flag", { rule: "B1.1", dismissedSameFactsWithin24h: true })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });
});

describe("what a verb asks for", () => {
  test.each([
    ["reason", { ...BLOCK, reason: " " }],
    ["blockedBy", { ...BLOCK, blockedBy: "" }],
    ["expectedUntil", { reason: BLOCK.reason, blockedBy: BLOCK.blockedBy }],
  ])("blocking without %s is refused, and says which", async (path, also) => {
    const given = await shared();
    if ((await stateOf(given, CASE)) === "not_started") await move(given.as.PM, CASE, "start");
    await expect(move(given.as.PM, CASE, "block", also)).rejects.toMatchObject({
      code: "INVALID",
      details: { issues: [{ path }] },
    });
  });

  test("sending back, flagging, dismissing, reopening and setting aside need a reason", async () => {
    const given = await trio();
    await prepare(given, CASE);
    await submit(given, CASE);
    const refused = { code: "INVALID", details: { issues: [{ path: "reason" }] } };
    await expect(move(given.as.LD, CASE, "send-back")).rejects.toMatchObject(refused);
    await move(given.as.LD, CASE, "approve");
    await expect(move(given.as.ML, CASE, "flag")).rejects.toMatchObject(refused);
    await expect(move(given.as.LD, CASE, "reopen", { reason: "\n" })).rejects.toMatchObject(refused);
    await move(given.as.ML, CASE, "flag", { reason: "Costs doubled" });
    await expect(move(given.as.LD, CASE, "dismiss")).rejects.toMatchObject(refused);
    await expect(move(given.as.LD, "data-bias", "set-aside")).rejects.toMatchObject(refused);
  });

  test("a lead goes past an entry condition with a reason; others are told what comes first", async () => {
    const given = await team();
    await expect(move(given.as.ML, "model", "start")).rejects.toMatchObject({
      code: "GATE_CLOSED",
      details: { requirements: [{ key: "entry.data-selection", met: false }] },
    });
    await expect(move(given.as.LD, "model", "start")).rejects.toMatchObject({ code: "INVALID" });
    await move(given.as.LD, "model", "start", { reason: "A proof of concept first" });
    expect(await stateOf(given, "model")).toBe("in_progress");
  });

  test.each([
    [{ verb: "promote" }],
    [{ verb: "start", actorId: "x" }],
    [{ verb: "approve", role: "LD" }],
    [{ verb: "approve", approvedBy: "x" }],
    [{ verb: "block", expectedUntil: "tomorrow" }],
    [{ verb: "start", reason: "x".repeat(2001) }],
    [{}],
  ])("the door has no place for %j", (input) => {
    expect(transitionSchema.safeParse(input).success).toBe(false);
  });
});

describe("a gate", () => {
  test("lists what is not met, with who can fix it where", async () => {
    const given = await team();
    await move(given.as.PM, CASE, "start");
    const error = await move(given.as.PM, CASE, "submit").catch((each) => each);
    expect(error).toMatchObject({ code: "GATE_CLOSED", message: expect.stringContaining("4 requirements") });
    const { requirements } = error.details;
    expect(requirements.map(({ key }: { key: string }) => key)).toEqual(["G0.1", "G0.2", "G0.5", "G1.5"]);
    for (const each of requirements)
      expect(each).toMatchObject({
        met: false,
        label: expect.any(String),
        detail: expect.any(String),
        fix: { who: expect.any(Array) },
      });
  });

  test("stays shut behind a blocking comment", async () => {
    const given = await trio();
    await prepare(given, CASE);
    await addComment(given.as.RV, CASE, { body: "Where does the benefit come from?", blocking: true });
    await expect(submit(given, CASE)).rejects.toMatchObject({
      code: "GATE_CLOSED",
      details: { requirements: [{ key: "G0.3" }] },
    });
  });

  test("is judged again at approval: what broke since the submission keeps it shut", async () => {
    const given = await trio();
    await prepare(given, CASE);
    await submit(given, CASE);
    await addComment(given.as.RV, CASE, { body: "One thing is wrong", blocking: true });
    await expect(move(given.as.LD, CASE, "approve")).rejects.toMatchObject({ code: "GATE_CLOSED" });
    expect(await stateOf(given, CASE)).toBe("in_review");
  });
});

describe("four eyes at tier 3", () => {
  test("whoever submitted does not approve, whatever their other roles", async () => {
    const given = await trio(3);
    await prepare(given, CASE);
    await submit(given, CASE);
    await expect(move(given.as.LD, CASE, "approve")).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("nobody approves what they submitted"),
    });
    expect(await db.signOff.count({ where: { projectId: given.project.id, subject: "stage" } })).toBe(0);
  });

  test("the first signature waits, the same person does not sign twice, the second closes", async () => {
    const given = await team(3);
    await prepare(given, CASE);
    await submit(given, CASE);
    expect(await move(given.as.RV, CASE, "approve")).toMatchObject({ state: "in_review", waitsFor: ["LD"] });
    expect(await auditOf({ action: "stage.sign", projectId: given.project.id })).toHaveLength(1);
    await expect(move(given.as.RV, CASE, "approve")).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await stateOf(given, CASE)).toBe("in_review");
    expect(await move(given.as.LD, CASE, "approve")).toMatchObject({ state: "done", waitsFor: [] });
    const signed = await db.signOff.findMany({
      where: { projectId: given.project.id, subject: "stage" },
      orderBy: { at: "asc" },
    });
    expect(signed).toMatchObject([
      { role: "RV", version: 1, userId: userOf(given.as.RV) },
      { role: "LD", version: 1, userId: userOf(given.as.LD) },
    ]);
  });

  test("a lead who is reviewer too gives one of the two signatures", async () => {
    const given = await team(3);
    const manage = await authorize(given.people.LD, given.project.slug, "member.manage");
    await setMemberRoles(manage, given.people.RV.userId, ["LD", "RV"]);
    const both = await working(given.people.RV, given.project.slug);
    await prepare(given, CASE);
    await submit(given, CASE);
    expect((await move(both, CASE, "approve")).waitsFor).toHaveLength(1);
    await expect(move(both, CASE, "approve")).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await stateOf(given, CASE)).toBe("in_review");
  });

  test("the signature of an earlier round does not count in the next", async () => {
    const given = await team(3);
    await prepare(given, CASE);
    await submit(given, CASE);
    await move(given.as.RV, CASE, "approve");
    await move(given.as.PM, CASE, "withdraw");
    await prepare(given, CASE);
    await submit(given, CASE);
    expect(await move(given.as.LD, CASE, "approve")).toMatchObject({ state: "in_review", waitsFor: ["RV"] });
  });

  test("a flag is dismissed by lead and reviewer together", async () => {
    const given = await team(3);
    await finish(given, CASE);
    await move(given.as.ML, CASE, "flag", { reason: "Costs doubled" });
    expect(await move(given.as.LD, CASE, "dismiss", { reason: "Looked at it" })).toMatchObject({ waitsFor: ["RV"] });
    expect(await move(given.as.RV, CASE, "dismiss", { reason: "Me too" })).toMatchObject({ state: "done" });
  });
});

describe("at once", () => {
  test("two leads approve: one does, the other hears that it is done", async () => {
    const given = await trio();
    await prepare(given, CASE);
    await submit(given, CASE);
    const results = await Promise.allSettled([1, 2, 3].map(() => move(given.as.LD, CASE, "approve")));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db.stageTransition.count({ where: { projectId: given.project.id, verb: "approve" } })).toBe(1);
    expect(await db.signOff.count({ where: { projectId: given.project.id, subject: "stage" } })).toBe(1);
  });

  test("an approval that names the version it saw is refused once the stage moved on", async () => {
    const given = await trio();
    await prepare(given, CASE);
    await submit(given, CASE);
    const version = await versionOf(given, CASE);
    await move(given.as.PM, CASE, "withdraw");
    await save(given, CASE, { ...documentFor(given, CASE), urgency: 1 });
    await prepare(given, CASE);
    await submit(given, CASE);
    await expect(move(given.as.LD, CASE, "approve", { version })).rejects.toMatchObject({
      code: "CONFLICT",
      details: { current: { state: "in_review", version: version + 2 } },
    });
    await move(given.as.LD, CASE, "approve", { version: version + 2 });
  });

  test("approve, edit and withdraw, twenty rounds: content that nobody saw is never approved", async () => {
    const given = await trio();
    await prepare(given, CASE);
    for (let round = 0; round < 20; round++) {
      await prepare(given, CASE);
      await submit(given, CASE);
      const seen = await db.stage.findFirstOrThrow({ where: { projectId: given.project.id, key: CASE } });
      const edit = { ...documentFor(given, CASE), urgency: (round % 5) + 1 };
      const [approved, , edited] = await Promise.allSettled<Moved | unknown>([
        move(given.as.LD, CASE, "approve", { version: seen.version }),
        move(given.as.PM, CASE, "withdraw"),
        saveStage(given.as.PM, CASE, { version: seen.version, document: edit }),
      ]);
      const now = await db.stage.findFirstOrThrow({ where: { projectId: given.project.id, key: CASE } });
      const standing = await db.signOff.findMany({
        where: { projectId: given.project.id, subject: "stage", voidedAt: null },
      });
      if (approved?.status === "fulfilled") {
        expect(now).toMatchObject({ state: "done", version: seen.version, document: seen.document });
        expect(edited?.status).toBe("rejected");
        expect(standing).toMatchObject([{ version: seen.version }]);
        await move(given.as.LD, CASE, "reopen", { reason: "Next round" });
      } else {
        expect(now.state).toBe("in_progress");
        expect(standing).toEqual([]);
      }
    }
  }, 120_000);
});

async function doneCase() {
  const given = await trio();
  await finish(given, CASE);
  return given;
}

function byRule(given: Team, verb: "flag" | "dismiss", grounds: Parameters<typeof applyTransition>[4]) {
  const access = systemAccess(given.project.id, given.project.slug);
  return mutate(access, async (tx) => {
    const { moved, audit } = await applyTransition(tx, access, CASE, { verb, reason: "By rule" }, grounds);
    return { value: moved, audit };
  });
}

let common: ReturnType<typeof team> | undefined;
function shared() {
  common ??= team();
  return common;
}
