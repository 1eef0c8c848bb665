import type { CriterionKind } from "#domain/vocabulary.ts";
import type { BackwardRule } from "#stages/define-stage.ts";
import type { StageFacts } from "#stages/facts.ts";

/** A backward rule that fires while a criterion of one of the kinds is breached. */
export function criterionBreached(key: string, because: string, kinds: readonly CriterionKind[]): BackwardRule {
  return {
    key,
    because,
    fires(_document: unknown, { criteria }: StageFacts) {
      const breached = criteria.filter(({ kind, state }) => state === "breached" && kinds.includes(kind));
      if (breached.length === 0) return null;
      return `${breached.map(({ name }) => name).join(", ")} ${breached.length === 1 ? "is" : "are"} breached.`;
    },
  };
}
