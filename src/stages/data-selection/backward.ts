import { dataQuality } from "#domain/data-quality.ts";
import type { BackwardSetting, StageBackward } from "#stages/backward-setting.ts";
import { groupBaseline } from "#stages/data-bias/group-baseline.ts";
import { shareOf } from "#stages/data-bias/group-shares.ts";
import { dataSource } from "#stages/data-selection/data-source.ts";
import { profileOf, qualityProfile } from "#stages/data-selection/quality-profile.ts";
import { availabilityOf, needsOf } from "#stages/data-selection/source-scores.ts";

/** What rules B3.1 to B3.6 look at. */
export function dataSelectionBackward({ facts, documents }: BackwardSetting): StageBackward {
  const needs = needsOf(documents["data-selection"]);
  const profiles = facts.of(qualityProfile).toReversed();
  const sources = facts.of(dataSource).map(({ key, data }) => ({
    ...{ name: data.name, required: data.required, access: data.access, legal: data.legal },
    schemaChangedAt: data.schemaChangedAt ? Date.parse(data.schemaChangedAt) : null,
    availability: availabilityOf(data, needs),
    profiles: profiles
      .filter((each) => each.data.source === key)
      .map((each) => ({ end: each.at, value: dataQuality(profileOf(each.data)).score })),
    licenceExpiresAt: data.licenceExpires ? Date.parse(data.licenceExpires) : null,
  }));
  const representation = facts.of(groupBaseline).map(({ data, recordedAt, changedAt = recordedAt }) => {
    const { group, ratio } = shareOf(data.group, data.populationShare, data.sampleShare);
    return { group, ratio, since: changedAt };
  });
  return { sources, representation };
}
