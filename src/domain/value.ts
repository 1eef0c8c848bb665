/** The inputs of a value model (C1). Money in the project's currency, durations in whole months, rates as fractions. */
export type ValueCase = {
  horizonMonths: number;
  buildMonths: number;
  rampMonths: number;
  upfrontCost: number;
  buildCost: number;
  runCostMonthly: number;
  benefitMonthly: number;
  successProbability: number;
  /** Cost of capital a year. */
  discountAnnual: number;
  delayBurnMonthly: number;
};

export type ValueModel = {
  monthlyRate: number;
  npv: number;
  /** (Σ benefit − Σ cost) / Σ cost, undiscounted; null where nothing is spent. */
  roi: number | null;
  /** Months until the cumulative flow stays positive; null where it ends below zero. */
  paybackMonths: number | null;
};

/**
 * NPV = Σ (benefit − cost) / (1 + rm)^t over month ends t = 0..H with rm = (1 + r)^(1/12) − 1 (C1). Unrounded: round with
 * `toCents` for display. A delay shifts go-live while the calendar horizon stays.
 */
export function valueModel(value: ValueCase, delayMonths = 0): ValueModel {
  const monthlyRate = (1 + value.discountAnnual) ** (1 / 12) - 1;
  const flows = cashFlows(value, delayMonths);
  const benefits = sum(flows.map(({ benefit }) => benefit));
  const costs = sum(flows.map(({ cost }) => cost));
  return {
    monthlyRate,
    npv: sum(flows.map(({ benefit, cost }, month) => (benefit - cost) / (1 + monthlyRate) ** month)),
    roi: costs > 0 ? (benefits - costs) / costs : null,
    paybackMonths: payback(flows.map(({ benefit, cost }) => benefit - cost)),
  };
}

export type CashFlow = { benefit: number; cost: number };

/** Month by month from 0 to the horizon: what the cash-flow chart draws. */
export function cashFlows(value: ValueCase, delayMonths = 0): CashFlow[] {
  const months = Array.from({ length: value.horizonMonths + 1 }, (_, month) => month);
  return months.map((month) => ({
    benefit: benefitAt(value, month, delayMonths),
    cost: costAt(value, month, delayMonths),
  }));
}

/** What d months of delay cost: NPV(0) − NPV(d). */
export function delayCost(value: ValueCase, delayMonths: number): number {
  return valueModel(value).npv - valueModel(value, delayMonths).npv;
}

export type DelayRisk = { expectedDelayMonths: number; expectedLoss: number; worstLoss: number };

/** Three-point estimate of the value at risk of delay: (o + 4·l + p) / 6 of delays and of losses; worst = loss(p). */
export function delayAtRisk(value: ValueCase, optimistic: number, likely: number, pessimistic: number): DelayRisk {
  const worstLoss = delayCost(value, pessimistic);
  return {
    expectedDelayMonths: (optimistic + 4 * likely + pessimistic) / 6,
    expectedLoss: (delayCost(value, optimistic) + 4 * delayCost(value, likely) + worstLoss) / 6,
    worstLoss,
  };
}

/** Act when the probability of a true positive reaches this: cost_fp / (cost_fp + gain_tp). Null where both are 0. */
export function breakEvenProbability(gainTp: number, costFp: number): number | null {
  return costFp + gainTp > 0 ? costFp / (costFp + gainTp) : null;
}

export type Outcomes = { tp: number; fp: number; fn: number; tn: number };

/** Σ count · unit value over the four outcomes; losses come with their sign. */
export function expectedValue(counts: Outcomes, unitValues: Outcomes): number {
  return (["tp", "fp", "fn", "tn"] as const).reduce((total, cell) => total + counts[cell] * unitValues[cell], 0);
}

/** Money for display: half a cent goes up, away from binary noise such as 1.005 = 1.00499…. */
export function toCents(amount: number): number {
  return Math.round(Number(`${(amount * 100).toPrecision(15)}`)) / 100;
}

function benefitAt(value: ValueCase, month: number, delay: number): number {
  const sinceLive = month - value.buildMonths - delay;
  if (sinceLive <= 0) return 0;
  const ramp = value.rampMonths === 0 ? 1 : Math.min(1, sinceLive / value.rampMonths);
  return value.successProbability * value.benefitMonthly * ramp;
}

function costAt(value: ValueCase, month: number, delay: number): number {
  const { buildMonths } = value;
  const upfront = month === 0 ? value.upfrontCost : 0;
  const build = buildMonths === 0 ? (month === 0 ? value.buildCost : 0) : monthShare(value, month);
  const late = month > buildMonths && month <= buildMonths + delay ? value.delayBurnMonthly : 0;
  const run = month > buildMonths + delay ? value.runCostMonthly : 0;
  return upfront + build + late + run;
}

function monthShare({ buildMonths, buildCost }: ValueCase, month: number): number {
  return month >= 1 && month <= buildMonths ? buildCost / buildMonths : 0;
}

/** The last crossing counts: an early plus before a later dip is no payback. */
function payback(net: readonly number[]): number | null {
  let total = 0;
  const cumulative = net.map((flow) => {
    total += flow;
    return total;
  });
  if (total < 0) return null;
  const last = cumulative.findLastIndex((amount) => amount < 0);
  const before = cumulative[last];
  const after = cumulative[last + 1];
  return before === undefined || after === undefined ? 0 : last - before / (after - before);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
