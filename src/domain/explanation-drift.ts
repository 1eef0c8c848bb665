/** Mean absolute attribution by feature. */
export type Attributions = Readonly<Record<string, number>>;

/** The places that are compared: the five features that carry most of the decisions. */
export const TOP_PLACES = 5;

/**
 * Explanation drift (C7): how many of the first five places another feature holds than before, 0 to 5. With fewer features
 * only the places that both have are compared, and one that only one of them fills counts as changed. Features that are
 * level are ordered by name, so that equal snapshots never differ. Null where either side names no feature.
 */
export function topRankChanges(before: Attributions, now: Attributions, places: number = TOP_PLACES): number | null {
  const [earlier, later] = [ranked(before, places), ranked(now, places)];
  if (earlier.length === 0 || later.length === 0) return null;
  const compared = Math.max(earlier.length, later.length);
  return Array.from({ length: compared }, (_, at) => earlier[at] !== later[at]).filter(Boolean).length;
}

function ranked(attributions: Attributions, places: number): string[] {
  return Object.entries(attributions)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, places)
    .map(([name]) => name);
}
