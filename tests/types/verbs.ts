/* Never run: each expected error must be one. A verb takes the proof of its own permission, a brand that nobody forges. */
import type { Access, OrgAccess, Visibility } from "#server/access.ts";
import { annotate } from "#server/annotations.ts";
import { setItem } from "#server/checklists.ts";
import { addComment } from "#server/comments.ts";
import { changeCriterion } from "#server/criterion-changes.ts";
import { db } from "#server/db.ts";
import { listPortfolio } from "#server/portfolio.ts";
import { archiveProject, changeProject, createProject, deleteProject } from "#server/projects.ts";
import { saveStage } from "#server/stages.ts";
import { moveStage } from "#server/transitions.ts";

declare const read: Access<"project.read">;
declare const edit: Access<"stage.edit">;
declare const move: Access<"stage.move">;
declare const archive: Access<"project.archive">;
declare const own: OrgAccess<"own.profile">;
declare const everything: Access;
declare const draft: { version: number; document: Record<string, unknown> };

export async function weakerProofs(): Promise<void> {
  await saveStage(edit, "model", draft);
  await saveStage(everything, "model", draft);
  // @ts-expect-error reading is not editing
  await saveStage(read, "model", draft);
  // @ts-expect-error editing is not moving
  await moveStage(edit, "model", { verb: "start" });
  // @ts-expect-error moving is not adding evidence
  await setItem(move, "model", "6.1", { state: "open" });
  // @ts-expect-error reading is not commenting
  await addComment(read, "model", { body: "x" });
  // @ts-expect-error editing a stage is not editing criteria
  await changeCriterion(edit, "recall", { target: 1 });
  // @ts-expect-error reading is not marking charts
  await annotate(read, { text: "x" });
  // @ts-expect-error archiving is not deleting
  await deleteProject(archive, "delete");
  // @ts-expect-error deleting is no fate of archiving
  await archiveProject(archive, "delete");
  // @ts-expect-error one's own profile is not a project
  await createProject(own, { name: "x" });
}

export async function forgedProofs(): Promise<void> {
  const plain = { actor: read.actor, projectId: read.projectId, slug: read.slug, roles: read.roles };
  // @ts-expect-error the same fields without the brand
  await saveStage(plain, "model", draft);
  // @ts-expect-error a spread of a weaker proof keeps its weakness
  await saveStage({ ...read, roles: ["LD"] }, "model", draft);
  // @ts-expect-error the id of a project is no proof
  await saveStage(read.projectId, "model", draft);
  // @ts-expect-error a proof of one project is no view of the portfolio
  await listPortfolio(read);
  const all: Visibility = { actor: read.actor, visible: "all" };
  // @ts-expect-error seeing all is not editing one
  await changeProject(all, { name: "x" });
}

export async function inputs(): Promise<void> {
  // @ts-expect-error a verb outside the table
  await moveStage(move, "model", { verb: "promote" });
  // @ts-expect-error nobody says who they are
  await moveStage(move, "model", { verb: "start", actorId: "x" });
  // @ts-expect-error nor when
  await addComment(everything, "model", { body: "x", at: new Date() });
  // @ts-expect-error a limit is a number
  await changeCriterion(everything, "recall", { target: "0.8" });
}

export async function writingByReading(): Promise<void> {
  await db.stage.findMany();
  // @ts-expect-error no create
  await db.stage.create({ data: {} });
  // @ts-expect-error no update
  await db.criterion.updateMany({ data: { state: "met" } });
  // @ts-expect-error no upsert
  await db.projectSummary.upsert({});
  // @ts-expect-error no transaction of one's own
  await db.$transaction([]);
  // @ts-expect-error no unchecked SQL
  await db.$queryRawUnsafe("select 1");
}
