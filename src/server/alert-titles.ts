import type { Access } from "#server/access.ts";
import { db } from "#server/db.ts";
import { isId } from "#server/ids.ts";

/** What alerts of this project are called, by id; what is no id of its alerts is left out. */
export async function listAlertTitles(
  access: Access<"project.read">,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const asked = ids.filter(isId);
  if (asked.length === 0) return new Map();
  const where = { projectId: access.projectId, id: { in: asked } };
  const rows = await db.alert.findMany({ where, select: { id: true, title: true } });
  return new Map(rows.map(({ id, title }) => [id, title]));
}
