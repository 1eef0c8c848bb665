import { clamp } from "#domain/comparison.ts";
import { cashFlows, type ValueCase, valueModel } from "#domain/value.ts";

/** The five inputs of the tornado (B, stage 1): where an honest plan is most often wrong. */
export const SENSITIVITY_INPUTS = [
  "benefitMonthly",
  "successProbability",
  "buildCost",
  "runCostMonthly",
  "discountAnnual",
] as const satisfies readonly (keyof ValueCase)[];
export type SensitivityInput = (typeof SENSITIVITY_INPUTS)[number];

/** `low` and `high` are the input's values, `npvLow` and `npvHigh` the net present values there. */
export type Sensitivity = {
  input: SensitivityInput;
  low: number;
  high: number;
  npvLow: number;
  npvHigh: number;
  swing: number;
};

/**
 * Net present value with one input moved at a time, widest swing first: amounts and the rate by ± share, the success
 * probability by ± share in points within 0..1 (as item 1.5 asks for −0.2). Money in the project's currency, unrounded.
 */
export function npvSensitivity(value: ValueCase, share = 0.2): Sensitivity[] {
  const bars = SENSITIVITY_INPUTS.map((input) => {
    const [low, high] = range(value, input, share);
    const [npvLow, npvHigh] = [npvWith(value, input, low), npvWith(value, input, high)];
    return { input, low, high, npvLow, npvHigh, swing: Math.abs(npvHigh - npvLow) };
  });
  return bars.sort((a, b) => b.swing - a.swing);
}

export type StressedNpv = { lessLikely: number; late: number };

/** Item 1.5: NPV with the success probability 0.2 lower (not below 0), and with the likely delay in months. */
export function stressedNpv(value: ValueCase, likelyDelayMonths: number): StressedNpv {
  return {
    lessLikely: npvWith(value, "successProbability", Math.max(0, value.successProbability - 0.2)),
    late: valueModel(value, likelyDelayMonths).npv,
  };
}

export type CashPosition = { month: number; benefit: number; cost: number; cumulative: number };

/** The cash-flow chart: what month ends 0..H bring and cost, and where the undiscounted total stands then. */
export function cashPositions(value: ValueCase, delayMonths = 0): CashPosition[] {
  let cumulative = 0;
  return cashFlows(value, delayMonths).map(({ benefit, cost }, month) => {
    cumulative += benefit - cost;
    return { month, benefit, cost, cumulative };
  });
}

function range(value: ValueCase, input: SensitivityInput, share: number): [number, number] {
  const middle = value[input];
  if (input !== "successProbability") return [middle * (1 - share), middle * (1 + share)];
  return [clamp(middle - share, 0, 1), clamp(middle + share, 0, 1)];
}

function npvWith(value: ValueCase, input: SensitivityInput, amount: number): number {
  return valueModel({ ...value, [input]: amount }).npv;
}
