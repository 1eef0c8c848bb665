import { geEps, leEps } from "#domain/comparison.ts";
import type { Criterion } from "#domain/criteria.ts";
import type { CriterionState } from "#domain/vocabulary.ts";

export type Limits = Pick<
  Criterion,
  "direction" | "target" | "guardrail" | "targetLow" | "targetHigh" | "guardrailLow" | "guardrailHigh"
>;
export type Judged = Limits & Pick<Criterion, "minSamples">;
export type Patience = Pick<Criterion, "breachAfter" | "recoverAfter" | "staleAfter">;

export type InstantStatus = "no_data" | "met" | "at_risk" | "breach";

/**
 * The status of one window, before patience (C2). `n` is Σ n of the window; fewer than `minSamples`, or a value that is
 * missing or not finite, is no data whatever the value. Equality counts as met. Without a guardrail there is no zone at risk.
 */
export function instant(criterion: Judged, value: number | null, n: number): InstantStatus {
  if (value === null || !Number.isFinite(value) || !(n >= criterion.minSamples)) return "no_data";
  if (!hasTarget(criterion)) return "no_data";
  if (inTarget(criterion, value)) return "met";
  return inGuardrail(criterion, value) ? "at_risk" : "breach";
}

export type Hysteresis = { bad: number; ok: number; nodata: number; latched: boolean; state: CriterionState };

export const START: Hysteresis = { bad: 0, ok: 0, nodata: 0, latched: false, state: "no_data" };

/**
 * One window further (C2): a breach shows after `breachAfter` bad windows in a row and stays latched until `recoverAfter`
 * good ones. Silence changes what is shown, never the latch: nobody clears a breach by letting the data stop.
 */
export function step(before: Hysteresis, status: InstantStatus, patience: Patience): Hysteresis {
  if (status === "no_data") {
    const nodata = before.nodata + 1;
    return { ...before, nodata, state: nodata >= patience.staleAfter ? "no_data" : before.state };
  }
  if (status === "breach") {
    const bad = before.bad + 1;
    const latched = before.latched || bad >= patience.breachAfter;
    return { bad, ok: 0, nodata: 0, latched, state: latched ? "breached" : "at_risk" };
  }
  const ok = before.ok + 1;
  const latched = before.latched && ok < patience.recoverAfter;
  return { bad: 0, ok, nodata: 0, latched, state: latched ? "breached" : status };
}

export type WindowValue = readonly [value: number | null, n: number];

/** The fold over windows in order: the same windows from the same start always give the same states. */
export function run(
  criterion: Judged & Patience,
  windows: readonly WindowValue[],
  from: Hysteresis = START,
): Hysteresis[] {
  let counters = from;
  return windows.map(([value, n]) => {
    counters = step(counters, instant(criterion, value, n), criterion);
    return counters;
  });
}

export function inTarget(limits: Limits, value: number): boolean {
  const { low, high } = targetBand(limits);
  return geEps(value, low) && leEps(value, high);
}

/** The target as a band; open towards the good side where only one limit exists. */
export function targetBand({ direction, target, targetLow, targetHigh }: Limits): { low: number; high: number } {
  if (direction === "gte") return { low: target ?? Number.NaN, high: Number.POSITIVE_INFINITY };
  if (direction === "lte") return { low: Number.NEGATIVE_INFINITY, high: target ?? Number.NaN };
  return { low: targetLow ?? Number.NaN, high: targetHigh ?? Number.NaN };
}

/** The guardrail as a band; a missing guardrail is the target itself. */
export function guardrailBand(limits: Limits): { low: number; high: number } {
  const band = targetBand(limits);
  if (limits.direction === "gte") return { ...band, low: limits.guardrail ?? band.low };
  if (limits.direction === "lte") return { ...band, high: limits.guardrail ?? band.high };
  return { low: limits.guardrailLow ?? band.low, high: limits.guardrailHigh ?? band.high };
}

function inGuardrail(limits: Limits, value: number): boolean {
  const { low, high } = guardrailBand(limits);
  return geEps(value, low) && leEps(value, high);
}

function hasTarget(limits: Limits): boolean {
  const { low, high } = targetBand(limits);
  return !Number.isNaN(low) && !Number.isNaN(high);
}
