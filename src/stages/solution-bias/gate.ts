import { listed } from "#domain/listed.ts";
import type { Requirement } from "#domain/requirement.ts";
import { solutionBiasPredicates } from "#domain/solution-bias-gate.ts";
import { asksFor } from "#stages/asks-for.ts";
import { registerOf } from "#stages/data-bias/register.ts";
import type { StageFacts } from "#stages/facts.ts";
import { factsFix, fieldFix, requirement } from "#stages/fix.ts";
import { tagOf } from "#stages/integration/release.ts";
import { fairnessAssessment } from "#stages/solution-bias/assessment.ts";
import { MEASURE_WORDS, VERDICT_WORDS } from "#stages/solution-bias/fairness-words.ts";
import { type Judged, judgedAssessment } from "#stages/solution-bias/judged-assessment.ts";
import { type AssessedDocument, assessmentFresh } from "#stages/solution-bias/rules.ts";

/** Gate G8 of lifecycle B, stage 8. At tier 1 without an assessment only the dates of the document are judged. */
export function solutionBiasGate(document: AssessedDocument, facts: StageFacts): Requirement[] {
  const fresh = assessmentFresh(document, facts);
  if (!asksFor(facts, fairnessAssessment)) return [fresh];
  const judged = judgedAssessment(document, facts);
  const reviewer = reviewerOf(facts);
  const { risks } = registerOf(facts, facts.now);
  const predicates = solutionBiasPredicates({
    source: judged.assessment?.data.dataSource ?? null,
    verdicts: judged.verdicts,
    acceptedWatches: judged.accepted,
    exemptions: judged.exemptMeasures,
    unnotedPointOnly: facts.tier === 3 ? judged.unnoted : [],
    ageDays: judged.ageDays,
    assessedRelease: judged.isCandidate ? "candidate" : null,
    candidateRelease: "candidate",
    residualRisks: risks.map(({ residual, residualAccepted }) => ({ level: residual, accepted: residualAccepted })),
    reviewerSigned: reviewer !== null,
    reviewerInBuildTeam: reviewer !== null && buildTeam(facts).includes(reviewer),
  });
  const met = (key: string) => predicates.every((predicate) => predicate.key !== key || predicate.met);
  return [
    sourceKnown(judged, met("G8.1")),
    measuresHold(judged, met("G8.2"), facts.tier === 3),
    groupsJudged(judged, met("G8.3")),
    ofTheCandidate(judged, facts, met("G8.4"), fresh),
    risksStand(facts, met("G8.5")),
    signedFromOutside(reviewer, met("G8.6")),
  ];
}

function sourceKnown({ assessment }: Judged, met: boolean): Requirement {
  return requirement({
    key: "G8.1",
    label: "The deployed solution was measured, in shadow, on a canary or in production",
    met,
    detail: assessment ? `Measured in ${assessment.data.dataSource}.` : "There is no assessment yet.",
    fix: factsFix(["ML"], "Record an assessment by group.", "fairness-assessments"),
  });
}

function measuresHold(judged: Judged, met: boolean, noted: boolean): Requirement {
  const { accepted, unnoted, measures } = judged;
  const open = measures.filter(
    ({ measure, verdict }) =>
      verdict === "fail" ||
      (verdict === "watch" && !accepted.includes(measure)) ||
      (noted && verdict === "pass" && unnoted.includes(measure)),
  );
  const words = open.map(({ measure, verdict }) => `${MEASURE_WORDS[measure]}: ${sayOf(verdict)}`);
  const fails = open.some(({ verdict }) => verdict === "fail");
  const fix = fails
    ? factsFix(["ML"], "Plan a remediation and measure again.", "remediations")
    : factsFix(["LD", "RV"], "Accept it with a reason and an end, or measure more.", "fairness-acceptances");
  return requirement({
    key: "G8.2",
    label: "Every chosen measure holds, or is on watch and accepted",
    met,
    detail: measures.length === 0 ? "No measure is judged." : words.join("; ") || "All measures hold.",
    fix: measures.length === 0 ? fieldFix(["RV"], "Choose measures and limits.", "metricsChosen") : fix,
  });
}

function sayOf(verdict: keyof typeof VERDICT_WORDS): string {
  if (verdict === "pass") return "passes, but is not proven, and the reviewer has not noted it";
  if (verdict === "watch") return "on watch, not accepted by lead and reviewer";
  return VERDICT_WORDS[verdict].toLowerCase();
}

function groupsJudged({ measures, exemptMeasures, tooSmall }: Judged, met: boolean): Requirement {
  const open = measures.filter(
    ({ measure, verdict }) => verdict === "insufficient" && !exemptMeasures.includes(measure),
  );
  const small = tooSmall.length > 0 ? ` Too small: ${listed(tooSmall)}.` : "";
  const words = open.map(({ measure }) => MEASURE_WORDS[measure]).join(", ");
  return requirement({
    key: "G8.3",
    label: "No measure lacks data without an exemption",
    met,
    detail: open.length > 0 ? `Not enough data for: ${words}.${small}` : `Every measure can be judged.${small}`,
    fix: factsFix(["RV"], "Exempt the groups that are too small, or wait for more data.", "group-exemptions"),
  });
}

function ofTheCandidate(judged: Judged, facts: StageFacts, met: boolean, fresh: Requirement): Requirement {
  if (met) return { ...fresh, label: LABEL };
  const measure = factsFix(["ML"], "Assess the candidate for full roll-out.", "fairness-assessments");
  return requirement({ key: "G8.4", label: LABEL, met, detail: staleOrOther(judged, facts), fix: measure });
}

function staleOrOther({ assessment, isCandidate, candidate, ageDays }: Judged, facts: StageFacts): string {
  if (isCandidate) return `The measured period ended ${Math.floor(ageDays ?? 0)} days ago.`;
  const assessed = assessment
    ? `The newest assessment is of ${tagOf(facts, assessment.data.release)}`
    : "No release is assessed";
  return `${assessed}, and the candidate is ${candidate ?? "not named"}.`;
}

const LABEL = "The candidate release itself was assessed, and data and next review lie within 180 days";

function risksStand(facts: StageFacts, met: boolean): Requirement {
  const open = registerOf(facts, facts.now).risks.filter(
    ({ residual, residualAccepted }) => residual > 15 || (residual >= 10 && !residualAccepted),
  );
  return requirement({
    key: "G8.5",
    label: "No residual risk is above 15, and those from 10 are accepted",
    met,
    detail: listed(open.map(({ title, residual }) => `“${title}” stands at ${residual}`)) || "All risks may stand.",
    fix: factsFix(["ML", "LD", "RV"], "Prove the mitigation, or have a high risk accepted.", "bias-risks"),
  });
}

function signedFromOutside(reviewer: string | null, met: boolean): Requirement {
  return requirement({
    key: "G8.6",
    label: "The reviewer signed, and did not build it",
    met,
    detail: signatureInWords(reviewer, met),
    fix: { who: ["RV"], what: "Sign the assessment for this version.", where: "#item-8.8" },
  });
}

function signatureInWords(reviewer: string | null, met: boolean): string {
  if (reviewer === null) return "No reviewer has signed this version.";
  return met ? "The reviewer who signed recorded none of it." : "The reviewer recorded assessments too.";
}

function reviewerOf({ signOffs, version }: StageFacts): string | null {
  const signed = signOffs.find(
    (each) =>
      each.subject === "item:8.8" &&
      each.version === version &&
      each.role === "RV" &&
      each.decision === "approved" &&
      !each.voided,
  );
  return signed?.userId ?? null;
}

/** Who measured it: the people whose work the reviewer judges. */
function buildTeam(facts: StageFacts): (string | null)[] {
  return facts.of(fairnessAssessment).map(({ recordedBy }) => recordedBy);
}
