import type { FactBag } from "#stages/fact.ts";
import { deployment } from "#stages/integration/deployment.ts";

export type Candidate = { release: string; dataSource: "shadow" | "canary" | "production"; since: string | undefined };

const SOURCES = { shadow: "shadow", canary: "canary", ab: "canary", full: "production" } as const;

/** The release that is next to reach everybody: what runs in shadow, on a canary or in an A/B test, else what runs for all. */
export function candidateOf(facts: Pick<FactBag, "of">): Candidate | null {
  const running = facts
    .of(deployment)
    .filter(({ data }) => data.environment === "production" && data.state === "running")
    .toSorted((a, b) => b.at - a.at);
  const proving = running.find(({ data }) => data.strategy !== "full") ?? running[0];
  if (!proving) return null;
  const { release, strategy, startedAt } = proving.data;
  return { release, dataSource: SOURCES[strategy], since: startedAt };
}
