import type { AnyFactKind } from "#stages/fact-kind.ts";
import type { StageFacts } from "#stages/facts.ts";

/**
 * Whether a gate judges the facts of a kind: from tier 2 always; below it where the project has recorded any. What is
 * recorded is judged; what the tier does not ask for may be left out (docs/decisions/0006).
 */
export function asksFor(facts: Pick<StageFacts, "tier" | "of">, kind: Pick<AnyFactKind, "kind" | "schema">): boolean {
  return facts.tier >= 2 || facts.of(kind).length > 0;
}
