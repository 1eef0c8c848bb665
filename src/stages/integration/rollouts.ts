import type { Rollout } from "#domain/maturity.ts";
import type { FactBag } from "#stages/fact.ts";
import { deployment } from "#stages/integration/deployment.ts";

/** What is still switched on, by name. */
export function runningDeployments(bag: FactBag): string[] {
  return bag
    .of(deployment)
    .filter(({ data }) => data.state === "running")
    .map(({ data }) => data.name);
}

/** The deployments that have begun, as the maturity of a project is judged by them. */
export function rolloutsOf(bag: FactBag): Rollout[] {
  return bag
    .of(deployment)
    .filter(({ data }) => data.state !== "planned")
    .map(({ data }) => ({
      strategy: data.strategy,
      production: data.environment === "production",
      traffic: data.traffic,
      startedAt: data.startedAt ? Date.parse(data.startedAt) : null,
      endedAt: data.endedAt ? Date.parse(data.endedAt) : null,
    }));
}
