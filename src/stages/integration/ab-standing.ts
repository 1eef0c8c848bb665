import { type AbArms, falseWinChance } from "#domain/ab-analysis.ts";
import { readTreatments, type TreatmentReading } from "#domain/ab-arms.ts";
import { type AbDecision, decideExperiment } from "#domain/ab-decision.ts";
import { type RatioMismatch, sampleRatioMismatch } from "#domain/ab-test.ts";
import type { Interval } from "#domain/intervals.ts";
import { isUnderPowered, sampleSizeOfMeans, sampleSizeOfProportions } from "#domain/sample-size.ts";
import type { Fact, FactBag } from "#stages/fact.ts";
import { AB_LOOKS, type AbData, type AbLook } from "#stages/integration/ab-schema.ts";

export type TreatmentStanding = TreatmentReading & { decision: AbDecision; because: string };

export type AbStanding = {
  /** Oldest first. */
  looks: readonly Fact<AbLook>[];
  treatments: TreatmentStanding[];
  mismatch: RatioMismatch | null;
  /** People per arm that the smallest effect takes, with the share of alpha that one of the treatments gets. */
  needed: number | null;
  underPowered: boolean;
  atPlannedSize: boolean;
  /** The chance of a false win by looks that the plan does not pay for. */
  earlyLooks: number | null;
  decision: AbDecision;
  because: string;
};

/** The looks at a test, oldest first. */
export function looksOf(facts: FactBag, experiment: string): Fact<AbLook>[] {
  return facts
    .of(AB_LOOKS)
    .filter(({ data }) => data.experiment === experiment)
    .sort((a, b) => a.at - b.at);
}

/** Everything that C8 says of an A/B test; the first arm is the old release. */
export function abStanding(data: AbData, looks: readonly Fact<AbLook>[]): AbStanding {
  const { plan } = data;
  const [control, ...others] = data.arms.map(({ name }) => name);
  const newest = looks.at(-1)?.data.arms ?? [];
  const mismatch = sampleRatioMismatch(
    newest.length > 0 ? data.arms.map(({ name }) => countOf(newest, name)) : [],
    data.arms.map(({ share }) => share),
  );
  const atPlannedSize = newest.length > 0 && data.arms.every(({ name }) => countOf(newest, name) >= plan.perArm);
  const read = readTreatments(
    others.map((name) => ({ name, looks: looks.map((look) => pairOf(data, look.data, control ?? "", name)) })),
    plan,
  );
  const treatments = read.map((each) => ({ ...each, ...decide(each, data, atPlannedSize, mismatch) }));
  const needed = neededPerArm(data, newest, control ?? "");
  return {
    ...{ looks, treatments, mismatch, needed, atPlannedSize },
    underPowered: isUnderPowered(plan.perArm, needed),
    earlyLooks: falseWinChance(plan, looks.length),
    ...together(treatments),
  };
}

type Counts = AbLook["arms"];

function countOf(counts: Counts, arm: string): number {
  return counts.find(({ name }) => name === arm)?.n ?? 0;
}

function pairOf({ measure }: AbData, { arms }: AbLook, control: string, treatment: string): AbArms | null {
  const first = arms.find(({ name }) => name === control);
  const second = arms.find(({ name }) => name === treatment);
  if (!first || !second) return null;
  if (measure === "mean") return { kind: "means", arms: [sampleOf(first), sampleOf(second)] };
  return { kind: "rates", arms: [rateOf(first), rateOf(second)] };
}

const sampleOf = ({ mean = 0, sd = 0, n }: Counts[number]) => ({ mean, sd, n });
const rateOf = ({ conversions = 0, n }: Counts[number]) => ({ successes: conversions, n });

function decide(
  { name, reading }: TreatmentReading,
  { plan, better, guardrails = [] }: AbData,
  atPlannedSize: boolean,
  mismatch: RatioMismatch | null,
) {
  const own = guardrails.filter(({ arm }) => arm === undefined || arm === name);
  return decideExperiment({
    method: plan.method,
    interval: reading && inGoodDirection(reading.methodInterval, better),
    guardrails: own.map((each) => ({ ...each, lossLow: each.lossLow ?? null })),
    atPlannedSize,
    mismatchP: mismatch?.p ?? null,
  });
}

function inGoodDirection([low, high]: Interval, better: AbData["better"]): Interval {
  return better === "more" ? [low, high] : [-high, -low];
}

const ORDER: readonly AbDecision[] = ["invalid", "ship", "continue", "no_difference", "stop"];

/** One treatment that may ship is enough; the test stops only when every treatment does. */
function together(treatments: readonly TreatmentStanding[]): Pick<AbStanding, "decision" | "because"> {
  const [first] = treatments.toSorted((a, b) => ORDER.indexOf(a.decision) - ORDER.indexOf(b.decision));
  if (!first) return { decision: "continue", because: "There is nothing to compare with." };
  const { decision, because } = first;
  if (treatments.length === 1 || decision === "invalid") return { decision, because };
  const alike = treatments.filter((each) => each.decision === decision).map(({ name }) => name);
  return { decision, because: `${alike.join(", ")}: ${because}` };
}

/** By what is planned; where no value was expected, by what the old release shows. */
function neededPerArm({ measure, plan, better, arms }: AbData, counts: Counts, control: string): number | null {
  const shared = { alpha: plan.alpha / Math.max(1, arms.length - 1), power: plan.power };
  const old = counts.find(({ name }) => name === control);
  if (measure === "mean") {
    const sd = plan.expectedSd ?? old?.sd;
    return sd === undefined ? null : sampleSizeOfMeans(sd, plan.smallestEffect, shared);
  }
  const seen = old && old.n > 0 ? (old.conversions ?? 0) / old.n : undefined;
  const rate = plan.expectedRate ?? seen;
  if (rate === undefined) return null;
  return sampleSizeOfProportions(rate, rate + (better === "more" ? 1 : -1) * plan.smallestEffect, shared);
}
