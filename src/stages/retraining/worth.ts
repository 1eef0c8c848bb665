import { bestIntervalDays, retrainWorth } from "#domain/retrain-interval.ts";
import { answerAt } from "#stages/answer-at.ts";
import type { FactBag } from "#stages/fact.ts";
import type { Figure } from "#stages/fact-kind.ts";
import type { StageDocument } from "#stages/field.ts";
import { retrainRun } from "#stages/retraining/retrain-run.ts";

/** The newest runs that say what they cost; older ones had other prices. */
const RUNS_AVERAGED = 6;

/**
 * Whether a retrain pays, and the interval that costs least (C9), from the answers of the stage and what runs cost on
 * average. The loss of ageing is taken to grow evenly, by the gain over the days in which it fades: decay in money a day,
 * each day. Advice: it starts nothing.
 */
export function worthFigures(facts: FactBag, document: StageDocument): { worth: Figure; interval: Figure } {
  const [gain, days, risk] = ["gainPerDay", "decayDays", "risk"].map((part) => numberAt(document, `worth.${part}`));
  const cost = meanCost(facts);
  const known = gain !== undefined && days !== undefined && cost !== null;
  const decay = known ? gain / days : null;
  const inputs = { "gain a day": gain, "days until it is gone": days, "cost of a run": cost };
  const reason = cost === null ? "No run says what it cost" : "Say what a fresh model gains, and how soon that is gone";
  const missing = { value: null, reason };
  return {
    worth: {
      ...{ name: "worth", label: "Worth of a retrain", unit: "money", calculator: "retrain_worth" },
      inputs: { ...inputs, risk: risk ?? 0 },
      ...(known ? { value: retrainWorth({ gainPerDay: gain, decayDays: days, cost, risk: risk ?? 0 }).net } : missing),
    },
    interval: {
      ...{ name: "interval", label: "Best interval", unit: "days", calculator: "best_interval" },
      inputs: { "cost of a run": cost, "decay a day, each day": decay },
      ...(known && decay ? { value: bestIntervalDays(cost, decay) } : missing),
    },
  };
}

function meanCost(facts: FactBag): number | null {
  const costs = facts
    .of(retrainRun)
    .flatMap(({ data }) => data.cost ?? [])
    .slice(0, RUNS_AVERAGED);
  return costs.length > 0 ? costs.reduce((sum, cost) => sum + cost, 0) / costs.length : null;
}

function numberAt(document: StageDocument, path: string): number | undefined {
  const value = answerAt(document, path);
  return typeof value === "number" ? value : undefined;
}
