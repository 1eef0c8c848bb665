import { geEps } from "#domain/comparison.ts";

/** Counts of one window: requests, and those that were not good. */
export type Tally = { bad: number; total: number };

export type BurnSeverity = "page" | "ticket";
/** Both windows must burn at `threshold` times the even pace or faster. */
export type BurnRow = { long: string; short: string; threshold: number; severity: BurnSeverity };

/** For a period of 30 days: 2 %, 5 %, 10 % and 10 % of the budget [R19]. */
export const BURN_TABLE: readonly BurnRow[] = [
  { long: "1h", short: "5m", threshold: 14.4, severity: "page" },
  { long: "6h", short: "30m", threshold: 6, severity: "page" },
  { long: "1d", short: "2h", threshold: 3, severity: "ticket" },
  { long: "3d", short: "6h", threshold: 1, severity: "ticket" },
];

/** What share of a period's budget each row stands for, and how long its long window is. */
const SPENT = [0.02, 0.05, 0.1, 0.1] as const;
const LONG_HOURS = [1, 6, 24, 72] as const;
const BUSY_HOUR = 1_000;

/**
 * The table for a period of other than 30 days: the same shares of the budget in the same windows. An hour with fewer than
 * about 1,000 requests has no row: a single failure can page otherwise, so longer windows decide.
 */
export function burnTable(periodDays: number, requestsInTheHour: number): BurnRow[] {
  const whole = BURN_TABLE.map((row, at) => ({
    ...row,
    threshold: burnThreshold(SPENT[at] ?? 0, periodDays * 24, LONG_HOURS[at] ?? 0) ?? row.threshold,
  }));
  return whole.filter(({ long }) => long !== "1h" || requestsInTheHour >= BUSY_HOUR);
}

/**
 * How many times faster than evenly the error budget is spent (C7): (bad / total) / (1 − SLO). 1 spends it exactly within
 * the period. Null without requests, and for an SLO outside 0 ≤ SLO < 1, which leaves no budget.
 */
export function burnRate({ bad, total }: Tally, slo: number): number | null {
  if (!(total > 0) || !(slo >= 0 && slo < 1)) return null;
  return bad / total / (1 - slo);
}

/** The burn rate that spends a fraction of the period's budget within the long window: fraction · period / long window. */
export function burnThreshold(budgetFraction: number, periodHours: number, longHours: number): number | null {
  return longHours > 0 ? (budgetFraction * periodHours) / longHours : null;
}

export type BurnAlert =
  | { fires: false }
  | { fires: true; severity: BurnSeverity; row: string; longBurn: number; shortBurn: number };

/**
 * Whether the budget burns too fast (C7): the first row of the table whose long and short window both reach its threshold.
 * A window that is missing or had no requests reaches none.
 */
export function burnAlert(
  windows: Readonly<Record<string, Tally>>,
  slo: number,
  table: readonly BurnRow[] = BURN_TABLE,
): BurnAlert {
  for (const { long, short, threshold, severity } of table) {
    const longBurn = burnOf(windows[long], slo);
    const shortBurn = burnOf(windows[short], slo);
    if (longBurn === null || shortBurn === null) continue;
    if (geEps(longBurn, threshold) && geEps(shortBurn, threshold)) {
      return { fires: true, severity, row: `${long}/${short}`, longBurn, shortBurn };
    }
  }
  return { fires: false };
}

/** What is left of the period's error budget, 1 at first, negative once overspent; null as in `burnRate`. */
export function budgetLeft(period: Tally, slo: number): number | null {
  const spent = burnRate(period, slo);
  return spent === null ? null : 1 - spent;
}

function burnOf(window: Tally | undefined, slo: number): number | null {
  return window ? burnRate(window, slo) : null;
}
