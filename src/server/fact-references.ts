import type { Issue } from "#domain/errors.ts";
import type { Prisma } from "#generated/prisma/client.ts";
import type { ReadOnlyDb, Tx } from "#server/db.ts";
import { answerAt } from "#stages/answer-at.ts";
import type { FactData } from "#stages/fact.ts";
import { type AnyFactKind, referencesOf } from "#stages/fact-kind.ts";
import { FACT_KINDS, findFactKind } from "#stages/fact-kinds.ts";

/** Which facts exist, as "kind/key". */
export type FactIndex = ReadonlySet<string>;

/** Asks once which of the facts that these refer to exist. */
export async function indexReferences(
  tx: ReadOnlyDb | Tx,
  projectId: string,
  kind: AnyFactKind,
  datas: readonly FactData[],
): Promise<FactIndex> {
  const wanted = datas.flatMap((data) => namedBy(kind, data));
  if (wanted.length === 0) return new Set();
  const rows = await tx.fact.findMany({
    where: {
      projectId,
      removedAt: null,
      kind: { in: [...new Set(wanted.map(({ of }) => of))] },
      key: { in: [...new Set(wanted.map(({ key }) => key))] },
    },
    select: { kind: true, key: true },
  });
  return new Set(rows.map((row) => `${row.kind}/${row.key}`));
}

export function brokenReferences(kind: AnyFactKind, data: FactData, index: FactIndex): Issue[] {
  return namedBy(kind, data)
    .filter(({ of, key }) => !index.has(`${of}/${key}`))
    .map(({ path, of, key }) => ({
      path,
      message: `There is no ${findFactKind(of)?.one ?? of} “${key}” in this project`,
    }));
}

/** The names of present facts that refer to this one. */
export async function referrersOf(tx: Tx, projectId: string, kind: AnyFactKind, key: string): Promise<string[]> {
  const found = FACT_KINDS.flatMap((other) =>
    referencesOf(other)
      .filter(({ of }) => of === kind.kind)
      .map(({ path }) => ({ kind: other.kind, path: path.split(".") })),
  );
  const names: string[] = [];
  for (const { kind: other, path } of found) {
    const refers: Prisma.FactWhereInput[] = [
      { data: { path, equals: key } },
      { data: { path, array_contains: [key] } },
    ];
    const where = { projectId, kind: other, removedAt: null, OR: refers };
    const rows = await tx.fact.findMany({ where, select: { title: true }, take: 3 });
    names.push(...rows.map(({ title }) => `“${title}”`));
  }
  return names;
}

function namedBy(kind: AnyFactKind, data: FactData): { path: string; of: string; key: string }[] {
  return referencesOf(kind).flatMap(({ path, of }) => {
    const value = answerAt(data, path);
    const keys = Array.isArray(value) ? value : [value];
    return keys.filter((key) => typeof key === "string").map((key) => ({ path, of, key }));
  });
}
