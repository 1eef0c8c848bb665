import { RETENTION_DAYS } from "#domain/metric-points.ts";
import { inTransaction, pointsPool } from "#server/points/pool.ts";

export const DAY_MS = 86_400_000;
const AHEAD_DAYS = 7;
const DAYS_PER_TRANSACTION = 50;
/** "thrp" in ASCII: one maker of partitions at a time, whichever process it lives in. */
const MAKER_LOCK = 0x74687270;

export function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS) * DAY_MS;
}

/** Makes the partitions of today and of the week ahead: at start, and once a day. */
export async function makePartitionsAhead(nowMs: number): Promise<void> {
  const today = dayOf(nowMs);
  await ensurePartitions(Array.from({ length: AHEAD_DAYS + 1 }, (_, i) => today + i * DAY_MS));
}

/** Makes what is missing among the given days. Safe from any number of processes at once. */
export async function ensurePartitions(days: readonly number[]): Promise<void> {
  const wanted = [...new Set(days.map(dayOf))].sort((a, b) => a - b);
  for (let i = 0; i < wanted.length; i += DAYS_PER_TRANSACTION)
    await makeMissing(wanted.slice(i, i + DAYS_PER_TRANSACTION));
}

/** Drops the days that lie wholly before the retention. Returns how many went. */
export async function dropExpiredPartitions(nowMs: number): Promise<number> {
  const oldest = dayOf(nowMs - RETENTION_DAYS * DAY_MS);
  const expired = (await listPartitions()).filter((p) => p.day < oldest);
  for (const { name } of expired) await pointsPool().query(`drop table if exists ${name}`);
  return expired.length;
}

export async function listPartitions(): Promise<{ name: string; day: number }[]> {
  const { rows } = await pointsPool().query<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'metric_point'::regclass order by 1`,
  );
  return rows.flatMap(({ name }) => {
    const [, year, month, day] = /^metric_point_(\d{4})(\d\d)(\d\d)$/.exec(name) ?? [];
    return year ? [{ name, day: Date.UTC(Number(year), Number(month) - 1, Number(day)) }] : [];
  });
}

/** Made alone, then attached: attaching an empty table lets writers of the other days go on. */
async function makeMissing(days: readonly number[]): Promise<void> {
  await inTransaction(async (client) => {
    await client.query("select pg_advisory_xact_lock($1)", [MAKER_LOCK]);
    const { rows } = await client.query<{ name: string }>(
      "select name from unnest($1::text[]) as name where to_regclass(name) is null",
      [days.map(nameOf)],
    );
    const missing = new Set(rows.map((row) => row.name));
    for (const day of days) {
      const name = nameOf(day);
      if (!missing.has(name)) continue;
      await client.query(`create table ${name} (like metric_point including defaults including indexes);
        alter table metric_point attach partition ${name} for values from ('${iso(day)}') to ('${iso(day + DAY_MS)}')`);
    }
  }, 30);
}

function nameOf(day: number): string {
  return `metric_point_${iso(day).slice(0, 10).replaceAll("-", "")}`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
