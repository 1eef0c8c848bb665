import { type DataQuality, dataQuality } from "#domain/data-quality.ts";
import type { SourceFacts } from "#domain/data-selection-gate.ts";
import { dataSource } from "#stages/data-selection/data-source.ts";
import { datasheet, isWhole } from "#stages/data-selection/datasheet.ts";
import { profileOf, qualityProfile } from "#stages/data-selection/quality-profile.ts";
import type { DataSourceData } from "#stages/data-selection/source-schema.ts";
import { availabilityOf, needsOf, usefulnessOf } from "#stages/data-selection/source-scores.ts";
import type { FactBag } from "#stages/fact.ts";

/** One source with all that is known of it: its scores, its newest profile, its datasheet. */
export type SourceOverview = SourceFacts & {
  key: string;
  data: DataSourceData;
  /** Of the newest profile; null where it was never profiled. */
  quality: DataQuality | null;
  profiledAt: number | null;
};

/** So many of many are named in the list beside the picture. */
export const SOURCES_LISTED = 12;

/** `document`: stage 3's, which says what the project needs of its data. Sources newest first, as they were recorded. */
export function sourcesOf(bag: FactBag, document: unknown): SourceOverview[] {
  const needs = needsOf(document);
  const profiles = bag.of(qualityProfile);
  const sheets = bag.of(datasheet).filter(({ data }) => isWhole(data));
  return bag.of(dataSource).map(({ key, data }) => {
    const newest = profiles.find((profile) => profile.data.source === key) ?? null;
    const quality = newest && dataQuality(profileOf(newest.data));
    return {
      key,
      data,
      quality,
      profiledAt: newest?.at ?? null,
      role: data.role,
      required: data.required,
      availability: availabilityOf(data, needs),
      usefulness: usefulnessOf(data, needs),
      legal: data.legal,
      linkageRate: data.linkageRate ?? null,
      hasLabel: data.role === "label" || data.carriesLabels === true,
      qualityScore: quality?.score ?? null,
      weakestDimension: quality?.weakest ? quality.dimensions[quality.weakest] : null,
      datasheetLinked: sheets.some((sheet) => sheet.data.source === key),
    };
  });
}
