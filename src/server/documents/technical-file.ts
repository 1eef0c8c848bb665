import type { Block, Line } from "#domain/document.ts";
import { plural } from "#lib/format-size.ts";
import type { Known } from "#server/documents/known.ts";
import { clipped, h2, h3, type Parts, partsOf, says } from "#server/documents/parts.ts";
import { criteriaTable, standingRows, valueRows } from "#server/documents/standing.ts";
import { changes, evidenceTable, named, signatures } from "#server/documents/technical-record.ts";

/**
 * What an auditor or a regulator asks for, in the order of the nine points of Annex IV of the EU AI Act and in plain words.
 * Every statement is something that was recorded; what was not is said to be missing.
 */
export function technicalFile(known: Known): Block[] {
  const parts = partsOf(known);
  return [
    says(
      "In the order of the nine points of Annex IV of the EU AI Act. It holds what the project recorded, so that people can judge it; it does not say that a law is met.",
    ),
    ...gaps(known, parts),
    ...general(known, parts),
    ...development(parts),
    ...control(parts),
    h2("4. Why the measures fit"),
    parts.answers("success-criteria"),
    criteriaTable(known, parts),
    ...risks(parts),
    ...changes(known, parts),
    h2("7. Standards applied"),
    ...named(known, parts, /\b(ISO|IEC|IEEE|NIST|CEN|ETSI|EN \d)/, "No standard is named in the evidence."),
    h2("8. Declaration of conformity"),
    ...named(known, parts, /conformity/i, "No declaration of conformity is among the evidence."),
    ...afterwards(parts),
    ...signatures(known, parts),
    h2("11. Evidence"),
    evidenceTable(known.evidence, parts),
  ];
}

function gaps({ stages }: Known, { stageName }: Parts): Block[] {
  const items = stages.flatMap(({ law, state, problems, checklist }): Line[] => {
    if (state === "not_applicable") return [];
    const open = checklist.filter(({ required, met }) => required && !met);
    const missing = problems.filter(({ problem }) => problem === "missing").map(({ label }) => label);
    if (open.length === 0 && missing.length === 0) return [];
    const asked = [
      ...(missing.length > 0 ? [`${plural(missing.length, "answer")} (${clipped(missing.join(", "), 260)})`] : []),
      ...(open.length > 0
        ? [`${plural(open.length, "checklist item")} (${clipped(open.map(({ label }) => label).join(", "), 260)})`]
        : []),
    ];
    return [[stageName(law.key), `: ${asked.join(" and ")}.`]];
  });
  const none = says("Every answer that the project’s tier asks for is given and every required item is proven.");
  return [h2("What is missing"), items.length > 0 ? { kind: "list", items } : none];
}

function general(known: Known, { answers, facts }: Parts): Block[] {
  return [
    h2("1. General description"),
    ...(known.project.summary ? [says(known.project.summary)] : []),
    { kind: "said", rows: [...standingRows(known), ...valueRows(known, ["riskClass"])] },
    answers("business-case", [
      "problemStatement",
      "intendedUse",
      "outOfScopeUse",
      "businessOwner",
      "jurisdictions",
      "personalData",
      "automatedDecision",
      "affectsPeople",
      "riskAnswers.",
    ]),
    answers("business-case", ["framing."]),
    h3("Who is concerned"),
    facts("stakeholders"),
    h3("Versions: data, code and model together"),
    facts("releases"),
  ];
}

function development({ answers, facts }: Parts): Block[] {
  return [
    h2("2. How it was developed"),
    h3("Data"),
    answers("data-selection"),
    ...["data-sources", "quality-profiles", "datasheets", "dataset-versions"].map((kind) => facts(kind)),
    h3("Preparation of the data"),
    answers("data-pipeline"),
    facts("pipelines"),
    h3("Features"),
    facts("features"),
    h3("Model"),
    answers("model"),
    ...["model-versions", "training-runs", "model-cards"].map((kind) => facts(kind)),
    h3("Validation and tests"),
    ...["model-metrics", "verification-tests", "ml-test-scores", "test-runs", "canary-analyses"].map((kind) =>
      facts(kind),
    ),
    h3("Human oversight"),
    answers("business-case", ["framing.decision", "framing.action", "framing.actor", "framing.automation"]),
    answers("integration", ["humanOversight", "userNotice", "fallback", "dataProtectionAssessment"]),
  ];
}

function control({ answers, facts }: Parts): Block[] {
  return [
    h2("3. Monitoring, functioning and control"),
    answers("integration", ["deploymentAnswers.", "latencyBudgetMs", "peakRps"]),
    facts("deployments"),
    answers("monitoring"),
    ...["monitors", "slos", "drift-verdicts", "runbooks", "fire-drills", "incidents"].map((kind) => facts(kind)),
  ];
}

function risks({ answers, facts }: Parts): Block[] {
  return [
    h2("5. Risks and the plan against bias"),
    answers("data-bias"),
    ...["protected-attributes", "group-baselines", "bias-risks", "bias-mitigations", "risk-acceptances"].map((kind) =>
      facts(kind),
    ),
    h3("Bias of the solution in use"),
    answers("solution-bias"),
    ...[
      "fairness-assessments",
      "remediations",
      "fairness-acceptances",
      "group-exemptions",
      "solution-tests",
      "complaints",
    ].map((kind) => facts(kind)),
  ];
}

function afterwards({ answers, facts }: Parts): Block[] {
  return [
    h2("9. Watching it once it is in use"),
    answers("monitoring", [
      "reviewCadenceDays",
      "labelFeedback.",
      "proxyUntilLabels",
      "feedbackChannel",
      "decisionLogRetentionDays",
    ]),
    answers("retraining"),
    ...["retrain-triggers", "retrain-runs", "retrain-approvals"].map((kind) => facts(kind)),
  ];
}
