import { afterAll, describe, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { addComment, listComments, newCommentSchema, resolveComment } from "#server/comments.ts";
import { db, disconnect } from "#server/db.ts";
import { removeMember } from "#server/members.ts";
import { auditOf, makePerson } from "../support/people.ts";
import { team, userOf } from "../support/project.ts";

afterAll(disconnect);

const CASE = "business-case";

describe("a comment", () => {
  test("is kept with its author, in the order of the conversation, and in the audit", async () => {
    const { as, project } = await team();
    const first = await addComment(as.PM, CASE, { body: "Who confirmed the benefit?", blocking: true });
    await addComment(as.ML, CASE, { body: "Finance 👩‍💼 did, see مرفق" });
    expect(await listComments(as.RV, CASE)).toMatchObject([
      { body: "Who confirmed the benefit?", author: "Pia Product", blocking: true, resolvedAt: null },
      { body: "Finance 👩‍💼 did, see مرفق", author: "Max Model", blocking: false },
    ]);
    expect(await auditOf({ action: "comment.add", projectId: project.id, subjectId: first.id })).toMatchObject([
      { actorId: userOf(as.PM), stageKey: CASE, subject: "Who confirmed the benefit?" },
    ]);
  });

  test("belongs to one stage of one project", async () => {
    const [one, other] = [await team(), await team()];
    await addComment(one.as.PM, CASE, { body: "Here" });
    expect(await listComments(one.as.PM, "model")).toEqual([]);
    expect(await listComments(other.as.PM, CASE)).toEqual([]);
    await expect(addComment(one.as.PM, "nothing", { body: "Nowhere" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is resolved once, by whom and when", async () => {
    const { as, project } = await team();
    const { id } = await addComment(as.PM, CASE, { body: "Look", blocking: true });
    const done = await resolveComment(as.ML, id);
    expect(done).toMatchObject({ resolvedBy: userOf(as.ML) });
    const again = await resolveComment(as.PM, id);
    expect(again.resolvedAt).toEqual(done.resolvedAt);
    expect(await auditOf({ action: "comment.resolve", projectId: project.id })).toMatchObject([
      { actorId: userOf(as.ML), before: { resolvedAt: null } },
    ]);
    expect(await listComments(as.LD, CASE)).toMatchObject([{ resolver: "Max Model" }]);
  });

  test("of another project, or no comment at all, is not found", async () => {
    const [one, other] = [await team(), await team()];
    const { id } = await addComment(one.as.PM, CASE, { body: "Mine", blocking: true });
    for (const wrong of [id, "x", "' or 1=1", "0190c4de-7a10-7000-8000-000000000001"])
      await expect(resolveComment(other.as.LD, wrong)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await db.comment.findUnique({ where: { id } })).toMatchObject({ resolvedAt: null });
  });

  test("is not for viewers, nor for strangers", async () => {
    const { people, project } = await team();
    await expect(authorize(people.VW, project.slug, "stage.comment")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(authorize(await makePerson(), project.slug, "stage.comment")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("by somebody who left keeps its words", async () => {
    const { as, project, people } = await team();
    await addComment(as.ML, CASE, { body: "I was here" });
    await removeMember(await authorize(people.LD, project.slug, "member.manage"), people.ML.userId);
    expect(await listComments(as.LD, CASE)).toMatchObject([{ body: "I was here", author: "Max Model" }]);
  });

  test.each([
    ["nothing", { body: "   " }],
    ["too much", { body: "x".repeat(4001) }],
    ["an author", { body: "x", authorId: "y" }],
    ["a time", { body: "x", at: "2026-01-01" }],
    ["a resolution", { body: "x", resolvedAt: "2026-01-01" }],
    ["a text as flag", { body: "x", blocking: "yes" }],
  ])("with %s is refused at the door", (_, input) => {
    expect(newCommentSchema.safeParse(input).success).toBe(false);
  });
});
