import { type ShareSet, shareOf, sharesByAttribute } from "#stages/data-bias/group-shares.ts";
import { dataSource } from "#stages/data-selection/data-source.ts";
import { qualityProfile } from "#stages/data-selection/quality-profile.ts";
import type { FactBag } from "#stages/fact.ts";

/**
 * How the selected data represents the population: by the groups of stage 4 where they have their baselines, else by the
 * shares that the newest profile of each required source counted.
 */
export function representationOf(bag: FactBag): ShareSet[] {
  const known = sharesByAttribute(bag);
  return known.length > 0 ? known : sharesByProfile(bag);
}

function sharesByProfile(bag: FactBag): ShareSet[] {
  const profiles = bag.of(qualityProfile);
  return bag.of(dataSource).flatMap(({ key, data }) => {
    if (!data.required) return [];
    const newest = profiles.find((profile) => profile.data.source === key);
    const { sampleShare = {}, populationShare = {} } = newest?.data ?? {};
    const groups = Object.entries(populationShare).map(([group, share]) =>
      shareOf(group, share, sampleShare[group] ?? 0),
    );
    return groups.length > 0 ? [{ key, title: data.name, groups }] : [];
  });
}
