/** `net` in the project's currency. */
export type RetrainWorth = { net: number; worth: boolean };

/**
 * Whether a retrain pays (C9): gain a day · decay days / 2 − cost − risk, because the gain fades evenly to nothing over
 * the days in which the model decays. Money, days; worth it where more than nothing is left. Advice, never a trigger [R24].
 */
export function retrainWorth(benefit: {
  gainPerDay: number;
  decayDays: number;
  cost: number;
  risk: number;
}): RetrainWorth {
  const net = (benefit.gainPerDay * benefit.decayDays) / 2 - benefit.cost - benefit.risk;
  return { net, worth: net > 0 };
}

/**
 * The days between retrains that cost least (C9): √(2 · cost / decay), for a loss rate that grows by `decay` a day, each
 * day (money/day²). Null where nothing decays: then there is no best interval.
 */
export function bestIntervalDays(cost: number, decay: number): number | null {
  return decay > 0 && cost >= 0 ? Math.sqrt((2 * cost) / decay) : null;
}
