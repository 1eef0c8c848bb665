import type { PoolClient } from "pg";
import { compareKeys, isInKeyOrder, keyOrder, type PointColumns, pick } from "#server/points/columns.ts";
import { storePoints } from "#server/points/store.ts";
import { storeTogether } from "#server/points/store-together.ts";

/** accepted + duplicates + replaced = the points handed in. */
export type AppendCounts = { accepted: number; duplicates: number; replaced: number };

/** Up to here the statement costs more than the points in it, so that sharing one pays. */
const FEW = 100;

/**
 * Stores points durably; on return they are on disk, and their hours marked for the worker.
 * Same series and time: the last received wins; the same value again changes nothing, not even a mark.
 */
export async function appendPoints(points: PointColumns, within?: PoolClient): Promise<AppendCounts> {
  if (points.times.length === 0) return { accepted: 0, duplicates: 0, replaced: 0 };
  const { batch, repeated, overtaken } = settle(points);
  const few = batch.times.length <= FEW;
  const { standing, replaced } = few && !within ? await storeTogether(batch) : await storePoints(batch, within);
  return {
    accepted: batch.times.length - standing.length,
    duplicates: standing.length - replaced.length + repeated,
    replaced: replaced.length + overtaken,
  };
}

type Settled = { batch: PointColumns; repeated: number; overtaken: number };

/**
 * One point per series and time, in key order.
 * Within the batch the last of several wins; those before it count as replaced, or as duplicates if equal to the next.
 */
function settle(points: PointColumns): Settled {
  if (isInKeyOrder(points)) return { batch: points, repeated: 0, overtaken: 0 };
  const { values, weights } = points;
  const order = keyOrder(points);
  let [repeated, overtaken] = [0, 0];
  const kept = order.filter((place, position) => {
    const next = order[position + 1];
    if (next === undefined || compareKeys(points, place, next) !== 0) return true;
    if (values[place] === values[next] && weights[place] === weights[next]) repeated++;
    else overtaken++;
    return false;
  });
  return { batch: pick(points, kept), repeated, overtaken };
}
