import { itemSignedBy, type RuleVerdict } from "#domain/evidence.ts";
import type { Requirement } from "#domain/requirement.ts";
import { asksFor } from "#stages/asks-for.ts";
import { biasRisk } from "#stages/data-bias/bias-risk.ts";
import { originsAnswered } from "#stages/data-bias/origins.ts";
import { HIGH_RISK, isCritical, type RegisteredRisk, registerOf } from "#stages/data-bias/register.ts";
import { mitigationRecord } from "#stages/data-bias/risk-records.ts";
import type { StageFacts } from "#stages/facts.ts";
import { factsFix, fieldFix, requirement } from "#stages/fix.ts";

type Plan = {
  readonly sourceAnswers?: Readonly<Record<string, string | undefined>>;
  readonly fairnessMetrics?: readonly string[];
  readonly fairnessRationale?: string;
};

/** G4.1 to G4.6. */
export function biasRequirements(document: Plan, facts: StageFacts): Requirement[] {
  return [
    ...(facts.tier >= 2 ? [originsRequirement(document)] : []),
    ...(asksFor(facts, biasRisk) ? registerRequirements(facts) : []),
    measuresRequirement(document, facts),
    reviewerRequirement(facts),
  ].toSorted((a, b) => a.key.localeCompare(b.key));
}

/** Item 4.6. */
export function mitigationsPlanned(_document: Plan, facts: StageFacts): RuleVerdict {
  const { risks } = registerOf(facts, facts.now);
  if (risks.length === 0) return { met: false, detail: "No risk is recorded." };
  const open = risks.filter(({ inherent }) => inherent >= HIGH_RISK).filter(({ key }) => !hasPlan(key, facts, false));
  if (open.length === 0) return { met: true, detail: "Every risk of 10 or more has one with owner and date." };
  return { met: false, detail: `Without a mitigation that has an owner and a date: ${titles(open)}.` };
}

/** Item 4.7. */
export function proofNamed(_document: Plan, facts: StageFacts): RuleVerdict {
  const mitigations = facts.of(mitigationRecord);
  if (facts.of(biasRisk).length === 0) return { met: false, detail: "No risk is recorded." };
  const open = mitigations.filter(({ data }) => data.verifyMetric === undefined).map(({ data }) => data.title);
  if (open.length > 0) return { met: false, detail: `No metric is named for ${listed(open)}.` };
  return { met: true, detail: `${mitigations.length} of ${mitigations.length} mitigations name theirs.` };
}

function originsRequirement(document: Plan): Requirement {
  const { met, detail } = originsAnswered(document);
  return requirement({
    key: "G4.1",
    label: "The seven origins of bias are answered",
    met,
    detail,
    fix: fieldFix(["ML"], "Answer the open origins.", "sourceAnswers.historical"),
  });
}

function registerRequirements(facts: StageFacts): Requirement[] {
  const { risks, unweighed } = registerOf(facts, facts.now);
  const unplanned = risks.filter(({ inherent, key }) => inherent >= HIGH_RISK && !hasPlan(key, facts, true));
  const tooHigh = risks.filter((risk) => !mayStay(risk));
  const high = risks.filter(({ inherent }) => inherent >= HIGH_RISK).length;
  const most = Math.max(0, ...risks.map(({ planned }) => planned));
  return [
    requirement({
      key: "G4.2",
      label: "Every risk has likelihood and severity",
      met: unweighed.length === 0,
      detail:
        unweighed.length === 0
          ? `${risks.length} of ${risks.length} risks are weighed.`
          : `Not weighed: ${listed(unweighed.map(({ data }) => data.title))}.`,
      fix: factsFix(["ML"], "Weigh the risk.", "bias-risks"),
      items: unweighed.map(({ key, data }) => ({ label: data.title, where: `/facts/bias-risks/${key}` })),
    }),
    requirement({
      key: "G4.3",
      label: "Every risk of 10 or more has a mitigation with owner, date and metric",
      met: unplanned.length === 0,
      detail: unplanned.length === 0 ? `${high} of ${high} have one.` : `Without one: ${titles(unplanned)}.`,
      fix: factsFix(["ML"], "Plan what is done, by whom, until when, and what proves it.", "bias-mitigations"),
      items: unplanned.map(({ key, title, inherent }) => ({
        label: `${title}: ${inherent}`,
        where: `/facts/bias-risks/${key}`,
      })),
    }),
    requirement({
      key: "G4.5",
      label: "What the plan leaves is at most 9, or accepted up to 15",
      met: tooHigh.length === 0,
      detail: tooHigh.length === 0 ? `The highest planned residual is ${most}.` : `Too high: ${titles(tooHigh)}.`,
      fix: factsFix(["LD", "RV"], "Plan more, or have 10 to 15 accepted by lead and reviewer.", "risk-acceptances"),
      items: tooHigh.map(({ key, title, planned }) => ({
        label: `${title}: ${planned}${isCritical(planned) ? ", cannot be accepted" : ", not accepted"}`,
        where: `/facts/bias-risks/${key}`,
      })),
    }),
  ];
}

function mayStay({ planned, plannedAccepted }: RegisteredRisk): boolean {
  return planned < HIGH_RISK || (!isCritical(planned) && plannedAccepted);
}

function measuresRequirement({ fairnessMetrics = [], fairnessRationale }: Plan, facts: StageFacts): Requirement {
  const count = fairnessMetrics.length;
  const reasoned = fairnessRationale !== undefined && signedBy("4.5", facts);
  return requirement({
    key: "G4.4",
    label: "A fairness measure is chosen, or a reviewer signed why none",
    met: count > 0 || reasoned,
    detail: count > 0 ? `${count} chosen.` : reasoned ? "None, for a reason that is signed." : "None is chosen.",
    fix: fieldFix(["RV"], "Choose the measures that count for this decision.", "fairnessMetrics"),
  });
}

function reviewerRequirement(facts: StageFacts): Requirement {
  const met = signedBy("4.8", facts);
  return requirement({
    key: "G4.6",
    label: "A reviewer from outside the build team has signed",
    met,
    detail: met ? `Signed for version ${facts.version}.` : `Not signed for version ${facts.version}.`,
    fix: { who: ["RV"], what: "Sign the plan.", where: "#item-4.8" },
  });
}

/** By a reviewer who signed nothing here as product manager or engineer. */
function signedBy(item: string, { signOffs, version }: StageFacts): boolean {
  const law = { key: item, label: "", evidence: "signoff", requiredFrom: 1, signers: ["RV"] } as const;
  const builders = new Set(signOffs.filter(({ role }) => role === "PM" || role === "ML").map(({ userId }) => userId));
  return (
    itemSignedBy(
      law,
      version,
      signOffs.filter(({ userId }) => !builders.has(userId)),
    ) !== null
  );
}

function hasPlan(risk: string, facts: StageFacts, withMetric: boolean): boolean {
  return facts
    .of(mitigationRecord)
    .some(({ data }) => data.risk === risk && data.owner && data.due && (!withMetric || data.verifyMetric));
}

function titles(risks: readonly RegisteredRisk[]): string {
  return listed(risks.map(({ title }) => title));
}

const SHOWN = 3;

function listed(names: readonly string[]): string {
  const rest = names.length - SHOWN;
  const quoted = names.slice(0, SHOWN).map((name) => `“${name}”`);
  return rest > 0 ? `${quoted.join(", ")} and ${rest} more` : quoted.join(", ");
}
