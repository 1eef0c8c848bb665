import type { Block } from "#domain/document.ts";
import { isResting } from "#domain/lifecycle.ts";
import type { Known } from "#server/documents/known.ts";
import { clipped, h2, h3, inWords, type Parts, partsOf, says } from "#server/documents/parts.ts";
import {
  criteriaTable,
  gateBlocks,
  stageBars,
  stageTable,
  standingRows,
  valueRows,
} from "#server/documents/standing.ts";

/** For the lead and the steering committee: the project from its business case to retraining, from what is recorded. */
export function projectReport(known: Known): Block[] {
  const parts = partsOf(known);
  const { answers, facts } = parts;
  return [
    h2("In short"),
    ...(known.project.summary ? [says(known.project.summary)] : []),
    { kind: "said", rows: standingRows(known) },
    stageBars(known),
    h2("What it is"),
    answers("business-case", ["problemStatement", "currentProcess", "intendedUse", "outOfScopeUse", "businessOwner"]),
    h3("Framed as a prediction"),
    answers(
      "business-case",
      [...["entity", "predictionTarget", "predictionMoment", "decision", "action", "actor"], "automation", "whyMl"].map(
        (path) => `framing.${path}`,
      ),
    ),
    h2("Value"),
    {
      kind: "said",
      rows: valueRows(known, [
        "npv",
        "roi",
        "payback",
        "oneMonthLate",
        "expectedLoss",
        "value",
        "feasibility",
        "priority",
      ]),
    },
    answers("business-case", [
      "benefitMonthly",
      "benefitBasis",
      "upfrontCost",
      "buildCost",
      "runCostMonthly",
      "successProbability",
      "horizonMonths",
      "budgetTotal",
    ]),
    h3("Benefit that was realised"),
    facts("benefit-realised"),
    h2("Success criteria"),
    criteriaTable(known, parts),
    h2("Stages"),
    stageTable(known, parts),
    h2("Gates"),
    ...known.stages.flatMap((stage) => gateBlocks(stage, parts)),
    h2("Risks and bias"),
    answers("business-case", ["personalData", "automatedDecision", "affectsPeople", "jurisdictions"]),
    { kind: "said", rows: valueRows(known, ["riskClass"]) },
    facts("bias-risks"),
    h3("Fairness of the solution"),
    ...(known.project.affectsPeople
      ? [facts("fairness-assessments"), answers("solution-bias", ["residualStatement", "nextReview"])]
      : [says("No people are affected, so the solution is not assessed by group.")]),
    h2("What is live"),
    facts("deployments", ({ data }) => data.state === "running"),
    h3("Releases"),
    facts("releases"),
    h3("Models in use and on their way"),
    facts("model-versions", ({ data }) => data.standing !== "retired" && data.standing !== "rejected"),
    h2("Alerts and incidents"),
    ...alertBlocks(known, parts),
    h3("Incidents"),
    facts("incidents"),
    h2("Retraining"),
    answers("retraining", ["strategy", "strategyReason", "maxModelAgeDays", "primaryMetric", "approval"]),
    facts("retrain-runs"),
    h2("What comes next"),
    ...nextBlocks(known, parts),
  ];
}

function alertBlocks({ alerts }: Known, { table, day }: Parts): Block[] {
  if (alerts.length === 0) return [says("No alert is open.")];
  return [
    table(
      "Open alerts",
      ["Alert", "Kind", "Severity", "State", "Open since"],
      alerts.map(({ title, kind, severity, state, openedAt }) => [
        ...[clipped(title), inWords(kind), inWords(severity), inWords(state), day(openedAt)],
      ]),
      "/monitoring",
    ),
  ];
}

function nextBlocks(known: Known, { day, stageName }: Parts): Block[] {
  const { lifecycle } = known.lifecycle;
  const [last] = known.lifecycle.changes;
  if (isResting(lifecycle))
    return [says(`The project is ${lifecycle}${last ? `: ${last.reason} (${last.actorName}, ${day(last.at)})` : ""}.`)];
  const open = known.stages.filter(({ state }) => !["done", "not_started", "not_applicable"].includes(state));
  const first = known.stages.find(({ state }) => state === "not_started");
  const shown = open.length > 0 ? open : first ? [first] : [];
  if (shown.length === 0) return [says("Every stage is done and nothing waits.")];
  return [
    {
      kind: "list",
      items: shown.map(({ law, state, dueOn, gate }) => {
        const unmet = gate.requirements.filter(({ met }) => !met).length;
        const due = dueOn ? `, due ${day(dueOn)}` : "";
        const closed =
          state === "not_started" ? "" : unmet > 0 ? `; the gate asks for ${unmet} more` : "; the gate is open";
        return [stageName(law.key), `: ${inWords(state).toLowerCase()}${due}${closed}.`];
      }),
    },
  ];
}

/** One sheet for a reader who wants to know how it stands, and no more. */
export function projectSheet(known: Known): Block[] {
  const parts = partsOf(known);
  return [
    ...(known.project.summary ? [says(known.project.summary)] : []),
    { kind: "said", rows: standingRows(known) },
    h2("Stages"),
    stageBars(known),
    h2("Success criteria"),
    criteriaTable(known, parts),
    h2("Live"),
    parts.facts("deployments", ({ data }) => data.state === "running"),
    h2("Open alerts"),
    ...alertBlocks(known, parts),
    h2("Next"),
    ...nextBlocks(known, parts),
  ];
}
