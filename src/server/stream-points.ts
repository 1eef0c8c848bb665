import type { PoolClient } from "pg";
import { MAX_POINTS } from "#domain/metric-points.ts";
import type { Access } from "#server/access.ts";
import { ingestMetrics } from "#server/metrics.ts";
import type { PlacedPoints } from "#wire/batches.ts";
import type { Refusals } from "#wire/refusals.ts";

/**
 * Points of a format that streams, through the one verb that takes points, in portions that it takes. What is refused is
 * added to `refusals`; returns how many are on disk, or will be when the transaction `within` ends.
 */
export async function ingestStream(
  access: Access<"metrics.write">,
  batches: readonly PlacedPoints[],
  refusals: Refusals,
  within?: PoolClient,
): Promise<number> {
  let stored = 0;
  for (const portion of portionsOf(batches)) {
    const sent = portion.map(({ series, points }) => ({ series, points }));
    const how = { asManySeriesAsFit: true, ...(within && { within }) };
    const { refused } = await ingestMetrics(access, { batches: sent }, how);
    for (const { batch = 0, index, reason } of refused)
      refusals.add(portion[batch]?.series.name ?? "", reason, portion[batch]?.places[index] ?? null);
    stored += sent.reduce((sum, { points }) => sum + points.length, 0) - refused.length;
  }
  return stored;
}

/** A series has at most one point of each part of a payload, so none is larger than a portion. */
function portionsOf(batches: readonly PlacedPoints[]): PlacedPoints[][] {
  const portions: PlacedPoints[][] = [];
  let room = 0;
  for (const batch of batches) {
    if (batch.points.length > room) {
      portions.push([]);
      room = MAX_POINTS;
    }
    portions.at(-1)?.push(batch);
    room -= batch.points.length;
  }
  return portions;
}
