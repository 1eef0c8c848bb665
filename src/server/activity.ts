import { type Access, type OrgAccess, onlyLooks } from "#server/access.ts";
import { db } from "#server/db.ts";
import { readTimeCursor, writeTimeCursor } from "#server/time-cursor.ts";

export type AuditEvent = Awaited<ReturnType<typeof page>>["items"][number];
export type ActivityQuery = { limit?: number; cursor?: string; stage?: string; actor?: string; action?: string };

/** Who did what, newest first. The cursor is the last id of the page before. */
export async function listActivity(access: Access<"project.read">, query: ActivityQuery = {}) {
  const found = await page({ projectId: access.projectId }, query);
  return onlyLooks(access) ? { ...found, items: found.items.map(withoutFactData) } : found;
}

/** A fact may hold groups so small that its kind hides them from viewers; who changed it is told, what it said is not. */
export function withoutFactData<Event extends { subjectType: string; before: unknown; after: unknown }>(
  event: Event,
): Event {
  return event.subjectType === "fact" ? { ...event, before: null, after: null } : event;
}

export async function listOrganisationActivity(
  _: OrgAccess<"org.manage">,
  query: ActivityQuery & { project?: string } = {},
) {
  const found = await page(query.project ? { projectId: query.project } : {}, query);
  return { ...found, items: found.items.map(withoutFactData) };
}

async function page(where: { projectId?: string }, query: ActivityQuery) {
  const limit = Math.min(query.limit ?? 50, 100);
  const rows = await db.auditEvent.findMany({
    where: {
      ...where,
      ...(query.stage ? { stageKey: query.stage } : {}),
      ...(query.actor ? { actorId: query.actor } : {}),
      ...(query.action ? { action: { startsWith: query.action } } : {}),
      ...(query.cursor ? { AND: [after(query.cursor)] } : {}),
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? writeTimeCursor(last) : null };
}

function after(cursor: string) {
  const { at, id } = readTimeCursor(cursor);
  return { OR: [{ at: { lt: at } }, { at, id: { lt: id } }] };
}
