import type { PocFacts } from "#domain/journey.ts";

export const MATURITIES = ["idea", "poc", "pilot", "production"] as const;
export type Maturity = (typeof MATURITIES)[number];

/** A release in use, as far as maturity asks. Times are milliseconds since the epoch; null while it runs. */
export type Rollout = {
  strategy: "shadow" | "canary" | "ab" | "full";
  production: boolean;
  traffic: number;
  startedAt: number | null;
  endedAt: number | null;
};

const DAY_MS = 86_400_000;
/** So long a full deployment runs before it counts as production. */
const SETTLED_DAYS = 14;

export type MaturityFacts = {
  poc: PocFacts;
  rollouts: readonly Rollout[];
  /** When stage 7 was last finished: speaks where no deployment is recorded. */
  integratedAt: number | null;
  now: number;
};

/**
 * How far the solution is, idea → poc → pilot → production (A3): `pilot` once a shadow, canary or A/B deployment has begun,
 * `production` once a full deployment in production has run 14 days. Before that `poc` as soon as something was tried on
 * data: a sample profiled, a baseline measured or a model trained. Where no deployment is recorded, a finished stage 7
 * stands for one.
 */
export function maturity({ poc, rollouts, integratedAt, now }: MaturityFacts): Maturity {
  const begun = rollouts.filter(({ startedAt }) => startedAt !== null && startedAt <= now);
  if (begun.some((rollout) => isFull(rollout) && daysRun(rollout, now) >= SETTLED_DAYS)) return "production";
  if (begun.length > 0) return "pilot";
  if (integratedAt !== null) return now - integratedAt >= SETTLED_DAYS * DAY_MS ? "production" : "pilot";
  return poc.sampleProfiled || poc.baselineMeasured || poc.modelTrained ? "poc" : "idea";
}

function isFull({ strategy, production }: Rollout): boolean {
  return strategy === "full" && production;
}

function daysRun({ startedAt, endedAt }: Rollout, now: number): number {
  return startedAt === null ? 0 : ((endedAt ?? now) - startedAt) / DAY_MS;
}
