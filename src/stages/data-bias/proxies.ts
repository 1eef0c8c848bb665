import type { z } from "zod";
import { feature } from "#stages/data-selection/feature.ts";
import type { Inconsistency } from "#stages/define-stage.ts";
import { type FactBag, LAW_SEES } from "#stages/fact.ts";

/** Whether a feature is marked as standing in for a protected attribute: the one home of what is suspected and tested. */
export function isProxy({ isProxyFor }: z.infer<typeof feature.schema>): boolean {
  return isProxyFor !== undefined;
}

/**
 * Names in the plan that no recorded feature has. Not judged once a feature is marked (then the plan reads the features),
 * nor where there are more features than the law sees.
 */
export function unknownProxies(named: readonly string[], facts: Pick<FactBag, "of">): Inconsistency[] {
  const features = facts.of(feature);
  if (features.length >= LAW_SEES || features.some(({ data }) => isProxy(data))) return [];
  const known = new Set(features.flatMap(({ key, data }) => [plainName(key), plainName(data.name)]));
  const unknown = named.filter((name) => !known.has(plainName(name)) && !NONE.test(name.trim()));
  if (unknown.length === 0) return [];
  const one = unknown.map((name) => `“${name}”`).join(", ");
  const verb = unknown.length === 1 ? "is not a recorded feature" : "are not recorded features";
  return [
    { path: "suspectedProxies", message: `${one} ${verb}; ${knownInWords(features.map(({ data }) => data.name))}` },
  ];
}

const NONE = /^none\b/i;
const SHOWN = 8;

function knownInWords(names: readonly string[]): string {
  if (names.length === 0) return "record the feature first, or write none";
  const rest = names.length - SHOWN;
  return `known are ${names.slice(0, SHOWN).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/** "Device age" and device_age are the same. */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, " ")
    .trim();
}
