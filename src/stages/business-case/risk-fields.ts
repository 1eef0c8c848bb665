import { z } from "zod";
import { choice, likert, yesNo } from "#stages/answers.ts";
import { field } from "#stages/field.ts";

const ANNEX_III_AREAS = [
  "none",
  "biometrics",
  "critical_infrastructure",
  "education",
  "employment",
  "essential_services",
  "law_enforcement",
  "migration",
  "justice_and_democracy",
] as const;

/** Answers from which the working risk class is computed (C10.4); the reviewer checks them. */
export const riskAnswerFields = z.object({
  art5Practice: question("Prohibited practice", "Does it do anything that Article 5 of the EU AI Act prohibits?"),
  annexIThirdPartyAssessment: question(
    "Product needing third-party assessment",
    "Is it a safety part of an Annex I product that a third party must assess?",
  ),
  annexIiiArea: field(choice(ANNEX_III_AREAS), {
    label: "Annex III area",
    help: "The high-risk area in which it is used, or none.",
    from: 2,
    who: "PM",
  }),
  art63Exempt: question(
    "Article 6(3) exemption claimed",
    "Does it only prepare or narrow a task, so that the filter of Article 6(3) applies?",
  ),
  profilesPeople: question("Profiles people", "Does it evaluate or predict personal aspects of people?"),
  interactsWithPeople: question("Talks to people directly", "Do people interact with it directly?"),
  syntheticContent: question("Makes synthetic content", "Does it generate text, images, sound or video?"),
  emotionOrBiometricCategorisation: question(
    "Emotion or biometric categories",
    "Does it recognise emotions or sort people by biometric traits?",
  ),
});

/** Severity × max(reach, autonomy) sets the governance tier (C10.4). */
export const impactFields = z.object({
  severity: grade("Severity", "How bad a wrong outcome is for the people it hits; 5 is worst."),
  reach: grade("Reach", "How many it touches; 5 is most."),
  autonomy: grade("Autonomy", "How automatic it acts; 5 is without any person."),
});

function question(label: string, help: string) {
  return field(yesNo(), { label, help, from: 2, who: "PM" });
}

function grade(label: string, help: string) {
  return field(likert(), { label, help, from: 2, who: "PM" });
}
