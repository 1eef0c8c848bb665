import type { PoolClient } from "pg";
import { now } from "#server/clock.ts";
import { receive } from "#server/inbound.ts";
import type { Listening } from "#server/inbound-facts.ts";
import { pointsPool } from "#server/points/pool.ts";
import { driftResult } from "#stages/monitoring/drift-result.ts";
import { heard, type WireFormat } from "#wire/heard.ts";
import { keyOf } from "#wire/keys.ts";

/** Counts in the bins of a reference, at an instant in epoch milliseconds. */
export type BinnedCounts = { reference: string; at: number; counts: readonly number[] };

const DAY_MS = 86_400_000;
/** A day that goes on is told again after this long: each telling is a version of the fact. */
const TOLD_EVERY_MS = 3_600_000;

/** Adds to the day's counts, in the transaction in which they are counted. Other bins than before begin the day anew. */
export async function addToDriftWindows(
  client: PoolClient,
  projectId: string,
  all: readonly BinnedCounts[],
): Promise<void> {
  const byWindow = Map.groupBy(all, ({ reference, at }) => `${Math.floor(at / DAY_MS)} ${reference}`);
  for (const [, parts] of [...byWindow].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [first] = parts;
    if (!first) continue;
    const counts = first.counts.map((_, bin) => parts.reduce((sum, part) => sum + (part.counts[bin] ?? 0), 0));
    const day = new Date(Math.floor(first.at / DAY_MS) * DAY_MS);
    const last = new Date(Math.max(...parts.map(({ at }) => at)));
    await client.query(
      `insert into drift_window as w (project_id, reference, day, last_at, counts) values ($1, $2, $3, $4, $5)
       on conflict (project_id, reference, day) do update set last_at = greatest(w.last_at, excluded.last_at),
         counts = case when cardinality(w.counts) <> cardinality(excluded.counts) then excluded.counts else
           (select array_agg(a + b order by place) from unnest(w.counts, excluded.counts) with ordinality as u(a, b, place)) end`,
      [projectId, first.reference, day, last, counts],
    );
  }
}

type Window = { reference: string; day: Date; lastAt: Date; counts: number[] };

/** Tells as drift results what was gathered: at once when a day begins, then every hour, and once more when it is over. */
export async function tellDriftWindows(access: Listening, format: WireFormat): Promise<void> {
  const at = now();
  const { rows } = await pointsPool().query<Window>(
    `select reference, day, last_at as "lastAt", counts from drift_window
     where project_id = $1 and told is distinct from counts and (told_at is null or told_at <= $2 or day <= $3)
     order by day, reference limit 200`,
    [access.projectId, new Date(at.getTime() - TOLD_EVERY_MS), new Date(at.getTime() - DAY_MS)],
  );
  if (rows.length === 0) return;
  const facts = rows.map(({ reference, day, lastAt, counts }) => ({
    kind: driftResult.kind,
    key: keyOf(reference, day.toISOString().slice(0, 10)),
    path: reference,
    data: { reference, counts, windowStart: day.toISOString(), windowEnd: afterStart(day, lastAt).toISOString() },
  }));
  const about = `Drift of ${facts.length === 1 ? "one feature" : `${facts.length} features`}, counted from histograms`;
  const bytes = new TextEncoder().encode(JSON.stringify(facts));
  await receive(access, { format, looksAt: [], read: () => heard(about, { facts }) }, { payload: null, bytes });
  await pointsPool().query(
    `update drift_window w set told = u.counts::float8[], told_at = $5
     from unnest($2::text[], $3::timestamptz[], $4::text[]) as u(reference, day, counts)
     where w.project_id = $1 and w.reference = u.reference and w.day = u.day`,
    [
      access.projectId,
      rows.map(({ reference }) => reference),
      rows.map(({ day }) => day),
      rows.map(({ counts }) => `{${counts.join(",")}}`),
      at,
    ],
  );
}

/** A window ends after it began, also where its only histogram is of midnight. */
function afterStart(day: Date, last: Date): Date {
  return last > day ? last : new Date(day.getTime() + 1);
}

const KEPT_DAYS = 35;

export async function dropOldDriftWindows(): Promise<void> {
  const before = new Date(now().getTime() - KEPT_DAYS * DAY_MS);
  await pointsPool().query("delete from drift_window where day < $1", [before]);
}
