import { isRepresented, representationRatio } from "#domain/representation.ts";
import { groupBaseline } from "#stages/data-bias/group-baseline.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import type { FactBag } from "#stages/fact.ts";

export type GroupShare = {
  group: string;
  population: number;
  sample: number;
  /** Null where the population has nobody of the group. */
  ratio: number | null;
  flagged: boolean;
};

export type ShareSet = { key: string; title: string; groups: GroupShare[] };

/** The shares of every attribute's groups, in the order in which the attribute names them. */
export function sharesByAttribute(bag: FactBag): ShareSet[] {
  const baselines = bag.of(groupBaseline);
  return bag.of(protectedAttribute).flatMap(({ key, data }) => {
    const mine = baselines.filter((baseline) => baseline.data.attribute === key);
    const groups = mine
      .toSorted((a, b) => data.groups.indexOf(a.data.group) - data.groups.indexOf(b.data.group))
      .map((baseline) => shareOf(baseline.data.group, baseline.data.populationShare, baseline.data.sampleShare));
    return groups.length > 0 ? [{ key, title: data.name, groups }] : [];
  });
}

export function shareOf(group: string, population: number, sample: number): GroupShare {
  const ratio = representationRatio(sample, population);
  return { group, population, sample, ratio, flagged: isRepresented(ratio) === false };
}
