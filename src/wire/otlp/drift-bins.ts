import type { Fact } from "#stages/fact.ts";
import type { DriftReferenceData } from "#stages/monitoring/drift-reference.ts";
import type { DriftPart } from "#wire/otlp/counted.ts";

export type Reference = Fact<DriftReferenceData>;

/** The drift reference of a feature, by its key or its name. */
export function referenceFor(feature: string, references: readonly Reference[]): Reference | null {
  const name = feature.toLowerCase();
  return references.find(({ key, data }) => [key, data.feature].some((known) => known.toLowerCase() === name)) ?? null;
}

/**
 * How the buckets of a histogram are the bins of a reference, or why they are not. Bounds may be all edges of the reference,
 * when what lies outside of them belongs to the outermost bins; or only those between its bins.
 */
export function binsFor({ key, data }: Reference, bounds: readonly number[]): DriftPart | string {
  const { edges, counts } = data;
  if (!edges) return `The drift reference “${key}” has no edges, so that its bins cannot be compared with bounds.`;
  const last = counts.length - 1;
  const buckets = Array.from({ length: bounds.length + 1 }, (_, bucket) => bucket);
  if (same(bounds, edges.slice(1, -1))) return { reference: key, bins: buckets };
  if (same(bounds, edges)) return { reference: key, bins: buckets.map((b) => Math.min(last, Math.max(0, b - 1))) };
  return `The bounds are not the edges of the drift reference “${key}”: ${edges.slice(0, 8).join(", ")}${edges.length > 8 ? ", …" : ""}.`;
}

function same(bounds: readonly number[], edges: readonly number[]): boolean {
  return (
    bounds.length === edges.length &&
    bounds.every((bound, at) => Math.abs(bound - (edges[at] ?? Number.NaN)) <= 1e-9 * Math.max(1, Math.abs(bound)))
  );
}
