import type { Access } from "#server/access.ts";
import { db } from "#server/db.ts";
import { TIME_CATEGORIES, type TimeCategory, timeEntry } from "#stages/business-case/time-entry.ts";

export type HoursByCategory = Partial<Record<TimeCategory, number>>;

/** All hours that were ever entered, by kind of work: more rows than the law reads, so the database sums them. */
export async function sumHours({ projectId }: Access<"project.read">): Promise<HoursByCategory> {
  const rows = await db.$queryRaw<{ category: string; hours: number }[]>`
    select data->>'category' as category, sum((data->>'hours')::numeric)::float8 as hours from fact
    where project_id = ${projectId}::uuid and kind = ${timeEntry.kind} and removed_at is null group by 1`;
  return Object.fromEntries(
    TIME_CATEGORIES.flatMap((category) => {
      const found = rows.find((row) => row.category === category);
      return found ? [[category, found.hours]] : [];
    }),
  );
}
