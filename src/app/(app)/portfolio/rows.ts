import type { CriterionState, StageState } from "#domain/vocabulary.ts";
import { formatMoneyCompact } from "#lib/format.ts";
import { formatDays } from "#lib/format-size.ts";
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
    trend: row.trend,
    target: row.mainTarget,
    criterion: row.mainCriterion,
    inStage: formatDays(days),
    overdue:
      row.targetDays > 0 &&
      days > row.targetDays &&
      row.states.some((s) => s === "in_progress" || s === "blocked" || s === "in_review"),
    value: formatMoneyCompact(row.annualValue, row.currency),
    alerts: row.openAlerts,
    healthWords: row.health === null ? "Health not known yet" : `Health ${Math.round(row.health)} of 100`,
  };
}
