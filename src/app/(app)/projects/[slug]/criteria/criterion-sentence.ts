import type { CriterionDraft } from "#app/(app)/projects/[slug]/criteria/criterion-draft.ts";
import { formatNumber, formatValue } from "#lib/format.ts";
import { formatWindow, plural } from "#lib/format-size.ts";

/** The definition read aloud: "Recall, mean of 7 days, evaluated daily, at least 0.72; alarm below 0.66 after 3 windows." */
export function criterionSentence(draft: CriterionDraft): string {
  const { name, aggregation, windowSeconds, cadenceSeconds, minSamples, breachAfter } = draft;
  const measured = `${name || "This criterion"}, ${AGGREGATIONS[aggregation]} of ${windowSeconds ? formatWindow(windowSeconds) : "a window"}`;
  const often = cadenceSeconds ? `evaluated ${cadenceWords(cadenceSeconds)}` : "evaluated at times not set yet";
  const sample = minSamples && minSamples > 1 ? ` once there are ${formatNumber(minSamples)} samples` : "";
  const after = plural(breachAfter ?? 1, "window");
  return `${measured}, ${often}${sample}, ${goalWords(draft)}; ${alarmWords(draft)} after ${after}.`;
}

export const AGGREGATIONS: Record<CriterionDraft["aggregation"], string> = {
  mean: "mean",
  sum: "sum",
  ratio: "ratio of sums",
  min: "lowest value",
  max: "highest value",
  last: "last value",
  p50: "median",
  p95: "95th percentile",
  p99: "99th percentile",
};

function goalWords({ direction, target, targetLow, targetHigh, unit }: CriterionDraft): string {
  const value = (number: number | null | undefined) => (number == null ? "…" : formatValue(number, unit));
  if (direction === "range") return `between ${value(targetLow)} and ${value(targetHigh)}`;
  return `${direction === "gte" ? "at least" : "at most"} ${value(target)}`;
}

/** Without a guardrail the target is the alarm line too. */
function alarmWords(draft: CriterionDraft): string {
  const { direction, unit } = draft;
  const value = (number: number | null | undefined) => (number == null ? "…" : formatValue(number, unit));
  if (direction === "range")
    return `alarm outside ${value(draft.guardrailLow ?? draft.targetLow)} to ${value(draft.guardrailHigh ?? draft.targetHigh)}`;
  return `alarm ${direction === "gte" ? "below" : "above"} ${value(draft.guardrail ?? draft.target)}`;
}

function cadenceWords(seconds: number): string {
  if (seconds === 86_400) return "daily";
  if (seconds === 3_600) return "hourly";
  return seconds === 7 * 86_400 ? "weekly" : `every ${formatWindow(seconds)}`;
}
