import type { CriterionInput } from "#domain/criteria.ts";
import type { CriterionKind, Tier } from "#domain/vocabulary.ts";
import type { Name } from "./people.ts";
import type { Story } from "./story.ts";

/** A project in a few lines: what it is about, how far it came, and how its numbers run. */
export type SmallerProject = {
  slug: string;
  name: string;
  summary: string;
  tier: Tier;
  affectsPeople: boolean;
  currency: string;
  timeZone: string;
  lead: Name;
  pm: Name;
  ml: Name;
  /** Demo people who look on. */
  viewers?: readonly Name[];
  /** Days taken, as a share of the target days of each stage. */
  pace: number;
  /** How long it has been where it is. */
  daysInStage: number;
  words: Words;
  money: Money;
  criteria: readonly Line[];
  /** The stages that are done or set aside, and what the next one is doing. */
  done: number;
  current?: "in_progress" | "in_review" | { blockedBy: string; reason: string } | { sentBackBecause: string };
  /** What happened besides. */
  also?: (story: Story) => void;
};

export type Words = {
  problem: string;
  process: string;
  use: string;
  refuse: string;
  entity: string;
  target: string;
  task: "binary" | "multiclass" | "regression" | "ranking" | "forecasting" | "anomaly" | "generation" | "other";
  moment: string;
  decision: string;
  baseline: readonly [text: string, value: number];
  population: string;
  sources: string;
  approach: string;
  /** What is compared between groups, where people are affected. */
  groups?: readonly [attribute: string, ...groups: string[]];
};

export type Money = { build: number; months: number; run: number; benefit: number; chance: number };

/** Better is where the target lies from the baseline. The last numbers are the last weeks, once it is live. */
export type Line = readonly [
  key: string,
  name: string,
  kind: CriterionKind,
  unit: string,
  baseline: number,
  target: number,
  guardrail: number,
  weeks: readonly number[],
];

const WEEK = 7 * 86_400;
export const WEEKLY_SAMPLE = 2_400;

export function criterionOf([key, name, kind, unit, baseline, target, guardrail]: Line): CriterionInput {
  return {
    ...{ key, name, kind, unit, baseline, target, guardrail },
    direction: target > baseline ? "gte" : "lte",
    windowSeconds: WEEK,
    cadenceSeconds: WEEK,
    minSamples: 200,
    breachAfter: 2,
    weight: kind === "business" ? 3 : kind === "model" ? 2 : 1,
    mustHave: kind !== "model" || key.endsWith("_must"),
    series: { name: key },
  };
}
