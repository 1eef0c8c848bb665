import { z } from "zod";
import { AppError } from "#domain/errors.ts";
import type { Access } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { isId } from "#server/ids.ts";
import { mutate } from "#server/mutate.ts";
import { namesOf } from "#server/names.ts";
import { stageOf } from "#stages/registry.ts";

export const newCommentSchema = z.strictObject({
  body: z.string().trim().min(1, "Write something first").max(4000, "At most 4,000 characters"),
  /** A blocking comment keeps the stage's gate shut until it is resolved. */
  blocking: z.boolean().optional(),
});

export async function addComment(
  access: Access<"stage.comment">,
  stageKey: string,
  input: z.infer<typeof newCommentSchema>,
) {
  const stage = stageOf(stageKey);
  return mutate(access, async (tx) => {
    const comment = await tx.comment.create({
      data: {
        projectId: access.projectId,
        stageKey: stage.key,
        body: input.body,
        blocking: input.blocking ?? false,
        authorId: access.actor.kind === "person" ? access.actor.userId : null,
        at: now(),
      },
    });
    return { value: comment, audit: { action: "comment.add", stageKey, subject: subjectOf(comment), after: comment } };
  });
}

export async function resolveComment(access: Access<"stage.comment">, commentId: string) {
  return mutate(access, async (tx) => {
    const where = { id: commentId, projectId: access.projectId };
    const before = isId(commentId) ? await tx.comment.findFirst({ where }) : null;
    if (!before) throw new AppError("NOT_FOUND", "There is no such comment.");
    if (before.resolvedAt) return { value: before, audit: "unchanged" };
    const resolvedBy = access.actor.kind === "person" ? access.actor.userId : null;
    const after = await tx.comment.update({ where: { id: before.id }, data: { resolvedAt: now(), resolvedBy } });
    return {
      value: after,
      audit: { action: "comment.resolve", stageKey: before.stageKey, subject: subjectOf(after), before, after },
    };
  });
}

/** Oldest first, as a conversation reads. */
export async function listComments(access: Access<"project.read">, stageKey: string) {
  const comments = await db.comment.findMany({
    where: { projectId: access.projectId, stageKey },
    orderBy: { at: "asc" },
    take: 500,
  });
  const names = await namesOf(comments.flatMap((c) => [c.authorId, c.resolvedBy]));
  return comments.map((c) => ({
    ...c,
    author: names.get(c.authorId) ?? "A service",
    resolver: c.resolvedBy ? names.get(c.resolvedBy) : undefined,
  }));
}

function subjectOf(comment: { id: string; body: string }) {
  return { type: "comment", id: comment.id, label: shortened(comment.body) };
}

/** Whole words, and a sign where some are left out. */
function shortened(body: string): string {
  if (body.length <= LONGEST) return body;
  const cut = body.slice(0, LONGEST - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), LONGEST / 2)).replace(/[\s,;:.]+$/, "")}…`;
}

const LONGEST = 80;
