import { z } from "zod";
import { choice, day, factKey, likert, link, number, tags, text, userId, yesNo } from "#stages/answers.ts";
import { may, told } from "#stages/fact-kind.ts";

/** What the three records of the register hold. Apart from their laws, which look at each other. */

export const ORIGINS = [
  "historical",
  "representation",
  "measurement",
  "aggregation",
  "learning",
  "evaluation",
  "deployment",
] as const;

export const HARMS = [
  "allocation",
  "quality_of_service",
  "stereotyping",
  "denigration",
  "over_under_representation",
] as const;

const PHASES = {
  data: "The data",
  pre: "Before training",
  in: "In training",
  post: "After the score",
  process: "The process around it",
};

export const riskRecord = {
  kind: "bias-risks",
  schema: z.object({
    title: told(text(5, 200), { label: "What could go wrong" }),
    biasOrigin: told(choice(ORIGINS), { label: "Origin" }),
    harm: told(choice(HARMS, { over_under_representation: "Over- or under-representation" }), { label: "Harm" }),
    attribute: may(factKey("protected-attributes"), { label: "Protected attribute" }),
    groups: may(tags(1, 80, 50), { label: "Groups it would hurt" }),
    likelihood: may(likert(), { label: "Likelihood", help: "5: almost certain as things are." }),
    severity: may(likert(), { label: "Severity", help: "5: a life changes for the worse." }),
    likelihoodAfter: may(likert(), { label: "Likelihood after", help: "Once every mitigation works." }),
    severityAfter: may(likert(), { label: "Severity after" }),
    state: told(choice(["open", "mitigating", "mitigated", "accepted", "closed"]), { label: "State" }),
    owner: may(userId(), { label: "Owner", help: "May accept it while it is medium." }),
    note: may(text(2, 1000), { label: "Note" }),
  }),
};
export type RiskData = z.infer<typeof riskRecord.schema>;

export const mitigationRecord = {
  kind: "bias-mitigations",
  schema: z.object({
    title: told(text(5, 200), { label: "What is done" }),
    risk: told(factKey("bias-risks"), { label: "Risk" }),
    phase: told(choice(["data", "pre", "in", "post", "process"], PHASES), { label: "Where it works" }),
    technique: told(
      choice([
        "collect_more",
        "relabel",
        "reweigh",
        "resample",
        "drop_proxy",
        "constraint",
        "adversarial",
        "group_calibration",
        "threshold_choice",
        "human_review",
        "other",
      ]),
      { label: "Technique" },
    ),
    owner: may(text(2, 120), { label: "Owner", help: "The person or team that does it." }),
    due: may(day(), { label: "Due" }),
    verifyMetric: may(text(3, 300), { label: "Metric that will prove it", help: "With the value it has to reach." }),
    doneOn: may(day(), { label: "Done on" }),
    verified: told(yesNo(), { label: "Verified", help: "The metric was measured and reached its value." }),
    measured: may(number(-1e12, 1e12), { label: "Value measured" }),
    evidence: may(text(5, 500), { label: "What was measured", help: "On which data, when, and where it stands." }),
    evidenceLink: may(link(), { label: "Evidence" }),
  }),
};
export type MitigationData = z.infer<typeof mitigationRecord.schema>;

export const acceptanceRecord = {
  kind: "risk-acceptances",
  schema: z.object({
    risk: told(factKey("bias-risks"), { label: "Risk" }),
    role: told(
      choice(["LD", "RV", "ML", "PM"], { LD: "Lead", RV: "Reviewer", ML: "ML engineer", PM: "Product manager" }),
      {
        label: "Accepted as",
        help: "A high risk takes the lead and the reviewer, each with a record of their own.",
      },
    ),
    reason: told(text(20, 1000), { label: "Reason" }),
    validUntil: told(day(), { label: "Valid until", help: "At most 180 days ahead; on that day it ends." }),
  }),
};
export type AcceptanceData = z.infer<typeof acceptanceRecord.schema>;
