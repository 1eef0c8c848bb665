import { criterionWarnings } from "#domain/criterion-rules.ts";
import { AppError } from "#domain/errors.ts";
import type { Access } from "#server/access.ts";
import { criterionOf } from "#server/criterion-row.ts";
import { db } from "#server/db.ts";

export const WITH_SERIES = {
  series: { select: { id: true, name: true, labels: true, unit: true, lastPointAt: true } },
} as const;

/** A criterion with what is known of it now, and what is worth a second look. */
export async function listCriteria(access: Access<"project.read">) {
  const rows = await db.criterion.findMany({
    where: { projectId: access.projectId, removedAt: null },
    orderBy: { position: "asc" },
    include: WITH_SERIES,
  });
  return rows.map(viewOf);
}

export async function getCriterion(access: Access<"project.read">, key: string) {
  const row = await db.criterion.findFirst({
    where: { projectId: access.projectId, key, removedAt: null },
    include: WITH_SERIES,
  });
  if (!row) throw noSuchCriterion(key);
  return viewOf(row);
}
export type CriterionView = ReturnType<typeof viewOf>;

/** Newest first: how the goalposts moved, and why. */
export async function listCriterionChanges(access: Access<"project.read">, key: string) {
  return db.criterionChange.findMany({
    where: { criterion: { projectId: access.projectId, key } },
    orderBy: [{ at: "desc" }, { version: "desc" }],
    take: 100,
  });
}

export function viewOf(
  row: Parameters<typeof criterionOf>[0] & {
    series?: { id: bigint; name: string; labels: unknown; lastPointAt: Date | null } | null;
  },
) {
  const criterion = criterionOf(row);
  return {
    ...criterion,
    id: row.id,
    version: row.version,
    value: row.value,
    samples: row.samples,
    progress: row.progress,
    stateSince: row.stateSince,
    loosenedAt: row.loosenedAt,
    evaluatedAt: row.evaluatedAt,
    seriesId: row.series ? String(row.series.id) : null,
    lastPointAt: row.series?.lastPointAt ?? null,
    warnings: criterionWarnings(criterion),
  };
}

export function noSuchCriterion(key: string): AppError {
  return new AppError("NOT_FOUND", `There is no criterion “${key}” in this project.`);
}
