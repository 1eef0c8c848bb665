import { Prisma } from "#generated/prisma/client.ts";
import type { ReadOnlyDb, Tx } from "#server/db.ts";
import { dataOf, type SeenRow } from "#server/seen-row.ts";
import { COLUMNS, ofKind } from "#server/sight-sql.ts";
import { answerAt } from "#stages/answer-at.ts";
import type { FactData } from "#stages/fact.ts";
import { type AnyFactKind, referencesOf } from "#stages/fact-kind.ts";
import { findFactKind } from "#stages/fact-kinds.ts";

type Db = ReadOnlyDb | Tx;
type Naming = { kind: string; data: unknown };

/** From a deployment to its release, the data version that it pins, and the source and the run behind that. */
const STEPS = 4;

/**
 * The facts of large kinds that these refer to, and what those refer to in turn, as far as they are not known yet.
 * `find` tells what is known, by kind and key.
 */
export async function factsNamed(
  db: Db,
  projectId: string,
  large: readonly AnyFactKind[],
  begin: readonly Naming[],
  find: (kind: string, key: string) => Naming | undefined,
): Promise<SeenRow[]> {
  const rows: SeenRow[] = [];
  const walked = new Set<string>();
  let from = begin;
  for (let step = 0; step < STEPS && from.length > 0; step++) {
    const wanted = from.flatMap(referredTo).filter(({ of, key }) => {
      const name = `${of}/${key}`;
      return walked.has(name) ? false : walked.add(name);
    });
    const known = wanted.map(({ of, key }) => find(of, key));
    const missing = wanted.filter((_, at) => !known[at]);
    const found = await readAll(db, projectId, large, missing);
    rows.push(...found);
    from = [...known.flatMap((fact) => fact ?? []), ...found];
  }
  return rows;
}

async function readAll(
  db: Db,
  projectId: string,
  large: readonly AnyFactKind[],
  missing: readonly { of: string; key: string }[],
): Promise<SeenRow[]> {
  const rows: SeenRow[] = [];
  for (const kind of large) {
    const keys = missing.filter(({ of }) => of === kind.kind).map(({ key }) => key);
    if (keys.length === 0) continue;
    const query = Prisma.sql`select ${COLUMNS} from fact f where ${ofKind(projectId, kind)} and key = any(${keys})`;
    rows.push(...(await db.$queryRaw<SeenRow[]>(query)));
  }
  return rows;
}

function referredTo({ kind, data }: Naming): { of: string; key: string }[] {
  return referencesOf(findFactKind(kind) ?? { fields: [] }).flatMap(({ path, of }) => keysAt(dataOf(data), path, of));
}

function keysAt(data: FactData, path: string, of: string): { of: string; key: string }[] {
  const value = answerAt(data, path);
  const keys: unknown[] = Array.isArray(value) ? value : [value];
  return keys.flatMap((key) => (typeof key === "string" ? [{ of, key }] : []));
}
