import type { Criterion as CriterionRow } from "#generated/prisma/client.ts";
import { formatValue } from "#lib/format.ts";
import { formatDateTime } from "#lib/format-date.ts";
import type { Evaluation } from "#server/evaluation-replay.ts";

/** When the breach that stands began, and what its first window said. */
export type BreachStart = { at: number; value: number | null };

/** "Recall is 0.648, below the guardrail of 0.66, since 3 Nov 2026, 12:00 UTC (then 0.652)." Newest first, the first kept. */
export function breachWords(row: CriterionRow, shown: Evaluation | null, start: BreachStart): string {
  const now = formatValue(shown?.value ?? null, row.unit);
  const then = formatValue(start.value, row.unit);
  const since = `since ${formatDateTime(start.at)} UTC${then === now || start.value === null ? "" : ` (then ${then})`}`;
  if (shown?.value == null) return `${row.name} is beyond ${limitOf(row)}, ${since}.`;
  if (shown.instant === "breach") return `${row.name} is ${now}, ${sideOf(row)} ${limitOf(row)}, ${since}.`;
  const patience = row.recoverAfter === 1 ? "one good window" : `${row.recoverAfter} good windows in a row`;
  return `${row.name} is ${now}, back on the right side of ${limitOf(row)}; breached ${since}, until ${patience}.`;
}

function sideOf({ direction }: CriterionRow): string {
  if (direction === "range") return "outside";
  return direction === "gte" ? "below" : "above";
}

/** Without a guardrail the target is where harm begins. */
function limitOf(row: CriterionRow): string {
  const value = (limit: number | null) => formatValue(limit, row.unit);
  if (row.direction === "range")
    return `the guardrail of ${value(row.guardrailLow ?? row.targetLow)} to ${value(row.guardrailHigh ?? row.targetHigh)}`;
  return row.guardrail === null ? `the target of ${value(row.target)}` : `the guardrail of ${value(row.guardrail)}`;
}
