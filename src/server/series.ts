import { AppError, invalid } from "#domain/errors.ts";
import type { Access } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { pointsPool } from "#server/points/pool.ts";
import { MAX_BUCKETS, readBuckets, type SeriesChart } from "#server/points/read.ts";

export const MAX_SERIES = 2_000;
export const NO_ROOM = `A project holds at most ${MAX_SERIES.toLocaleString("en")} series.`;

export type SeriesName = { name: string; labels: Readonly<Record<string, string>>; unit?: string | undefined };
export type KnownSeries = { id: bigint; unit: string | null };

export type SeriesRow = {
  id: string;
  name: string;
  labels: Record<string, string>;
  unit: string | null;
  lastPointAt: Date | null;
  lastValue: number | null;
  criteria: string[];
};

export async function listSeries(access: Access<"project.read">): Promise<SeriesRow[]> {
  const rows = await db.series.findMany({
    where: { projectId: access.projectId },
    orderBy: [{ name: "asc" }, { labelsKey: "asc" }],
    include: { criteria: { where: { removedAt: null }, select: { key: true }, orderBy: { position: "asc" } } },
  });
  return rows.map(({ id, name, labels, unit, lastPointAt, lastValue, criteria }) => ({
    id: id.toString(),
    name,
    labels: labelsOf(labels),
    unit,
    lastPointAt,
    lastValue,
    criteria: criteria.map(({ key }) => key),
  }));
}

export type ChartRange = { from?: Date | undefined; to?: Date | undefined; buckets?: number | undefined };

/** The chart of one series of this project; by default its last 30 days in 500 buckets. */
export async function getSeriesPoints(
  access: Access<"project.read">,
  id: string,
  range: ChartRange = {},
): Promise<SeriesChart> {
  const series = /^\d{1,18}$/.test(id)
    ? await db.series.findFirst({ where: { id: BigInt(id), projectId: access.projectId }, select: { id: true } })
    : null;
  if (!series) throw new AppError("NOT_FOUND", "There is no such series in this project");
  const to = range.to ?? now();
  const from = range.from ?? new Date(to.getTime() - 30 * 86_400_000);
  if (from >= to) throw invalid("from", "The range must start before it ends");
  const buckets = range.buckets ?? 500;
  if (!(buckets >= 1 && buckets <= MAX_BUCKETS)) throw invalid("buckets", `Ask for 1 to ${MAX_BUCKETS} buckets`);
  return readBuckets(series.id, from.getTime(), to.getTime(), buckets);
}

/** Equal for equal labels in any order: what makes a series unique beside its name. */
function labelsKey(labels: Readonly<Record<string, string>>): string {
  const entries = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  return entries.length === 0 ? "" : JSON.stringify(entries);
}

export function seriesKey({ name, labels }: Pick<SeriesName, "name" | "labels">): string {
  return `${name}\n${labelsKey(labels)}`;
}

/**
 * The series of these names, made where missing, by `seriesKey`. A unit is given to a series that has none; another unit
 * than the stored one is the caller's to refuse. At most 2,000 series a project: beyond, none is made, or with
 * `asManyAsFit` as many as there is room for.
 */
export async function findOrCreateSeries(
  projectId: string,
  wanted: readonly SeriesName[],
  { asManyAsFit = false }: { asManyAsFit?: boolean } = {},
): Promise<Map<string, KnownSeries>> {
  const unique = [...new Map(wanted.map((s) => [seriesKey(s), s])).values()];
  const found = await lookUp(projectId, unique);
  const missing = unique.filter((s) => !found.has(seriesKey(s)));
  if (missing.length > 0) {
    await create(projectId, missing, asManyAsFit);
    for (const [key, series] of await lookUp(projectId, missing)) found.set(key, series);
  }
  await giveUnits(unique, found);
  return found;
}

async function lookUp(projectId: string, names: readonly SeriesName[]): Promise<Map<string, KnownSeries>> {
  const { rows } = await pointsPool().query<{ id: string; name: string; key: string; unit: string | null }>(
    `select s.id::text as id, s.name, s.labels_key as key, s.unit from unnest($2::text[], $3::text[]) as u(name, key)
     join series s on s.project_id = $1::uuid and s.name = u.name and s.labels_key = u.key`,
    [projectId, names.map((s) => s.name), names.map((s) => labelsKey(s.labels))],
  );
  return new Map(rows.map((row) => [`${row.name}\n${row.key}`, { id: BigInt(row.id), unit: row.unit }]));
}

/** One statement counts and inserts; two at once may overshoot the limit by what the other adds, never more. */
async function create(projectId: string, names: readonly SeriesName[], asManyAsFit: boolean): Promise<void> {
  const { rowCount } = await pointsPool().query(
    `insert into series (project_id, name, labels, labels_key, unit, created_at)
     select $1::uuid, name, labels::jsonb, key, nullif(unit, ''), $6
     from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as u(name, labels, key, unit)
     where $9::boolean or (select count(*) from series where project_id = $1::uuid) + $7::int <= $8::int
     order by name, key limit (select greatest(0, $8::int - count(*)) from series where project_id = $1::uuid)
     on conflict (project_id, name, labels_key) do nothing returning 1`,
    [
      projectId,
      names.map((s) => s.name),
      names.map((s) => JSON.stringify(s.labels)),
      names.map((s) => labelsKey(s.labels)),
      names.map((s) => s.unit ?? ""),
      now(),
      names.length,
      MAX_SERIES,
      asManyAsFit,
    ],
  );
  if (rowCount !== 0 || asManyAsFit) return;
  const made = await lookUp(projectId, names);
  if (made.size < names.length) throw new AppError("RATE_LIMITED", NO_ROOM, { retryAfterSeconds: 3600 });
}

async function giveUnits(wanted: readonly SeriesName[], found: Map<string, KnownSeries>): Promise<void> {
  for (const series of wanted) {
    const known = found.get(seriesKey(series));
    if (!known || known.unit !== null || !series.unit) continue;
    await pointsPool().query("update series set unit = $2 where id = $1 and unit is null", [known.id, series.unit]);
    known.unit = series.unit;
  }
}

function labelsOf(json: unknown): Record<string, string> {
  if (typeof json !== "object" || json === null) return {};
  return Object.fromEntries(
    Object.entries(json).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
