import type { BackwardFacts, GroupRatio, WindowValue } from "#domain/backward-facts.ts";
import { geEps, leEps } from "#domain/comparison.ts";

/** In their order: rule `B<n>.<m>` belongs to the n-th. */
export const BACKWARD_STAGES = [
  "business-case",
  "success-criteria",
  "data-selection",
  "data-bias",
  "data-pipeline",
  "model",
  "integration",
  "solution-bias",
  "monitoring",
  "retraining",
] as const;
export type BackwardStage = (typeof BACKWARD_STAGES)[number];
/** Rule 0 of each stage is on its evidence. */
export type BackwardRuleKey = `B${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10}.${0 | 1 | 2 | 3 | 4 | 5 | 6}`;

/**
 * `factsKey`: equal for the same facts. `silent`: it keeps a flag that was raised, and raises none. `about`: the recorded
 * fact that it rests on, as kind and key.
 */
export type Found = { because: string; factsKey: string; silent?: boolean; about?: string };

/** A rule, the stages it sends back, and what it found for one of them; null where its facts do not hold. */
export type BackwardRule = {
  rule: BackwardRuleKey;
  stages: readonly BackwardStage[];
  find: (facts: BackwardFacts, stage: BackwardStage) => Found | null;
};

export const DAY_MS = 86_400_000;

/** What was there when the stage was last signed off is covered by the signature: only what came later counts. */
export function isNews({ doneAt }: BackwardFacts, stage: BackwardStage, at: number | null): at is number {
  return at !== null && at > (doneAt[stage] ?? Number.NEGATIVE_INFINITY);
}

/** What tells a row of bad ones from another: when it was last otherwise, or signed off since; nothing where it never was. */
export function rowSince({ doneAt }: BackwardFacts, stage: BackwardStage, lastGood: number | undefined): number | "" {
  const known = [lastGood, doneAt[stage]].filter((at) => at !== undefined && at !== null);
  return known.length > 0 ? Math.max(...known) : "";
}

/** One finding over all things that a rule holds for; null where there is none. */
export function found<T>(
  things: readonly T[],
  keyOf: (thing: T) => string,
  because: (things: readonly [T, ...T[]]) => string,
): Found | null {
  const [first, ...rest] = things;
  return first === undefined ? null : { because: because([first, ...rest]), factsKey: factsKey(things.map(keyOf)) };
}

/** The place of what a finding rests on; nothing where its key is not known. */
export function aboutFact(kind: string, key: string | undefined): { about?: string } {
  return key === undefined ? {} : { about: `${kind}/${encodeURIComponent(key)}` };
}

export function factsKey(parts: readonly string[]): string {
  return parts.toSorted().join(",");
}

export function quoted(names: readonly string[]): string {
  return names.map((name) => `“${name}”`).join(", ");
}

/** Whole days, for a sentence. */
export function days(ms: number): string {
  const count = Math.floor(ms / DAY_MS);
  return count === 1 ? "1 day" : `${count} days`;
}

/** The values at the end of a list for which something holds without a break; unknown ones neither count nor break. */
export function streak(windows: readonly WindowValue[], bad: (value: number) => boolean): WindowValue[] {
  const known = windows.filter(({ value }) => value !== null);
  const lastGood = known.findLastIndex(({ value }) => value !== null && !bad(value));
  return known.slice(lastGood + 1);
}

/** A share may lie between four fifths and five fourths of the other. */
export function outsideBand(ratios: readonly GroupRatio[]): { group: string; ratio: number }[] {
  return ratios.flatMap(({ group, ratio }) =>
    ratio === null || (geEps(ratio, 0.8) && leEps(ratio, 1.25)) ? [] : [{ group, ratio }],
  );
}

export function groupsInWords(groups: readonly { group: string; ratio: number }[]): string {
  return groups.map(({ group, ratio }) => `“${group}” ${ratio.toFixed(2)}`).join(", ");
}

/** Older than 90 days; one that never took place is the gate's matter. */
export function oldDrill(what: "rollback" | "fire", at: number | null | undefined, now: number): Found | null {
  if (at === null || at === undefined || now - at <= 90 * DAY_MS) return null;
  return { because: `The last ${what} drill was ${days(now - at)} ago.`, factsKey: `drill@${at}` };
}
