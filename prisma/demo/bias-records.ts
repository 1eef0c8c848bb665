import type { StageFact } from "./facts/stage-fact.ts";
import type { Name } from "./people.ts";
import type { Story } from "./story.ts";

/** A fact that was recorded, or changed, after its stage had passed. */
export type Later = { day: string; by: Name; fact: StageFact };

export function recordLater(story: Story, facts: readonly Later[]): void {
  for (const { day, by, fact } of facts) story.on(day, by, (hand) => hand.record(fact.kind, [fact]));
}

type Baseline = {
  group: string;
  shares: readonly [sample: number, population: number];
  baseRate?: number;
  labelNoise?: number;
  n?: number;
};

export function baselineFacts(attribute: string, baselines: readonly Baseline[]): StageFact[] {
  return baselines.map(({ group, shares: [sampleShare, populationShare], ...counted }) => ({
    kind: "group-baselines",
    key: `${attribute}-${group.toLowerCase().replace("+", "-up")}`,
    data: { attribute, group, populationShare, sampleShare, ...counted },
  }));
}

type Moved = Record<string, unknown> & {
  /** Likelihood and severity, before and once every mitigation works. */
  from: readonly [number, number];
  to: readonly [number, number];
};

export function riskFact(key: string, title: string, { from, to, ...more }: Moved): StageFact {
  const [likelihood, severity] = from;
  const [likelihoodAfter, severityAfter] = to;
  const weighed = { likelihood, severity, likelihoodAfter, severityAfter };
  return {
    kind: "bias-risks",
    key,
    data: { title, harm: "allocation", state: "mitigating", ...weighed, ...more },
  };
}

export function mitigationFact(key: string, data: Record<string, unknown>): StageFact {
  return { kind: "bias-mitigations", key, data: { verified: false, ...data } };
}
