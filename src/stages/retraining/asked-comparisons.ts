import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import type { FactBag } from "#stages/fact.ts";
import type { CriterionFacts } from "#stages/facts.ts";
import type { ConditionFacts } from "#stages/field.ts";
import { retrainingOf } from "#stages/retraining/policy.ts";
import type { RetrainRunData } from "#stages/retraining/retrain-run-data.ts";

/** On what a challenger has to be compared besides the primary metric. `aliases`: names under which a run may give it. */
export type AskedComparison = {
  name: string;
  aliases: readonly string[];
  scope: "guardrail" | "group";
  /** Where a part of the run other than its comparisons answers for it. */
  by?: "fairness" | "latency";
};

type Criterion = Pick<CriterionFacts, "key" | "name" | "kind" | "mustHave">;
type Project = Pick<ConditionFacts, "affectsPeople" | "documents">;

/**
 * The guardrail metrics that the stage names and every must-have of model or fairness, each once, without the primary
 * metric; where people are affected every group that stage 4 names, too (C9). Fairness and operation are measured on the
 * challenger itself: its fairness measures and its latency answer for such criteria.
 */
export function askedComparisons(facts: FactBag, criteria: readonly Criterion[], project: Project): AskedComparison[] {
  const { primaryMetric, guardrailMetrics } = retrainingOf(project);
  const named = Array.isArray(guardrailMetrics) ? guardrailMetrics.map(String) : [];
  const musts = criteria.filter(({ mustHave, kind }) => mustHave && (kind === "model" || kind === "fairness"));
  const keys = new Set([...named, ...musts.map(({ key }) => key)].filter((key) => key !== primaryMetric));
  return [...[...keys].map((key) => guardrail(key, criteria)), ...(project.affectsPeople ? groupsOf(facts) : [])];
}

/** Those that the run says nothing about. */
export function uncompared(run: RetrainRunData, asked: readonly AskedComparison[]): AskedComparison[] {
  const given = (run.comparisons ?? []).filter(({ scope }) => scope !== "information").map(({ name }) => name);
  return asked.filter(({ aliases, by }) => {
    if (by === "fairness" && (run.fairness ?? []).length > 0) return false;
    if (by === "latency" && run.latencyWithinBudget !== undefined) return false;
    return !given.some((name) => aliases.some((alias) => sameName(alias, name)));
  });
}

function guardrail(key: string, criteria: readonly Criterion[]): AskedComparison {
  const found = criteria.find((each) => each.key === key);
  const name = found?.name ?? key;
  const by = found?.kind === "fairness" ? "fairness" : found?.kind === "operational" ? "latency" : undefined;
  return { name, aliases: [key, name], scope: "guardrail", ...(by && { by }) };
}

function groupsOf(facts: FactBag): AskedComparison[] {
  return facts.of(protectedAttribute).flatMap(({ data }) =>
    data.groups.map((group): AskedComparison => {
      const aliases = [group, `${data.name} ${group}`, `${data.name}: ${group}`];
      return { name: group, aliases, scope: "group" };
    }),
  );
}

function sameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
