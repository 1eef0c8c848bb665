import { weightedPercentile } from "#domain/percentile.ts";

export type StageFlow = {
  /** The number of the stage. */
  stage: number;
  /** Days of each finished visit, over all projects looked at. */
  dwellDays: readonly number[];
  /** Ages in days of visits that are still going on: they count, and are marked. */
  openDays?: readonly number[];
  targetDays: number;
  /** The part of the time that was waiting, 0 to 1. */
  waitShare: number;
  /** Projects that are in the stage now. */
  wip: number;
};

export type Bottleneck = {
  stage: number;
  medianDays: number | null;
  index: number | null;
  wip: number;
  /** How many of the visits were still open. */
  open: number;
};

/**
 * Where projects get stuck (C10.5): index = median dwell / target days · (1 + wait share); 1 is on target without waiting.
 * Ranked by index, then by projects in the stage, both falling, then by stage number; stages without a visit or a target
 * come last with an index of null.
 */
export function bottlenecks(stages: readonly StageFlow[]): Bottleneck[] {
  return stages.map(indexed).sort((a, b) => order(b.index) - order(a.index) || b.wip - a.wip || a.stage - b.stage);
}

function indexed({ stage, dwellDays, openDays = [], targetDays, waitShare, wip }: StageFlow): Bottleneck {
  const medianDays = median([...dwellDays, ...openDays]);
  const index = medianDays === null || !(targetDays > 0) ? null : (medianDays / targetDays) * (1 + waitShare);
  return { stage, medianDays, index, wip, open: openDays.length };
}

/** No index ranks behind every index; finite, so that two of them tie. */
function order(index: number | null): number {
  return index ?? -1;
}

function median(days: readonly number[]): number | null {
  return weightedPercentile(
    days,
    days.map(() => 1),
    0.5,
  );
}
