import { geEps } from "#domain/comparison.ts";
import type { LegalState } from "#domain/data-availability.ts";
import type { Predicate } from "#domain/predicate.ts";

export type SourceRole = "primary" | "secondary" | "label" | "enrichment";

export type SourceFacts = {
  role: SourceRole;
  required: boolean;
  /** 0..100, null where unknown; so are usefulness and quality. */
  availability: number | null;
  usefulness: number | null;
  legal: LegalState;
  linkageRate: number | null;
  hasLabel: boolean;
  qualityScore: number | null;
  /** The weakest dimension, 0..1. */
  weakestDimension: number | null;
  datasheetLinked: boolean;
};

export type DataSelectionFacts = {
  sources: readonly SourceFacts[];
  supervised: boolean;
  requiredItemsOpen: number;
};

/** What gate 3 asks of a required source. */
export const SOURCE_LIMITS = {
  availability: 60,
  usefulness: 40,
  linkage: 0.8,
  quality: 85,
  weakestDimension: 0.7,
} as const;

/** Gate G3 of lifecycle B, stage 3: every limit counts as reached by equality; what is unknown is not reached. */
export function dataSelectionPredicates({ sources, supervised, requiredItemsOpen }: DataSelectionFacts): Predicate[] {
  const required = sources.filter((source) => source.required);
  return [
    { key: "G3.1", met: required.some(({ role }) => role === "primary") },
    { key: "G3.2", met: required.every(isObtainableAndUseful) },
    { key: "G3.3", met: required.every(({ legal }) => legal === "cleared") },
    { key: "G3.4", met: !supervised || required.some(isLabelled) },
    { key: "G3.5", met: required.every(isGoodEnough) },
    { key: "G3.6", met: required.every(({ datasheetLinked }) => datasheetLinked) },
    { key: "G3.7", met: requiredItemsOpen === 0 },
  ];
}

export function isObtainableAndUseful({ availability, usefulness }: SourceFacts): boolean {
  return reaches(availability, SOURCE_LIMITS.availability) && reaches(usefulness, SOURCE_LIMITS.usefulness);
}

export function isLabelled({ hasLabel, linkageRate }: SourceFacts): boolean {
  return hasLabel && reaches(linkageRate, SOURCE_LIMITS.linkage);
}

export function isGoodEnough({ qualityScore, weakestDimension }: SourceFacts): boolean {
  return reaches(qualityScore, SOURCE_LIMITS.quality) && reaches(weakestDimension, SOURCE_LIMITS.weakestDimension);
}

function reaches(value: number | null, limit: number): boolean {
  return value !== null && geEps(value, limit);
}
