import { TOP_PLACES, topRankChanges } from "#domain/explanation-drift.ts";
import type { Tick } from "#domain/threshold-alert.ts";
import type { Fact, FactBag } from "#stages/fact.ts";
import { explanationSnapshot } from "#stages/monitoring/explanation-snapshot.ts";
import type { MonitorData } from "#stages/monitoring/monitor.ts";

/** More than half of the first five: two neighbours that change places alert nobody. */
export const PLACES_CHANGED = 3;

/** What each snapshot says against the first one that is known: how many of its first places changed hands. */
export function explanationTicks(facts: FactBag, { limit = PLACES_CHANGED }: Pick<MonitorData, "limit">): Tick[] {
  const [first, ...later] = snapshots(facts);
  if (!first) return [];
  return later.map(({ at, data }) => {
    const changed = topRankChanges(first.data.attributions, data.attributions);
    return { at, met: changed === null ? null : changed >= limit };
  });
}

export function explanationInWords(facts: FactBag): string {
  const all = snapshots(facts);
  const [first, newest] = [all[0], all.at(-1)];
  if (!first || !newest || first === newest) return "";
  const changed = topRankChanges(first.data.attributions, newest.data.attributions);
  return changed === null
    ? ""
    : `${changed} of the first ${TOP_PLACES} places are held by another feature than at first.`;
}

/** Oldest first. */
function snapshots(facts: FactBag): Fact<{ attributions: Readonly<Record<string, number>> }>[] {
  return facts.of(explanationSnapshot).toReversed();
}
