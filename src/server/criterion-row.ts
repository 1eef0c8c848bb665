import type { Criterion } from "#domain/criteria.ts";
import {
  AGGREGATIONS,
  CRITERION_KINDS,
  CRITERION_PHASES,
  CRITERION_STATES,
  type CriterionState,
  DIRECTIONS,
} from "#domain/vocabulary.ts";
import type { Criterion as CriterionRow } from "#generated/prisma/client.ts";

type Row = CriterionRow & { series?: { name: string; labels: unknown } | null };

/** A stored criterion in the domain's words, with its last known state. */
export function criterionOf(row: Row): Criterion & { state: CriterionState } {
  return {
    key: row.key,
    name: row.name,
    kind: CRITERION_KINDS.find((k) => k === row.kind) ?? "business",
    phase: CRITERION_PHASES.find((p) => p === row.phase) ?? "production",
    unit: row.unit,
    direction: DIRECTIONS.find((d) => d === row.direction) ?? "gte",
    baseline: row.baseline,
    target: row.target,
    guardrail: row.guardrail,
    targetLow: row.targetLow,
    targetHigh: row.targetHigh,
    guardrailLow: row.guardrailLow,
    guardrailHigh: row.guardrailHigh,
    aggregation: AGGREGATIONS.find((a) => a === row.aggregation) ?? "mean",
    windowSeconds: row.windowSeconds,
    cadenceSeconds: row.cadenceSeconds,
    minSamples: row.minSamples,
    breachAfter: row.breachAfter,
    recoverAfter: row.recoverAfter,
    staleAfter: row.staleAfter,
    weight: row.weight,
    mustHave: row.mustHave,
    supports: row.supports,
    series: { name: row.series?.name ?? "", labels: labelsOf(row.series?.labels) },
    segment: null,
    owner: row.ownerId,
    state: CRITERION_STATES.find((s) => s === row.state) ?? "no_data",
  };
}

function labelsOf(json: unknown): Record<string, string> {
  if (typeof json !== "object" || json === null) return {};
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, String(value)]));
}
