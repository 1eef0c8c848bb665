import { MISMATCH_P } from "#domain/ab-test.ts";
import { leEps } from "#domain/comparison.ts";
import type { Interval } from "#domain/intervals.ts";

export const AB_METHODS = ["fixed", "pocock", "obrien_fleming", "always_valid"] as const;
export type AbMethod = (typeof AB_METHODS)[number];

export const AB_DECISIONS = ["invalid", "ship", "stop", "continue", "no_difference"] as const;
export type AbDecision = (typeof AB_DECISIONS)[number];

/** A measure that may not get worse by more than `margin`, all in its own unit; positive is worse. */
export type Guardrail = {
  name: string;
  loss: number;
  /** The lower end of the loss' interval; null where there is none. */
  lossLow: number | null;
  margin: number;
};

export type AbFacts = {
  method: AbMethod;
  /** Of the difference in the good direction, by the method's own bound; null while there is none. */
  interval: Interval | null;
  guardrails: readonly Guardrail[];
  atPlannedSize: boolean;
  /** The p of the sample-ratio test; null where it could not be made. */
  mismatchP: number | null;
};

/**
 * What to do with an experiment now (C8). Arms that are not what was planned make it invalid. Stop: the interval lies on
 * the bad side, or a guardrail is breached, which is a loss beyond its margin with its whole interval, at the planned size
 * with its estimate. Ship: the interval lies on the good side and no guardrail's estimate is beyond its margin. Else go on
 * to the planned size, and then say that no difference was shown. The fixed method shows nothing before that size but
 * harm to a guardrail.
 */
export function decideExperiment(facts: AbFacts): { decision: AbDecision; because: string } {
  const { interval, atPlannedSize, mismatchP, method } = facts;
  if (mismatchP !== null && mismatchP < MISMATCH_P) {
    return { decision: "invalid", because: "The arms do not have their planned sizes: repair the assignment first." };
  }
  const worse = facts.guardrails.filter(({ loss, margin }) => !leEps(loss, margin));
  const breached = worse.find(({ lossLow, margin }) => atPlannedSize || (lossLow !== null && !leEps(lossLow, margin)));
  if (breached) return { decision: "stop", because: `“${breached.name}” is worse by more than its margin.` };
  if (method === "fixed" && !atPlannedSize) {
    return { decision: "continue", because: "The result stays hidden until the planned size." };
  }
  if (interval && interval[1] < 0) return { decision: "stop", because: "The change makes it worse." };
  if (interval && interval[0] > 0 && worse.length === 0) {
    return { decision: "ship", because: "The change makes it better, and every guardrail holds." };
  }
  return atPlannedSize
    ? { decision: "no_difference", because: "No difference was shown at the planned size." }
    : { decision: "continue", because: "The planned size is not reached." };
}
