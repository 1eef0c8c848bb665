import { listed } from "#domain/listed.ts";
import type { Requirement } from "#domain/requirement.ts";
import { asksFor } from "#stages/asks-for.ts";
import { sumOf } from "#stages/fact.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { StageDocument } from "#stages/field.ts";
import { factsFix, fieldFix, requirement } from "#stages/fix.ts";
import { ageDays, championPeriod, champions } from "#stages/retraining/champion-period.ts";
import { retrainRun } from "#stages/retraining/retrain-run.ts";
import { retrainTrigger } from "#stages/retraining/retrain-trigger.ts";
import { capsSet, triggerActive } from "#stages/retraining/rules.ts";
import { mustHaves } from "#stages/success-criteria/rules.ts";

/** G10.1 to G10.6, and the rule of the guardrail metrics. */
export function retrainingGate(document: StageDocument, facts: StageFacts): Requirement[] {
  const none = document.strategy === "none";
  const runs = !none && (asksFor(facts, retrainRun) || asksFor(facts, retrainTrigger));
  return [
    ...(asksFor(facts, retrainTrigger) ? [oneTrigger(document, facts)] : []),
    ...(runs ? [ranThrough(facts)] : []),
    ...(asksFor(facts, championPeriod) ? [championYoung(document, facts), wayBack(facts)] : []),
    ...(!none && asksFor(facts, retrainTrigger) ? [limitsSet(document, facts)] : []),
    ...(facts.tier === 3 ? [humanAtHighRisk(document)] : []),
    ...(facts.tier >= 2 || document.guardrailMetrics !== undefined ? [fairnessGuarded(document, facts)] : []),
  ];
}

function oneTrigger(document: StageDocument, facts: StageFacts): Requirement {
  return requirement({
    key: "G10.1",
    label: "A trigger is in use, or it is said why there is none",
    ...triggerActive(document, facts),
    fix: factsFix(
      ["ML"],
      "Record what starts a retrain, or choose the strategy none with its reason.",
      retrainTrigger.kind,
    ),
  });
}

export function ranThrough(facts: StageFacts): Requirement {
  const runs = facts.count(retrainRun);
  const repaired = facts.tally(retrainRun, "through");
  const through = sumOf(repaired) - (repaired.get("true") ?? 0);
  return requirement({
    key: "G10.2",
    label: "A retrain came to its comparison without a repair by hand",
    met: through > 0,
    detail:
      through > 0
        ? `${through} of ${runs} runs did.`
        : runs === 0
          ? "No run is recorded yet."
          : `None of ${runs} runs did.`,
    fix: factsFix(["ML"], "Let a retrain run from end to end.", retrainRun.kind),
  });
}

function championYoung({ maxModelAgeDays }: StageDocument, facts: StageFacts): Requirement {
  const { present } = champions(facts);
  const days = present ? ageDays(present.data, facts.now) : null;
  const allowed = typeof maxModelAgeDays === "number" ? maxModelAgeDays : null;
  return requirement({
    key: "G10.3",
    label: "The champion is not older than the maximum age",
    met: days !== null && allowed !== null && days <= allowed,
    detail: ageInWords(days, allowed),
    fix: factsFix(["ML"], "Retrain, and record the new champion.", championPeriod.kind),
  });
}

function ageInWords(days: number | null, allowed: number | null): string {
  if (days === null) return "No champion is recorded.";
  if (allowed === null) return "No maximum age is set.";
  const over = Math.floor(days) === allowed && days > allowed ? "more than " : "";
  return `It is ${over}${Math.floor(days)} days old; ${allowed} are allowed.`;
}

function wayBack(facts: StageFacts): Requirement {
  const { present, former } = champions(facts);
  const verified = former?.data.hashVerifiedAt !== undefined;
  return requirement({
    key: "G10.4",
    label: "The champion before could come back",
    met: present !== null && (former === null || verified),
    detail: backInWords(present !== null, former?.data.modelVersion, verified),
    fix: factsFix(["ML"], "Read the stored artefact of the former champion and compare its hash.", championPeriod.kind),
  });
}

function backInWords(present: boolean, former: string | undefined, verified: boolean): string {
  if (!present) return "No champion is recorded.";
  if (!former) return "There was none before.";
  return verified ? `The hash of ${former} was verified.` : `The hash of ${former} was never verified.`;
}

function limitsSet(document: StageDocument, facts: StageFacts): Requirement {
  return requirement({
    key: "G10.5",
    label: "Pause, cap and budget are set",
    ...capsSet(document, facts),
    fix: factsFix(["ML", "LD"], "Set them on each trigger, and the budget in the answers.", retrainTrigger.kind),
  });
}

/** The rule of the answer itself, which cannot see the criteria: the list includes every fairness must-have. */
function fairnessGuarded({ guardrailMetrics, primaryMetric }: StageDocument, { criteria }: StageFacts): Requirement {
  const named: readonly unknown[] = Array.isArray(guardrailMetrics) ? guardrailMetrics : [];
  const asked = mustHaves(criteria).filter(({ kind, key }) => kind === "fairness" && key !== primaryMetric);
  const open = asked.filter(({ key }) => !named.includes(key));
  return requirement({
    key: "G10.guardrails",
    label: "Every fairness must-have is a guardrail",
    met: open.length === 0,
    detail:
      open.length > 0
        ? `Not among the guardrail metrics: ${listed(open.map(({ name }) => name))}.`
        : `${asked.length} of ${asked.length} are.`,
    fix: fieldFix(["RV"], "Add them to the guardrail metrics.", "guardrailMetrics"),
  });
}

function humanAtHighRisk({ approval }: StageDocument): Requirement {
  return requirement({
    key: "G10.6",
    label: "A human approves each promotion",
    met: approval === "human",
    detail: approval ? `Approval is ${approval}.` : "Nothing is chosen yet.",
    fix: fieldFix(["LD"], "Choose human approval.", "approval"),
  });
}
