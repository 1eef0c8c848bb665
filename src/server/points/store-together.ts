import { join, keyOrder, type PointColumns, pick } from "#server/points/columns.ts";
import { type Stored, storePoints } from "#server/points/store.ts";
import { shareRuns } from "#server/share-runs.ts";

const MOST_POINTS = 1_000;

/** `storePoints` for requests of few points, whose cost is the statement: those of one moment share it. */
export const storeTogether = shareRuns(storeMany, withoutRepetition);

/** Never two with the same series and time: of those, the second is told what the first has left. */
function withoutRepetition(parts: readonly PointColumns[]): number {
  const keys = new Set<string>();
  for (const [count, { seriesIds, times }] of parts.entries()) {
    const own = times.map((time, i) => `${seriesIds[i]} ${time}`);
    if (count > 0 && (keys.size + own.length > MOST_POINTS || own.some((key) => keys.has(key)))) return count;
    for (const key of own) keys.add(key);
  }
  return parts.length;
}

async function storeMany(parts: readonly PointColumns[]): Promise<Stored[]> {
  const all = join(parts);
  const order = keyOrder(all);
  const owners = parts.flatMap(({ times }, owner) => times.map(() => owner));
  const { standing, replaced } = await storePoints(pick(all, order));
  const of = (places: readonly number[], owner: number) => places.filter((p) => owners[order[p] as number] === owner);
  return parts.map((_, owner) => ({ standing: of(standing, owner), replaced: of(replaced, owner) }));
}
