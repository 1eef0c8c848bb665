import { AppError } from "#domain/errors.ts";
import type { Access } from "#server/access.ts";
import { connect, db } from "#server/db.ts";

/** A person's own bookmark: it says nothing about the project, so neither the audit nor the project's row takes part. */
export async function starProject(access: Access<"project.read">, starred: boolean): Promise<void> {
  if (access.actor.kind !== "person") throw new AppError("FORBIDDEN", "Only people have starred projects.");
  const row = { userId: access.actor.userId, projectId: access.projectId };
  if (starred) await connect().star.createMany({ data: [row], skipDuplicates: true });
  else await connect().star.deleteMany({ where: row });
}

export async function isStarred(access: Access<"project.read">): Promise<boolean> {
  if (access.actor.kind !== "person") return false;
  return (await db.star.count({ where: { userId: access.actor.userId, projectId: access.projectId } })) > 0;
}

export async function listStarredIds(userId: string): Promise<string[]> {
  return (await db.star.findMany({ where: { userId }, select: { projectId: true } })).map((star) => star.projectId);
}
