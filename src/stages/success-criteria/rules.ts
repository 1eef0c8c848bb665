import type { RuleVerdict } from "#domain/evidence.ts";
import { listed } from "#domain/listed.ts";
import type { CriterionKind } from "#domain/vocabulary.ts";
import type { CriterionFacts, StageFacts } from "#stages/facts.ts";

export function oneOfEachKind(_document: unknown, facts: StageFacts): RuleVerdict {
  const absent = kindsAbsent(facts);
  return {
    met: absent.length === 0,
    detail:
      absent.length === 0
        ? `${facts.criteria.length} criteria, at least one of each kind asked for.`
        : `No ${absent.join(", no ")} criterion yet.`,
  };
}

/** Item 2.2: a criterion holds its own baseline. */
export function baselinesMeasured(_document: unknown, { criteria }: StageFacts): RuleVerdict {
  const verdict = eachMustHave(criteria, ({ baseline }) => baseline !== null, "a baseline");
  return { ...verdict, where: "/stages/success-criteria#criteria" };
}

/** Guardrails bound harm, latency and cost: each must-have needs one, so that at risk differs from breached. */
export function guardrailsSet(_document: unknown, { criteria }: StageFacts): RuleVerdict {
  return eachMustHave(criteria, hasGuardrail, "a guardrail");
}

export function wiredToPoints(_document: unknown, { criteria }: StageFacts): RuleVerdict {
  return eachMustHave(criteria, ({ hasPoints }) => hasPoints, "a series that holds a point");
}

/** Kinds asked for: business, model and operational; fairness too when people are affected. */
export function kindsAbsent({ criteria, affectsPeople }: StageFacts): CriterionKind[] {
  const asked: CriterionKind[] = ["business", "model", "operational", ...(affectsPeople ? ["fairness" as const] : [])];
  return asked.filter((kind) => !criteria.some((criterion) => criterion.kind === kind));
}

export function mustHaves(criteria: readonly CriterionFacts[]): CriterionFacts[] {
  return criteria.filter(({ mustHave }) => mustHave);
}

function eachMustHave(
  criteria: readonly CriterionFacts[],
  has: (criterion: CriterionFacts) => boolean,
  what: string,
): RuleVerdict {
  const asked = mustHaves(criteria);
  const without = asked.filter((criterion) => !has(criterion));
  if (asked.length === 0) return { met: false, detail: "No criterion is a must-have yet." };
  const all = asked.length === 1 ? "The one must-have has" : `All ${asked.length} must-haves have`;
  if (without.length === 0) return { met: true, detail: `${all} ${what}.` };
  return { met: false, detail: `Without ${what}: ${listed(without.map(({ name }) => name))}.` };
}

function hasGuardrail({ guardrail, guardrailLow, guardrailHigh }: CriterionFacts): boolean {
  return guardrail !== null || (guardrailLow !== null && guardrailHigh !== null);
}
