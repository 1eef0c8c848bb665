import type { Access } from "#server/access.ts";
import { db } from "#server/db.ts";
import { readBuckets } from "#server/points/read.ts";

export type SeriesPreview = {
  unit: string | null;
  lastPointAt: Date | null;
  lastValue: number | null;
  /** Means of equal parts of the days before the last point, oldest first; null where nothing came. */
  values: (number | null)[];
};

const DAYS = 30;
const DAY_MS = 86_400_000;

/** What a series held last, before a criterion is wired to it; null where no point was ever sent under that name. */
export async function findSeriesPreview(
  { projectId }: Access<"project.read">,
  { name, labels = {} }: { name: string; labels?: Readonly<Record<string, string>> | undefined },
): Promise<SeriesPreview | null> {
  const series = await db.series.findFirst({
    where: { projectId, name, labels: { equals: labels } },
    select: { id: true, unit: true, lastPointAt: true, lastValue: true },
  });
  if (!series) return null;
  const { id, unit, lastPointAt, lastValue } = series;
  if (!lastPointAt) return { unit, lastPointAt, lastValue, values: [] };
  const to = (Math.floor(lastPointAt.getTime() / DAY_MS) + 1) * DAY_MS;
  const from = to - DAYS * DAY_MS;
  const { buckets } = await readBuckets(id, from, to, DAYS);
  const days = new Map(buckets.map(({ t, mean }) => [Math.floor((t - from) / DAY_MS), mean]));
  const first = Math.min(...days.keys());
  return {
    unit,
    lastPointAt,
    lastValue,
    values: Array.from({ length: DAYS - first }, (_, i) => days.get(first + i) ?? null),
  };
}
