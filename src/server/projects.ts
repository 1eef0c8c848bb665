import { z } from "zod";
import { AppError, invalid } from "#domain/errors.ts";
import { slugOf, slugSchema, slugTry } from "#domain/slug.ts";
import { isTimeZone } from "#lib/time-zone.ts";
import type { Access, OrgAccess, SomeAccess } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db, type Tx } from "#server/db.ts";
import { mutate } from "#server/mutate.ts";
import { answerForPeople, stageFollows } from "#server/project-answers.ts";
import { rebuildSummary } from "#server/summary.ts";

const currency = z.string().regex(/^[A-Z]{3}$/, "Three capital letters, for example EUR");
const timeZone = z.string().refine(isTimeZone, "An IANA time zone, for example Europe/Berlin");

export const newProjectSchema = z.strictObject({
  name: z.string().trim().min(2, "At least 2 characters").max(120, "At most 120 characters"),
  slug: slugSchema.optional(),
  summary: z.string().trim().max(300, "At most 300 characters").optional(),
  tier: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional(),
  affectsPeople: z.boolean().optional(),
  currency: currency.optional(),
  timeZone: timeZone.optional(),
});
export type NewProject = z.infer<typeof newProjectSchema>;

export const projectChangeSchema = z.strictObject({
  version: z.int().optional(),
  name: newProjectSchema.shape.name.optional(),
  summary: z.string().trim().max(300, "At most 300 characters").optional(),
  tier: newProjectSchema.shape.tier,
  affectsPeople: z.boolean().optional(),
  currency: currency.optional(),
  timeZone: timeZone.optional(),
  /** Asked for when the tier goes down. */
  reason: z.string().trim().max(500).optional(),
});
export type ProjectChange = z.infer<typeof projectChangeSchema>;

/** The creator becomes its product manager and lead, so that somebody can act from the first minute. */
export async function createProject(access: OrgAccess<"project.create">, input: NewProject) {
  const organisation = await db.organisation.findFirst();
  return mutate(access, async (tx) => {
    await queueForAddress(tx);
    const slug = input.slug ?? (await freeSlug(tx, slugOf(input.name)));
    if (input.slug && (await tx.project.count({ where: { slug } }))) throw takenSlug(slug);
    const at = now();
    const project = await tx.project.create({
      data: {
        slug,
        name: input.name,
        summary: input.summary ?? "",
        tier: input.tier ?? 1,
        affectsPeople: input.affectsPeople ?? false,
        currency: input.currency ?? organisation?.currency ?? "EUR",
        timeZone: input.timeZone ?? "UTC",
        createdById: access.actor.kind === "person" ? access.actor.userId : null,
        createdAt: at,
        updatedAt: at,
      },
    });
    if (access.actor.kind === "person")
      await tx.member.create({
        data: { projectId: project.id, userId: access.actor.userId, roles: ["PM", "LD"], addedAt: at },
      });
    if (input.affectsPeople !== undefined) await answerForPeople(tx, access, project.id, input.affectsPeople);
    await rebuildSummary(tx, project.id);
    const audit = { action: "project.create", subject: subjectOf(project), after: project, projectId: project.id };
    return { value: project, audit };
  });
}

export async function getProject(access: Access<"project.read">) {
  return db.project.findUniqueOrThrow({ where: { id: access.projectId } });
}

export async function changeProject(access: Access<"project.edit">, input: ProjectChange) {
  return mutate(access, async (tx) => {
    const before = await tx.project.findUniqueOrThrow({ where: { id: access.projectId } });
    if (input.version !== undefined && input.version !== before.version)
      throw new AppError("CONFLICT", "Somebody changed this project since you opened it.", { current: before });
    if (input.tier !== undefined && input.tier < before.tier) refuseLowerTier(access, input.reason);
    const { version: _, reason, ...fields } = input;
    const changed = Object.entries(fields).some(
      ([key, value]) => value !== undefined && value !== before[key as keyof typeof before],
    );
    if (!changed) return { value: before, audit: "unchanged" };
    const after = await tx.project.update({
      where: { id: access.projectId },
      data: { ...fields, version: { increment: 1 }, updatedAt: now() },
    });
    const note = { action: "project.change", subject: subjectOf(after), before, after, reason };
    return { value: after, audit: [note, ...(await stageFollows(tx, access, before, after))] };
  });
}

export type ProjectFate = "archive" | "unarchive" | "delete" | "restore";

const FATES = {
  archive: () => ({ archivedAt: now() }),
  unarchive: () => ({ archivedAt: null }),
  delete: () => ({ deletedAt: now() }),
  restore: () => ({ deletedAt: null }),
} as const satisfies Record<ProjectFate, () => object>;

/** Archiving hides a project, deleting removes it after 30 days; both can be taken back. */
export async function archiveProject(access: Access<"project.archive">, fate: "archive" | "unarchive") {
  return decideFate(access, fate);
}

export async function deleteProject(access: Access<"project.delete">, fate: "delete" | "restore") {
  return decideFate(access, fate);
}

async function decideFate(access: SomeAccess, fate: ProjectFate) {
  return mutate(access, async (tx) => {
    const before = await tx.project.findUniqueOrThrow({ where: { id: access.projectId } });
    if (isAlready(before, fate)) return { value: before, audit: "unchanged" };
    const after = await tx.project.update({
      where: { id: access.projectId },
      data: { ...FATES[fate](), updatedAt: now() },
    });
    return { value: after, audit: { action: `project.${fate}`, subject: subjectOf(after), before, after } };
  });
}

/** A second deletion must not begin the thirty days anew. */
function isAlready({ archivedAt, deletedAt }: { archivedAt: Date | null; deletedAt: Date | null }, fate: ProjectFate) {
  if (fate === "archive" || fate === "unarchive") return (archivedAt !== null) === (fate === "archive");
  return (deletedAt !== null) === (fate === "delete");
}

export const RETENTION_DAYS = 30;

function refuseLowerTier(access: SomeAccess, reason: string | undefined): void {
  if (!access.roles.includes("LD")) throw new AppError("FORBIDDEN", "Only a lead may lower the governance tier.");
  if (!reason) throw invalid("reason", "Say why the tier may go down; the reason is kept.");
}

/** Two projects of one name at once: the second sees the first's address. */
export async function queueForAddress(tx: Tx): Promise<void> {
  await tx.$queryRaw`select 1 from (select pg_advisory_xact_lock(hashtext('project address'))) as queued`;
}

export async function freeSlug(tx: Tx, wanted: string): Promise<string> {
  const rows = await tx.project.findMany({
    where: { slug: { startsWith: wanted.slice(0, 50) } },
    select: { slug: true },
  });
  const taken = new Set(rows.map((r) => r.slug));
  for (let attempt = 1; ; attempt++) {
    const slug = slugTry(wanted, attempt);
    if (!taken.has(slug)) return slug;
  }
}

export function takenSlug(slug: string): AppError {
  return new AppError("CONFLICT", `Another project already has the address “${slug}”. Choose another.`, {
    issues: [{ path: "slug", message: "Already in use" }],
  });
}

function subjectOf(project: { id: string; name: string }) {
  return { type: "project", id: project.id, label: project.name };
}
