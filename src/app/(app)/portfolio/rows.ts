import { isResting } from "#domain/lifecycle.ts";
import type { CriterionState, StageState } from "#domain/vocabulary.ts";
import { formatMoneyCompact } from "#lib/format.ts";
import { formatDays, plural } from "#lib/format-size.ts";
import type { PortfolioRow } from "#server/portfolio.ts";

/** One row as the table needs it: words ready to read, so that little travels to the browser. */
export type CompactRow = {
  slug: string;
  name: string;
  summary: string;
  tier: number;
  owner: { id: string; name: string } | null;
  states: readonly StageState[];
  met: number;
  total: number;
  outcome: CriterionState;
  trend: readonly number[];
  target: number | null;
  criterion: string | null;
  inStage: string;
  overdue: boolean;
  /** Paused, cancelled or retired. */
  resting: string | null;
  /** How many limits count less than when modelling began, in words. */
  eased: string | null;
  value: string;
  alerts: number;
  healthWords: string;
};

const DAY_MS = 86_400_000;

export function compactRow(row: PortfolioRow, now: Date): CompactRow {
  const days = (now.getTime() - row.stageSince.getTime()) / DAY_MS;
  return {
    slug: row.slug,
    name: row.name,
    summary: row.summary,
    tier: row.tier,
    owner: row.ownerId ? { id: row.ownerId, name: row.ownerName } : null,
    states: row.states,
    met: row.criteriaMet,
    total: row.criteriaTotal,
    outcome: row.outcome as CriterionState,
    trend: row.trend.map((value) => Number(value.toPrecision(4))),
    target: row.mainTarget,
    criterion: row.mainCriterion,
    inStage: formatDays(days),
    overdue:
      !isResting(row.lifecycle) &&
      row.targetDays > 0 &&
      days > row.targetDays &&
      row.states.some((s) => s === "in_progress" || s === "blocked" || s === "in_review"),
    resting: isResting(row.lifecycle) ? capital(row.lifecycle) : null,
    eased: row.loosened > 0 ? `${plural(row.loosened, "limit")} eased` : null,
    value: formatMoneyCompact(row.annualValue, row.currency),
    alerts: row.openAlerts,
    healthWords: isResting(row.lifecycle)
      ? `Not judged while it is ${row.lifecycle}`
      : row.health === null
        ? "Health not known yet"
        : `Health ${Math.round(row.health)} of 100`,
  };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
