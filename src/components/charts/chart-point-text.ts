import type { Point } from "#components/charts/scale.ts";
import { formatValue } from "#lib/format.ts";
import { formatDateTime } from "#lib/format-date.ts";

/** One point in words: "16 Mar 2026, 09:00 · 0.707 · 1,150 samples". */
export function pointText(
  point: Point,
  unit: string | undefined,
  zone: string,
): { when: string; value: string; sample: string } {
  return {
    when: formatDateTime(point.ts, zone),
    value: point.value === null ? "no data" : formatValue(point.value, unit),
    sample: typeof point.n === "number" ? `${point.n.toLocaleString("en-GB")} samples` : "",
  };
}
