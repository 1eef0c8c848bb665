import { afterAll, describe, expect, test } from "vitest";
import { authorize, authorizeOrg } from "#server/access.ts";
import { listActivity, listOrganisationActivity } from "#server/activity.ts";
import { annotate, listMarks, newAnnotationSchema, removeAnnotation } from "#server/annotations.ts";
import { at } from "#server/clock.ts";
import { connect, disconnect } from "#server/db.ts";
import { auditOf, makePerson } from "../support/people.ts";
import { move, save, team, userOf } from "../support/project.ts";

afterAll(disconnect);

const CASE = "business-case";

describe("the activity of a project", () => {
  test("is newest first, page by page, each row once, though many bear one time", async () => {
    const given = await team();
    await at(new Date(Date.now() + 1000), async () => {
      for (let urgency = 1; urgency <= 5; urgency++) await save(given, CASE, { urgency });
      await move(given.as.PM, CASE, "block", { reason: "r", blockedBy: "b", expectedUntil: "2027-01-01" });
    });
    const whole = (await listActivity(given.as.LD, { limit: 100 })).items.map(({ id }) => id);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listActivity(given.as.LD, { limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor && seen.length < 100);
    expect(seen).toEqual(whole);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test("is filtered by stage, person and kind of action", async () => {
    const given = await team();
    await save(given, CASE, { urgency: 1 }, given.as.PM);
    await save(given, "success-criteria", { observationDays: 30 });
    const list = async (query: Parameters<typeof listActivity>[1]) =>
      (await listActivity(given.as.LD, query)).items.map(({ action }) => action);
    expect(await list({ stage: CASE })).toEqual(["stage.save", "stage.start"]);
    expect(await list({ actor: userOf(given.as.PM) })).toHaveLength(2);
    expect(await list({ action: "member." })).toHaveLength(4);
    expect(await list({ stage: "nothing" })).toEqual([]);
  });

  test("shows one project, to its members", async () => {
    const [one, other] = [await team(), await team()];
    const rows = await listActivity(one.as.RV, { limit: 100 });
    expect(rows.items.every(({ projectId }) => projectId === one.project.id)).toBe(true);
    await expect(authorize(other.people.LD, one.project.slug, "project.read")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test.each([
    "nonsense",
    "2026-01-01T00:00:00.000Z",
    "2026-01-01T00:00:00.000Z_x",
    "x_0190c4de-7a10-7000-8000-000000000001",
  ])("refuses the cursor %s", async (cursor) => {
    const { as } = await shared();
    await expect(listActivity(as.LD, { cursor })).rejects.toMatchObject({ code: "INVALID" });
  });

  test("of the whole organisation is for administrators", async () => {
    const given = await team();
    expect(() => authorizeOrg(given.people.LD, "org.manage")).toThrow(expect.objectContaining({ code: "FORBIDDEN" }));
    const admin = authorizeOrg(await makePerson("Ada", { isAdmin: true }), "org.manage");
    const { items } = await listOrganisationActivity(admin, { project: given.project.id, limit: 100 });
    expect(items.some(({ action }) => action === "project.create")).toBe(true);
    expect(items.every(({ projectId }) => projectId === given.project.id)).toBe(true);
  });

  test("cannot be rewritten, nor shortened, not even past our own code", async () => {
    const { project } = await shared();
    const where = { projectId: project.id };
    await expect(connect().auditEvent.updateMany({ where, data: { actorName: "Somebody else" } })).rejects.toThrow();
    await expect(connect().auditEvent.deleteMany({ where })).rejects.toThrow();
    expect(await auditOf({ action: "project.create", projectId: project.id })).toHaveLength(1);
  });
});

describe("a mark on the charts", () => {
  test("is set and taken away, with the audit", async () => {
    const given = await team();
    const access = await authorize(given.people.ML, given.project.slug, "annotate");
    const note = await annotate(access, { text: "Black Friday 🛒", at: "2026-11-27T08:00:00+01:00" });
    const day = [new Date("2026-11-27T00:00:00Z"), new Date("2026-11-28T00:00:00Z")] as const;
    expect(await listMarks(given.as.LD, ...day)).toEqual([
      { at: new Date("2026-11-27T07:00:00Z"), text: "Black Friday 🛒", tone: "note", annotationId: note.id },
    ]);
    await removeAnnotation(access, note.id);
    expect(await listMarks(given.as.LD, ...day)).toEqual([]);
    await expect(removeAnnotation(access, note.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    for (const action of ["annotation.add", "annotation.remove"])
      expect(await auditOf({ action, subjectId: note.id })).toMatchObject([{ actorId: given.people.ML.userId }]);
  });

  test("of another project, or none, is not found, and reviewers set none", async () => {
    const [one, other] = [await team(), await team()];
    const note = await annotate(await authorize(one.people.ML, one.project.slug, "annotate"), { text: "Ours" });
    const access = await authorize(other.people.ML, other.project.slug, "annotate");
    for (const id of [note.id, "x"])
      await expect(removeAnnotation(access, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    for (const who of [one.people.RV, one.people.VW])
      await expect(authorize(who, one.project.slug, "annotate")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(authorize(one.people.outsider, one.project.slug, "annotate")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test.each([
    { text: " x " },
    { text: "x".repeat(121) },
    { text: "Fine", at: "yesterday" },
    { text: "Fine", authorId: "x" },
    { text: "Fine", projectId: "x" },
  ])("like %j is refused at the door", (input) => {
    expect(newAnnotationSchema.safeParse(input).success).toBe(false);
  });
});

let common: ReturnType<typeof team> | undefined;
function shared() {
  common ??= team();
  return common;
}
