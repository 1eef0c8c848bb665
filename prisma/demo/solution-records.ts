import type { AssessmentData } from "#stages/solution-bias/assessment-record.ts";
import { judgedMeasures } from "#stages/solution-bias/assessment-verdicts.ts";
import type { StageFact } from "./facts/stage-fact.ts";
import type { Name } from "./people.ts";
import { randomFrom } from "./random.ts";
import type { Story } from "./story.ts";

export type Tell = (day: string, facts: readonly StageFact[]) => void;

/** Records the facts of a day kind by kind, all by one person. */
export function tellerOf(story: Story, by: Name): Tell {
  return (day, facts) => {
    for (const [kind, mine] of Map.groupBy(facts, (fact) => fact.kind))
      story.on(day, by, (hand) => hand.record(kind, mine));
  };
}

/** A release with what it pins. */
export function releaseFact(
  tag: string,
  [data, commit, model]: readonly [string, string, string],
  at: Date,
): StageFact {
  const pinned = { tag, datasetVersion: data, commit, modelVersion: model, releasedAt: at.toISOString() };
  return { kind: "releases", key: tag, data: pinned };
}

type Deployed = {
  release: string;
  strategy: "shadow" | "canary" | "full";
  traffic: number;
  from: Date;
  hours?: number;
  over?: { at: Date; rolledBack?: boolean };
};

/** A deployment as it stands: running, or over. */
export function deploymentFact(key: string, { release, strategy, traffic, from, hours, over }: Deployed): StageFact {
  const words = { shadow: "in shadow", canary: "as a canary", full: "to all" }[strategy];
  const state = over ? (over.rolledBack ? "rolled_back" : "ended") : "running";
  return {
    kind: "deployments",
    key,
    data: {
      ...{ name: `${release} ${words}`, release, environment: "production", strategy, traffic, state },
      startedAt: from.toISOString(),
      ...(hours !== undefined && { plannedHours: hours }),
      ...(over && { endedAt: over.at.toISOString() }),
    },
  };
}

export function eventFact(deployment: string, what: string, at: Date, more: Record<string, unknown> = {}): StageFact {
  const key = `${deployment}-${what.replace("_", "-")}-${at.toISOString().slice(0, 10)}`;
  return { kind: "deployment-events", key, data: { deployment, what, happenedAt: at.toISOString(), ...more } };
}

export function runbookFact(key: string, data: Record<string, unknown>, readOn: Date): StageFact {
  return { kind: "runbooks", key, data: { ...data, readOn: readOn.toISOString().slice(0, 10) } };
}

export function testFact(key: string, name: string, at: Date, measured: Record<string, unknown>): StageFact {
  return { kind: "test-runs", key, data: { name, passed: true, ranAt: at.toISOString(), ...measured } };
}

export type Watched = readonly [
  name: string,
  group: string,
  bad: "up" | "down",
  centre: number,
  times?: number,
  critical?: boolean,
];

/** A canary with sixty values an arm. `times`: how far the canary lies from the old release. */
export function canaryFact(
  key: string,
  about: { name: string; release: string; deployment: string; baseline?: string; judgedAt: Date },
  watched: readonly Watched[],
  weights: Readonly<Record<string, number>> = {},
): StageFact {
  const { judgedAt, ...named } = about;
  const metrics = watched.map(([name, group, bad, centre, times = 1, critical]) => {
    const random = randomFrom(key, name);
    const arm = (factor: number) =>
      Array.from({ length: 60 }, () => Number((centre * factor * (0.97 + 0.06 * random())).toPrecision(4)));
    return { name, group, bad, ...(critical && { critical }), baseline: arm(1), canary: arm(times) };
  });
  const given = Object.entries(weights).map(([group, weight]) => ({ group, weight }));
  const data = { ...named, metrics, ...(given.length > 0 && { weights: given }), judgedAt: judgedAt.toISOString() };
  return { kind: "canary-analyses", key, data };
}

export function assessmentFact(key: string, data: AssessmentData): StageFact {
  return { kind: "fairness-assessments", key, data };
}

/** The reviewer's notes on what passes without being proven, as tier 3 asks for. */
export function notesOn(key: string, data: AssessmentData, validUntil: string, reason: string): StageFact[] {
  const open = judgedMeasures(data).filter(
    ({ verdict, certainty }) => verdict === "pass" && certainty === "point_only",
  );
  return open.map(({ measure }) => ({
    kind: "fairness-acceptances",
    key: `${key}-${measure.replaceAll("_", "-")}`,
    by: "RV",
    data: { assessment: key, metric: measure, role: "RV", reason, validUntil },
  }));
}
