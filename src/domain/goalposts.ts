import { guardrailBand, type Limits, targetBand } from "#domain/criterion-state.ts";

/**
 * Whether what counts now is easier to reach than what was agreed: a target or a guardrail (without one, the target) whose
 * band lets values in that it shut out before. Another direction cannot be compared, so it counts. Stricter limits, and
 * limits that were moved and moved back, are no easing.
 */
export function loosened(agreed: Limits, present: Limits): boolean {
  if (agreed.direction !== present.direction) return true;
  return (
    letsMoreIn(targetBand(agreed), targetBand(present)) || letsMoreIn(guardrailBand(agreed), guardrailBand(present))
  );
}

type Band = { low: number; high: number };

function letsMoreIn(before: Band, after: Band): boolean {
  return after.low < before.low || after.high > before.high;
}
