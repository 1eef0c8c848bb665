import { groupSize } from "#domain/fairness-rates.ts";
import { type GroupCount, groupMix, type LiveGroup } from "#domain/group-mix.ts";
import { DECISIONS_SERIES, type LiveCount, SELECTED_SERIES } from "#stages/live-signals.ts";
import type { Assessment } from "#stages/solution-bias/assessment-record.ts";

const DAY_MS = 86_400_000;
const LIVE_DAYS = 28;

/** From when decisions are counted against an assessment: what it measured itself is not news. */
export function liveSince({ data }: Assessment, now: number): number {
  return Math.max(Date.parse(data.period.to), now - LIVE_DAYS * DAY_MS);
}

/** The groups of an assessment as they come now. A label belongs to the attribute by its key, or is simply called group. */
export function liveGroups({ data }: Assessment, counts: readonly LiveCount[]): LiveGroup[] {
  const names = data.groups.map(({ name }) => name);
  const assessed = Object.fromEntries(data.groups.map((group) => [group.name, groupSize(group)]));
  return groupMix(countsByGroup(counts, data.attribute, names), assessed);
}

function countsByGroup(counts: readonly LiveCount[], attribute: string, names: readonly string[]): GroupCount[] {
  const sumOf = (series: string, group: string) => {
    const mine = counts.filter(({ name, labels }) => name === series && groupIn(labels, attribute) === group);
    return mine.length > 0 ? mine.reduce((sum, each) => sum + each.sum, 0) : null;
  };
  const counted = counts.flatMap(({ name, labels }) => (name === DECISIONS_SERIES ? [groupIn(labels, attribute)] : []));
  const groups = new Set([...names, ...counted.filter((group) => group !== null)]);
  if (counted.every((group) => group === null)) return [];
  return [...groups].map((group) => ({
    group,
    decisions: sumOf(DECISIONS_SERIES, group) ?? 0,
    selected: sumOf(SELECTED_SERIES, group),
  }));
}

/** Which group of the attribute a series is about; null for one that is about all. */
export function groupIn(labels: Readonly<Record<string, string>>, attribute: string): string | null {
  return labels[attribute] ?? labels.group ?? null;
}
