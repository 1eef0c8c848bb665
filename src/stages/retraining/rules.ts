import type { RuleVerdict } from "#domain/evidence.ts";
import { listed } from "#domain/listed.ts";
import { sumOf } from "#stages/fact.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { StageDocument } from "#stages/field.ts";
import { isCompared, retrainRun } from "#stages/retraining/retrain-run.ts";
import type { RetrainRunData } from "#stages/retraining/retrain-run-data.ts";
import { retrainTrigger } from "#stages/retraining/retrain-trigger.ts";
import { marginFixedBefore } from "#stages/retraining/run-verdict.ts";

/** Item 10.1. */
export function triggerActive(document: StageDocument, facts: StageFacts): RuleVerdict {
  const triggers = facts.of(retrainTrigger);
  const active = triggers.filter(({ data }) => data.enabled);
  if (active.length > 0) return { met: true, detail: `${active.length} in use.` };
  const reason = document.strategy === "none" && typeof document.strategyReason === "string";
  if (reason) return { met: true, detail: "There is none, and it is said why." };
  return { met: false, detail: triggers.length > 0 ? "All triggers are switched off." : "No trigger is recorded yet." };
}

/** Item 10.3. A margin means something only for a measure that exists, and only if it stood before the comparison. */
export function marginFixed(document: StageDocument, facts: StageFacts): RuleVerdict {
  const { primaryMetric, margin } = document;
  if (primaryMetric === undefined || margin === undefined) {
    return { met: false, detail: "The primary metric or its margin is not set yet." };
  }
  const metric = facts.criteria.find(({ key }) => key === primaryMetric);
  if (!metric) return { met: false, detail: `There is no criterion “${primaryMetric}”.` };
  const setting = { retraining: document };
  const late = facts.of(retrainRun).filter(({ data }) => data.rows !== undefined && !marginFixedBefore(data, setting));
  if (late.length > 0)
    return { met: false, detail: `Fixed after the comparison: ${listed(late.map(({ data }) => data.name))}.` };
  return { met: true, detail: `A challenger may be worse on ${metric.name} by ${margin} at most.` };
}

/** Item 10.4. */
export function fairnessCompared(_document: unknown, facts: StageFacts): RuleVerdict {
  const { compared, missing, names } = comparisons(facts, "fair", ({ fairness }) => !fairness);
  if (compared === 0) return { met: false, detail: "No challenger was compared yet." };
  return missing === 0
    ? { met: true, detail: `All ${compared} comparisons have one.` }
    : { met: false, detail: `Without a fairness check: ${names}.` };
}

/** Item 10.6 and G10.5. */
export function capsSet(document: StageDocument, facts: StageFacts): RuleVerdict {
  const active = facts.of(retrainTrigger).filter(({ data }) => data.enabled);
  const open = active.filter(({ data }) => data.cooldownHours === undefined || data.monthlyCap === undefined);
  if (open.length > 0)
    return { met: false, detail: `Without pause or cap: ${listed(open.map(({ data }) => data.name))}.` };
  if (active.length === 0) return { met: false, detail: "No trigger is in use." };
  return facts.tier >= 2 && document.monthlyBudget === undefined
    ? { met: false, detail: "The budget a month is not set." }
    : { met: true, detail: `${active.length === 1 ? "The trigger has" : "All triggers have"} pause and cap.` };
}

/** Item 10.7. */
export function lineageRecorded(_document: unknown, facts: StageFacts): RuleVerdict {
  const lacking = ({ datasetVersion, challenger }: RetrainRunData) => !datasetVersion || !challenger;
  const { compared, missing, names } = comparisons(facts, "traced", lacking);
  if (compared === 0) return { met: false, detail: "No retrain came to its comparison yet." };
  return missing === 0
    ? { met: true, detail: `All ${compared} name their data version and their model.` }
    : { met: false, detail: `Data version or model missing: ${names}.` };
}

const NAMED = 5;

/** How many runs were compared and how many of them lack something, the newest of these by name. */
function comparisons(facts: StageFacts, whole: "fair" | "traced", lacks: (run: RetrainRunData) => boolean) {
  const compared = sumOf(facts.tally(retrainRun, "compared"));
  const missing = compared - sumOf(facts.tally(retrainRun, whole));
  const known = facts.of(retrainRun).filter(({ data }) => isCompared(data) && lacks(data));
  const named = known.slice(0, NAMED).map(({ data }) => data.name);
  const more = missing - named.length;
  const names = [...named, ...(more > 0 ? [`${more} ${named.length > 0 ? "more" : "older ones"}`] : [])].join(", ");
  return { compared, missing, names };
}
