/** Columns rather than rows: they travel as four arrays. Times in epoch milliseconds. */
export type PointColumns = { seriesIds: bigint[]; times: number[]; values: number[]; weights: number[] };

export function pick({ seriesIds, times, values, weights }: PointColumns, places: readonly number[]): PointColumns {
  return {
    seriesIds: places.map((i) => seriesIds[i] as bigint),
    times: places.map((i) => times[i] as number),
    values: places.map((i) => values[i] as number),
    weights: places.map((i) => weights[i] as number),
  };
}

export function join(parts: readonly PointColumns[]): PointColumns {
  return {
    seriesIds: parts.flatMap((p) => p.seriesIds),
    times: parts.flatMap((p) => p.times),
    values: parts.flatMap((p) => p.values),
    weights: parts.flatMap((p) => p.weights),
  };
}

/** The places in the order of series and time, the earlier place first where both are equal. */
export function keyOrder(points: PointColumns): number[] {
  return points.times.map((_, i) => i).sort((a, b) => compareKeys(points, a, b) || a - b);
}

/** Whether each point comes after the one before it, so that none is there twice. */
export function isInKeyOrder(points: PointColumns): boolean {
  for (let i = 1; i < points.times.length; i++) if (compareKeys(points, i - 1, i) >= 0) return false;
  return true;
}

export function compareKeys({ seriesIds, times }: PointColumns, a: number, b: number): number {
  const [seriesA, seriesB] = [seriesIds[a] as bigint, seriesIds[b] as bigint];
  if (seriesA !== seriesB) return seriesA < seriesB ? -1 : 1;
  return (times[a] as number) - (times[b] as number);
}
