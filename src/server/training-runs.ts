import type { z } from "zod";
import type { Access } from "#server/access.ts";
import { db } from "#server/db.ts";
import { dataOf } from "#server/seen-row.ts";
import type { FinishedRun } from "#stages/model/run-overview.ts";
import { trainingRun } from "#stages/model/training-run.ts";

type RunData = z.infer<typeof trainingRun.schema>;
const MOST_WEIGHED = 20_000;

/** Every finished run with what it reached and cost, newest first, without its parameters: thousands can be weighed at once. */
export async function listFinishedRuns({ projectId }: Access<"project.read">): Promise<FinishedRun[]> {
  const rows = await db.$queryRaw<{ key: string; at: Date; data: unknown }[]>`
    select key, at, data - 'params' as data from fact
    where project_id = ${projectId}::uuid and kind = ${trainingRun.kind} and removed_at is null
      and data ->> 'status' = 'succeeded'
    order by at desc, id limit ${MOST_WEIGHED}`;
  return rows.map(({ key, at, data }) => ({ key, at: at.getTime(), data: runData(data) }));
}

/** Some runs with everything that is recorded of them, in the order of the keys; those that are gone are left out. */
export async function findRuns({ projectId }: Access<"project.read">, keys: readonly string[]): Promise<FinishedRun[]> {
  const rows = await db.fact.findMany({
    where: { projectId, kind: trainingRun.kind, key: { in: [...keys] }, removedAt: null },
    select: { key: true, at: true, data: true },
  });
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return keys.flatMap((key) => {
    const row = byKey.get(key);
    return row ? [{ key, at: row.at.getTime(), data: runData(row.data) }] : [];
  });
}

const LISTED = 50;

/** The newest runs whose name or key holds the words, and how many there are. */
export async function searchRuns({ projectId }: Access<"project.read">, words: string) {
  const contains = { contains: words.replaceAll(/[\\%_]/g, "\\$&"), mode: "insensitive" } as const;
  const where = {
    ...{ projectId, kind: trainingRun.kind, removedAt: null },
    ...(words && { OR: [{ title: contains }, { key: contains }] }),
  };
  const [rows, total] = await Promise.all([
    db.fact.findMany({
      where,
      orderBy: [{ at: "desc" }, { id: "asc" }],
      select: { key: true, at: true, data: true },
      take: LISTED,
    }),
    db.fact.count({ where }),
  ]);
  return { runs: rows.map(({ key, at, data }) => ({ key, at: at.getTime(), data: runData(data) })), total };
}

/** Guarantee: the column only ever receives what `parseFact` accepted of this kind. */
function runData(json: unknown): RunData {
  return dataOf(json) as RunData;
}
