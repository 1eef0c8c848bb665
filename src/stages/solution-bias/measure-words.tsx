import type { FairnessMeasure } from "#domain/fairness.ts";
import { formatGap, formatRatio } from "#lib/format.ts";
import { isRatio } from "#stages/solution-bias/assessment-verdicts.ts";

/** The value of a measure as people read it: a ratio as it is, a difference of rates in percentage points. */
export function measureText(measure: FairnessMeasure, value: number | null): string {
  return isRatio(measure) ? formatRatio(value) : formatGap(value);
}
