import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { AppError } from "#domain/errors.ts";
import { STAGE_VERBS } from "#domain/vocabulary.ts";
import { authorize } from "#server/access.ts";
import { annotate } from "#server/annotations.ts";
import { setItem } from "#server/checklists.ts";
import { at } from "#server/clock.ts";
import { addComment } from "#server/comments.ts";
import { addCriterion, changeCriterion, removeCriterion } from "#server/criterion-changes.ts";
import { connect, db, disconnect } from "#server/db.ts";
import { setMemberRoles } from "#server/members.ts";
import { mutate } from "#server/mutate.ts";
import { archiveProject, changeProject, deleteProject } from "#server/projects.ts";
import { planStage } from "#server/stages.ts";
import { rebuildSummaries, renewOldSummaries } from "#server/summaries.ts";
import { settle } from "../support/metrics.ts";
import {
  addCriteria,
  criterionNamed,
  documentFor,
  finish,
  move,
  save,
  stateOf,
  team,
  trio,
  userOf,
  versionOf,
} from "../support/project.ts";

afterAll(disconnect);

const DAY_MS = 86_400_000;
const STAGES = ["business-case", "success-criteria", "data-bias"] as const;

describe("the portfolio's rows", () => {
  test("are right after any sequence of verbs: building them anew finds nothing to mend", async () => {
    const given = await trio();
    const { LD, ML, RV } = given.as;
    const { slug } = given.project;
    const lead = await authorize(
      given.people.LD,
      slug,
      "project.edit",
      "project.archive",
      "criterion.edit",
      "member.manage",
      "annotate",
      "metrics.write",
    );
    const remove = () => authorize(given.people.LD, slug, "project.delete");
    const reason = { reason: "By chance", blockedBy: "Chance", expectedUntil: "2027-01-01" };
    const stage = fc.constantFrom(...STAGES);
    const step = fc.oneof(
      fc.tuple(fc.constantFrom(LD, ML, RV), stage, fc.constantFrom(...STAGE_VERBS)).map(
        ([by, key, verb]) =>
          () =>
            move(by, key, verb, reason),
      ),
      fc.tuple(stage, fc.integer({ min: 1, max: 5 })).map(
        ([key, urgency]) =>
          async () =>
            save(
              given,
              key,
              key === "business-case" ? { ...documentFor(given, key), urgency } : documentFor(given, key),
            ),
      ),
      fc
        .constantFrom("one", "two")
        .map((key) => () => addCriterion(lead, criterionNamed(key, { mustHave: key === "one" }))),
      fc.constantFrom("one", "two").map((key) => () => removeCriterion(lead, key, "By chance")),
      fc
        .double({ min: 0.6, max: 1, noNaN: true })
        .map((target) => () => changeCriterion(lead, "one", { target }, "By chance")),
      fc
        .constantFrom("open", "done")
        .map((state) => () => setItem(LD, "business-case", "1.1", { state: state === "open" ? "open" : "done" })),
      fc.boolean().map((blocking) => () => addComment(RV, "business-case", { body: "By chance", blocking })),
      fc
        .constantFrom(1, 2, 3)
        .map((tier) => () => changeProject(lead, { tier: tier === 1 ? 1 : tier === 2 ? 2 : 3, reason: "By chance" })),
      fc
        .string({ minLength: 2, maxLength: 20 })
        .map((name) => () => changeProject(lead, { name: `n ${name.replaceAll("\0", "")}` })),
      fc
        .constantFrom("archive", "unarchive")
        .map((fate) => () => archiveProject(lead, fate === "archive" ? "archive" : "unarchive")),
      fc.constant(async () => {
        await deleteProject(await remove(), "delete");
        await deleteProject(await remove(), "restore");
      }),
      fc.constant(() => planStage(LD, "model", { dueOn: "2027-05-01" })),
      fc
        .constantFrom("PM", "VW")
        .map((role) => () => setMemberRoles(lead, userOf(ML), role === "PM" ? ["PM", "ML"] : ["ML"])),
      fc.constant(() => annotate(lead, { text: "By chance" })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 14 }), async (steps) => {
        for (const run of steps)
          await run().catch((error: unknown) => {
            if (!(error instanceof AppError)) throw error;
          });
        expect(await rebuildSummaries()).toEqual([]);
      }),
      { numRuns: 6 },
    );
  }, 120_000);

  test("are right after twenty writers at once, and nobody's work is lost", async () => {
    const given = await team();
    const lead = await authorize(given.people.LD, given.project.slug, "project.edit", "criterion.edit");
    const results = await Promise.allSettled([
      ...Array.from({ length: 8 }, (_, i) => addCriterion(lead, criterionNamed(`key_${i}`))),
      ...Array.from({ length: 6 }, (_, i) => addComment(given.as.RV, "business-case", { body: `Comment ${i}` })),
      ...Array.from({ length: 5 }, (_, i) => planStage(given.as.LD, "model", { dueOn: `2027-05-0${i + 1}` })),
      move(given.as.PM, "business-case", "start"),
    ]);
    expect(results.filter(({ status }) => status === "rejected")).toEqual([]);
    expect(await db.projectSummary.findUnique({ where: { projectId: given.project.id } })).toMatchObject({
      criteriaTotal: 8,
    });
    expect(await versionOf(given, "success-criteria")).toBe(8);
    expect(await stateOf(given, "business-case")).toBe("in_progress");
    expect(await db.comment.count({ where: { projectId: given.project.id } })).toBe(6);
    expect(await rebuildSummaries()).toEqual([]);
  });

  test("know a first point before its first window ends", async () => {
    const given = await trio();
    await finish(given, "business-case");
    await addCriteria(given);
    await settle();
    expect(await db.projectSummary.findUnique({ where: { projectId: given.project.id } })).toMatchObject({
      ...{ isLive: false, daysToLive: null, criteriaTotal: 3, mainCriterion: "Criterion net_loss", mainTarget: 0.8 },
      ...{ annualValue: expect.anything(), npv: expect.anything() },
    });
    expect(await rebuildSummaries()).toEqual([]);
  });

  test("that were falsified are found, by column, and mended", async () => {
    const given = await team();
    const where = { projectId: given.project.id };
    await connect().projectSummary.update({ where, data: { waiting: 7, name: "Forged" } });
    expect(await rebuildSummaries()).toEqual([
      { projectId: given.project.id, slug: given.project.slug, columns: ["name", "waiting"] },
    ]);
    await connect().projectSummary.delete({ where });
    expect(await rebuildSummaries()).toMatchObject([{ columns: ["missing"] }]);
    expect(await rebuildSummaries()).toEqual([]);
  });
});

describe("rows that nobody's write renewed for a day", () => {
  test("are built anew, so that lateness shows by itself; fresh ones are left alone", async () => {
    const given = await team();
    const where = { projectId: given.project.id };
    await move(given.as.PM, "business-case", "start");
    await addCriteria(given);
    await connect().criterion.updateMany({ where, data: { value: 0.75, state: "met" } });
    const due = new Date(Date.now() + 2 * DAY_MS).toISOString().slice(0, 10);
    await planStage(given.as.LD, "business-case", { dueOn: due });
    const before = await db.projectSummary.findUniqueOrThrow({ where });
    await at(new Date(Date.now() + 0.9 * DAY_MS), renewOldSummaries);
    expect(await db.projectSummary.findUniqueOrThrow({ where })).toEqual(before);
    const later = new Date(Date.now() + 20 * DAY_MS);
    expect(await at(later, renewOldSummaries)).toBeGreaterThan(0);
    const after = await db.projectSummary.findUniqueOrThrow({ where });
    expect(after.updatedAt).toEqual(later);
    expect(before.health).not.toBeNull();
    expect(after.health).toBeLessThan(before.health ?? 0);
  });

  test("are renewed once by two workers, and not while somebody writes", async () => {
    const made = [await team(), await team(), await team()];
    const later = new Date(Date.now() + 40 * DAY_MS);
    const old = await db.projectSummary.count({ where: { deleted: false, updatedAt: { lt: later } } });
    const renewed = await connect().$transaction(async (tx) => {
      await tx.$queryRaw`select 1 from project where id = ${made[0]?.project.id}::uuid for no key update`;
      const counts = await Promise.all([1, 2].map(() => at(later, renewOldSummaries)));
      return counts.reduce((sum, each) => sum + each, 0);
    });
    expect(renewed).toBe(old - 1);
    expect(await at(later, renewOldSummaries)).toBe(1);
  });
});

describe("writing", () => {
  test("that fails in the verb leaves neither row nor audit nor summary", async () => {
    const given = await team();
    const before = await db.auditEvent.count();
    const failing = mutate(given.as.LD, async (tx) => {
      await tx.project.update({ where: { id: given.project.id }, data: { name: "Half" } });
      throw new Error("on the way");
    });
    await expect(failing).rejects.toThrow("on the way");
    expect(await db.project.findUnique({ where: { id: given.project.id } })).not.toMatchObject({ name: "Half" });
    expect(await db.auditEvent.count()).toBe(before);
  });

  test("whose audit fails is undone", async () => {
    const given = await team();
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const failing = mutate(given.as.LD, async (tx) => {
      await tx.project.update({ where: { id: given.project.id }, data: { name: "Half" } });
      return { value: 1, audit: { action: "x.y", subject: { type: "x", id: "1" }, after: circular } };
    });
    await expect(failing).rejects.toThrow();
    expect(await db.project.findUnique({ where: { id: given.project.id } })).not.toMatchObject({ name: "Half" });
  });
});
