export const AXES = ["data", "code", "model"] as const;
export type Axis = (typeof AXES)[number];

/** A version of one axis that came into use, in the order of time; `release` where it was released with the others. */
export type ArtefactEvent = { axis: Axis; version: string; release?: boolean };

export type Iterations = Record<Axis, number> & { solution: number };

/**
 * How often data, code and model changed, and how often the solution did (C10.6): an axis counts when its version differs
 * from its previous one, the first included; a solution iteration counts at a release whose (data, code, model) differs
 * from the previous release. Going back to an older version is a change like any other.
 */
export function countIterations(events: readonly ArtefactEvent[]): Iterations {
  const counts: Iterations = { data: 0, code: 0, model: 0, solution: 0 };
  const current: Partial<Record<Axis, string>> = {};
  let released: Partial<Record<Axis, string>> | null = null;
  for (const { axis, version, release } of events) {
    if (current[axis] !== version) counts[axis] += 1;
    current[axis] = version;
    if (!release) continue;
    if (AXES.some((each) => released === null || released[each] !== current[each])) counts.solution += 1;
    released = { ...current };
  }
  return counts;
}
