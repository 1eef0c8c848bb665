import type { Prisma } from "#generated/prisma/client.ts";
import type { Access } from "#server/access.ts";
import { db } from "#server/db.ts";
import { type AnyFactKind, referencesOf } from "#stages/fact-kind.ts";
import { FACT_KINDS } from "#stages/fact-kinds.ts";

const SHOWN = 6;

export type Referrers = { kind: AnyFactKind; path: string; count: number; newest: { key: string; title: string }[] };

/** The facts that refer to this one, by kind and part: newest first, and how many there are. Kinds without one stand too. */
export async function listReferrers(
  access: Access<"project.read">,
  kind: Pick<AnyFactKind, "kind">,
  key: string,
): Promise<Referrers[]> {
  const parts = FACT_KINDS.flatMap((other) =>
    referencesOf(other)
      .filter(({ of }) => of === kind.kind)
      .map(({ path }) => ({ kind: other, path })),
  );
  return Promise.all(
    parts.map(async ({ kind: other, path }) => {
      const at = path.split(".");
      const refers: Prisma.FactWhereInput[] = [
        { data: { path: at, equals: key } },
        { data: { path: at, array_contains: [key] } },
      ];
      const where = { projectId: access.projectId, kind: other.kind, removedAt: null, OR: refers };
      const [newest, count] = await Promise.all([
        db.fact.findMany({
          where,
          orderBy: [{ at: "desc" }, { id: "asc" }],
          select: { key: true, title: true },
          take: SHOWN,
        }),
        db.fact.count({ where }),
      ]);
      return { kind: other, path, count, newest };
    }),
  );
}
