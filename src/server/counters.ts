import { hash } from "node:crypto";
import type { PoolClient } from "pg";
import { addedSince, type CounterState } from "#domain/counter-delta.ts";
import { now } from "#server/clock.ts";
import { pointsPool } from "#server/points/pool.ts";

/** A counter as it was read: what names it, and [count, sum, …] of what it has added up to. */
export type ReadCounter = {
  stream: string;
  start: number;
  at: number;
  amounts: readonly number[];
  /** The amounts are additions already: only whether they are new is asked. */
  delta: boolean;
};
/** `null`: nothing that is new, or nothing that can be told. "full": the project has too many counters. */
export type Addition = readonly number[] | null | "full";

const MOST_COUNTERS = 50_000;
const FORGOTTEN_DAYS = 7;

type Known = CounterState & { stream: string; started: number };

/**
 * What each reading adds to the reading before, in their order in time. The states are locked until the transaction ends, and
 * are as new as the points in it: a crash loses both or neither.
 */
export async function countUp(
  client: PoolClient,
  projectId: string,
  readings: readonly ReadCounter[],
): Promise<Addition[]> {
  const hashes = new Map<string, string>();
  const keyed = readings.map((reading) => ({ ...reading, key: keyOf(reading, hashes) }));
  const states = await lockStates(client, projectId, new Map(keyed.map((reading) => [reading.key, reading])));
  const additions: Addition[] = keyed.map(() => "full");
  const changed = new Set<Known>();
  const inTime = keyed.map((reading, place) => ({ reading, place })).sort((a, b) => a.reading.at - b.reading.at);
  for (const { reading, place } of inTime) {
    const state = states.get(reading.key);
    if (!state) continue;
    additions[place] = additionOf(state, reading);
    if (reading.at <= state.at) continue;
    Object.assign(state, { at: reading.at, amounts: reading.delta ? [] : reading.amounts });
    changed.add(state);
  }
  await keepStates(client, projectId, [...changed]);
  return additions;
}

function additionOf(state: Known, reading: ReadCounter): Addition {
  if (!reading.delta) return addedSince(state.at > 0 ? state : null, reading);
  return reading.at > state.at ? reading.amounts : null;
}

/** Additions have a start each. */
function keyOf({ stream, start, delta }: ReadCounter, hashes: Map<string, string>): string {
  const known = hashes.get(stream) ?? hash("sha256", stream, "base64url").slice(0, 27);
  hashes.set(stream, known);
  return `${known} ${delta ? 0 : start}`;
}

/** Always in the same order, so that two transactions never wait for each other. New ones are made first: then they can be locked too. */
async function lockStates(
  client: PoolClient,
  projectId: string,
  wanted: ReadonlyMap<string, ReadCounter>,
): Promise<Map<string, Known>> {
  const found = await lock(client, projectId, [...wanted.keys()]);
  const missing = [...wanted.keys()].filter((key) => !found.has(key));
  if (missing.length === 0) return found;
  await client.query(
    `insert into counter_state (project_id, stream, started, last_read, amounts, seen_at)
     select $1::uuid, stream, started, 0, '{}', $4 from unnest($2::text[], $3::float8[]) as u(stream, started)
     order by stream, started limit (select greatest(0, $5::int - count(*)) from counter_state where project_id = $1::uuid)
     on conflict (project_id, stream, started) do nothing`,
    [projectId, ...columnsOf(missing), now(), MOST_COUNTERS],
  );
  return lock(client, projectId, [...wanted.keys()]);
}

async function lock(client: PoolClient, projectId: string, keys: readonly string[]): Promise<Map<string, Known>> {
  const { rows } = await client.query<Known>(
    `select s.stream, s.started, s.last_read as at, s.amounts from counter_state s
     join unnest($2::text[], $3::float8[]) as u(stream, started) on s.stream = u.stream and s.started = u.started
     where s.project_id = $1::uuid order by s.stream, s.started for update of s`,
    [projectId, ...columnsOf(keys)],
  );
  return new Map(rows.map((row) => [`${row.stream} ${row.started}`, row]));
}

function columnsOf(keys: readonly string[]): [string[], string] {
  const pairs = keys.map((key) => key.split(" "));
  return [pairs.map(([stream = ""]) => stream), `{${pairs.map(([, started]) => started).join(",")}}`];
}

async function keepStates(client: PoolClient, projectId: string, states: readonly Known[]): Promise<void> {
  if (states.length === 0) return;
  await client.query(
    `update counter_state s set last_read = u.at, amounts = u.amounts::float8[], seen_at = $6
     from unnest($2::text[], $3::float8[], $4::float8[], $5::text[]) as u(stream, started, at, amounts)
     where s.project_id = $1::uuid and s.stream = u.stream and s.started = u.started`,
    [
      projectId,
      states.map(({ stream }) => stream),
      `{${states.map(({ started }) => started).join(",")}}`,
      `{${states.map(({ at }) => at).join(",")}}`,
      states.map(({ amounts }) => `{${amounts.join(",")}}`),
      now(),
    ],
  );
}

/** Of processes that ended long ago. One that comes back is counted from its second reading on. */
export async function dropOldCounters(): Promise<void> {
  const before = new Date(now().getTime() - FORGOTTEN_DAYS * 86_400_000);
  await pointsPool().query("delete from counter_state where seen_at < $1", [before]);
}
