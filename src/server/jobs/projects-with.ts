import { db } from "#server/db.ts";
import type { DueProject } from "#server/evaluation-run.ts";

/** Projects that are not put away and have a fact of this kind. */
export async function listProjectsWith(kind: string): Promise<DueProject[]> {
  return db.$queryRaw<DueProject[]>`
    select p.id, p.slug from project p where p.deleted_at is null and p.archived_at is null
      and exists (select 1 from fact f where f.project_id = p.id and f.kind = ${kind} and f.removed_at is null)
    order by p.id`;
}
