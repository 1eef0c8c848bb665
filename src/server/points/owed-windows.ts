import type { PoolClient } from "pg";

/**
 * A point at t puts every criterion of its series back to the first window that holds t: the worker then plays all
 * windows from there again. Written with the roll-ups, so that no crash can lose it. The very first point is owed at
 * once, though its window may end tomorrow: that there is one is already a fact that gates and the portfolio show.
 */
export async function oweWindows(
  client: PoolClient,
  touched: readonly { seriesId: string; minTs: number }[],
): Promise<void> {
  const earliest = new Map<string, number>();
  for (const { seriesId, minTs } of touched) earliest.set(seriesId, Math.min(minTs, earliest.get(seriesId) ?? minTs));
  await waitForPlayers(client, [...earliest.keys()]);
  await client.query(
    `with owed as (
       select c.id, date_bin(make_interval(secs => c.cadence_seconds), to_timestamp(t.ms / 1000), timestamptz 'epoch')
           + make_interval(secs => c.cadence_seconds) as first, to_timestamp(t.ms / 1000) as point
       from unnest($1::bigint[], $2::float8[]) as t(id, ms) join criterion c on c.series_id = t.id
       where c.removed_at is null)
     update criterion set next_window_end =
       case when criterion.next_window_end is null then least(owed.first, owed.point) else owed.first end from owed
     where criterion.id = owed.id and (criterion.next_window_end is null or criterion.next_window_end > owed.first)`,
    [[...earliest.keys()], [...earliest.values()]],
  );
}

/**
 * A window that is being played has already read its points: the update below must see what the player leaves as owed, and
 * not, from a snapshot of before, that the window is owed anyway. In the order in which players lock.
 */
async function waitForPlayers(client: PoolClient, seriesIds: readonly string[]): Promise<void> {
  await client.query(
    "select 1 from criterion where series_id = any($1::bigint[]) and removed_at is null order by id for no key update",
    [seriesIds],
  );
}
