import type { Fact, FactBag } from "#stages/fact.ts";
import { type DeploymentData, deployment } from "#stages/integration/deployment.ts";
import { deploymentEvent } from "#stages/integration/deployment-event.ts";
import { tagOf } from "#stages/integration/release.ts";

/** From `at` on, a release has this share of the decisions. */
export type TrafficStep = { at: number; share: number };
export type ReleaseTraffic = { release: string; tag: string; steps: TrafficStep[] };
export type TrafficMark = { at: number; label: string; tone: "info" | "bad" | "quiet" };

/** The share of each release over time in production, oldest release first. A deployment without events has one step. */
export function trafficByRelease(facts: FactBag): ReleaseTraffic[] {
  const parts = inProduction(facts).map((each) => ({ release: each.data.release, steps: stepsOf(each, facts) }));
  const releases = [...Map.groupBy(parts, ({ release }) => release)];
  const found = releases
    .map(([release, mine]) => ({ release, tag: tagOf(facts, release), steps: summed(mine.map(({ steps }) => steps)) }))
    .filter(({ steps }) => steps.some(({ share }) => share > 0))
    .sort((a, b) => (a.steps[0]?.at ?? 0) - (b.steps[0]?.at ?? 0));
  return withinAll(found);
}

/** What a newer release takes, the older ones lose, though nobody records it: together they decide everything once. */
function withinAll(releases: readonly ReleaseTraffic[]): ReleaseTraffic[] {
  const times = [...new Set(releases.flatMap(({ steps }) => steps.map(({ at }) => at)))].sort((a, b) => a - b);
  const taken = times.map(() => 0);
  const newestFirst = releases.toReversed().map((each) => {
    const shares = sharesAt(each.steps, times);
    const steps = times.map((at, i) => ({ at, share: Math.max(0, Math.min(shares[i] ?? 0, 1 - (taken[i] ?? 0))) }));
    for (const [i, share] of shares.entries()) taken[i] = (taken[i] ?? 0) + share;
    return { ...each, steps: steps.filter((step, i) => i === 0 || step.share !== steps[i - 1]?.share) };
  });
  return newestFirst.toReversed();
}

/** The share at each of many times in order, in one pass over the steps. */
function sharesAt(steps: readonly TrafficStep[], times: readonly number[]): number[] {
  let next = 0;
  let share = 0;
  return times.map((at) => {
    for (; next < steps.length && (steps[next]?.at ?? 0) <= at; next += 1) share = steps[next]?.share ?? 0;
    return share;
  });
}

/** What happened, in words: shadows and canaries that began, roll-outs to all, rollbacks. */
export function trafficMarks(facts: FactBag): TrafficMark[] {
  const begun = inProduction(facts).flatMap(({ data }): TrafficMark[] => {
    const tag = tagOf(facts, data.release);
    const at = Date.parse(data.startedAt ?? "");
    return [
      { at, label: `${tag} ${STRATEGY_WORDS[data.strategy]}`, tone: data.strategy === "full" ? "info" : "quiet" },
    ];
  });
  const back = facts.of(deploymentEvent).flatMap(({ data, at }): TrafficMark[] => {
    const of = facts.of(deployment).find(({ key }) => key === data.deployment)?.data;
    if (data.what !== "rolled_back" || !of) return [];
    const took = data.minutes === undefined ? "" : ` in ${data.minutes} min`;
    return [{ at, label: `${tagOf(facts, of.release)} rolled back${took}`, tone: "bad" }];
  });
  return [...begun, ...back].sort((a, b) => a.at - b.at);
}

const STRATEGY_WORDS = { shadow: "in shadow", canary: "canary", ab: "A/B test", full: "to all" } as const;

function inProduction(facts: FactBag): Fact<DeploymentData>[] {
  return facts
    .of(deployment)
    .filter(({ data }) => data.environment === "production" && data.state !== "planned" && data.startedAt);
}

function stepsOf({ key, data }: Fact<DeploymentData>, facts: FactBag): TrafficStep[] {
  const events = facts
    .of(deploymentEvent)
    .filter((event) => event.data.deployment === key)
    .map(({ at, data: { what, traffic = 0 } }) => ({
      at,
      share: what === "started" || what === "traffic" ? traffic : 0,
    }))
    .sort((a, b) => a.at - b.at);
  const started = Date.parse(data.startedAt ?? "");
  const begin = events.some(({ at }) => at <= started) ? [] : [{ at: started, share: data.traffic }];
  const end = data.endedAt ? [{ at: Date.parse(data.endedAt), share: 0 }] : [];
  return [...begin, ...events, ...end].sort((a, b) => a.at - b.at);
}

function summed(parts: readonly TrafficStep[][]): TrafficStep[] {
  const times = [...new Set(parts.flat().map(({ at }) => at))].sort((a, b) => a - b);
  const all = parts.map((steps) => sharesAt(steps, times));
  return times.map((at, i) => ({ at, share: all.reduce((sum, shares) => sum + (shares[i] ?? 0), 0) }));
}
