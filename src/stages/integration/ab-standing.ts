import { type AbArms, type AbReading, falseWinChance, readExperiment } from "#domain/ab-analysis.ts";
import { type AbDecision, decideExperiment } from "#domain/ab-decision.ts";
import { type RatioMismatch, sampleRatioMismatch } from "#domain/ab-test.ts";
import type { Interval } from "#domain/intervals.ts";
import { isUnderPowered, sampleSizeOfMeans, sampleSizeOfProportions } from "#domain/sample-size.ts";
import type { AbData } from "#stages/integration/ab-schema.ts";

export type AbStanding = {
  reading: AbReading | null;
  mismatch: RatioMismatch | null;
  /** People per arm that the smallest effect takes. */
  needed: number | null;
  underPowered: boolean;
  atPlannedSize: boolean;
  /** The chance of a false win by as many looks as were taken, where the plan has only one. */
  earlyLooks: number | null;
  decision: AbDecision;
  because: string;
};

/** Everything that C8 says of an A/B test; the first arm is the old release. */
export function abStanding(data: AbData): AbStanding {
  const { plan, arms, guardrails = [] } = data;
  const two = armsOf(data);
  const reading = two && readExperiment(two, { ...plan, look: plan.look ?? plan.looks });
  const mismatch = sampleRatioMismatch(
    arms.map(({ n }) => n),
    arms.map(({ share }) => share),
  );
  const atPlannedSize = arms.every(({ n }) => n >= plan.perArm);
  const needed = two && neededPerArm(two, data);
  const { decision, because } = decideExperiment({
    method: plan.method,
    interval: reading && inGoodDirection(reading.methodInterval, data.better),
    guardrails: guardrails.map(({ name, loss, lossLow = null, margin }) => ({ name, loss, lossLow, margin })),
    atPlannedSize,
    mismatchP: mismatch?.p ?? null,
  });
  const looked = plan.look ?? 1;
  return {
    ...{ reading, mismatch, needed, atPlannedSize, decision, because },
    underPowered: isUnderPowered(plan.perArm, needed),
    earlyLooks: plan.method === "fixed" && looked > 1 ? falseWinChance(looked) : null,
  };
}

export function armsOf({ measure, arms }: Pick<AbData, "measure" | "arms">): AbArms | null {
  const [first, second] = arms;
  if (!first || !second) return null;
  if (measure === "rate")
    return {
      kind: "rates",
      arms: [
        { successes: first.conversions ?? 0, n: first.n },
        { successes: second.conversions ?? 0, n: second.n },
      ],
    };
  return { kind: "means", arms: [sampleOf(first), sampleOf(second)] };
}

function sampleOf({ mean = 0, sd = 0, n }: AbData["arms"][number]) {
  return { mean, sd, n };
}

function neededPerArm(two: AbArms, { plan, better }: AbData): number | null {
  if (two.kind === "means") return sampleSizeOfMeans(two.arms[0].sd, plan.smallestEffect, plan);
  const [{ successes, n }] = two.arms;
  const rate = n > 0 ? successes / n : 0;
  return sampleSizeOfProportions(rate, rate + (better === "more" ? 1 : -1) * plan.smallestEffect, plan);
}

function inGoodDirection([low, high]: Interval, better: AbData["better"]): Interval {
  return better === "more" ? [low, high] : [-high, -low];
}
