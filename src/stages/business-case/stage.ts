import { z } from "zod";
import { choice, countryCodes, likert, link, text, userId, yesNo } from "#stages/answers.ts";
import { alternatives } from "#stages/business-case/alternative-fields.ts";
import { alternativesCompared } from "#stages/business-case/alternative-requirement.ts";
import { framingFields } from "#stages/business-case/framing-fields.ts";
import { baselineMeasured } from "#stages/business-case/recorded-items.ts";
import { impactFields, riskAnswerFields } from "#stages/business-case/risk-fields.ts";
import {
  businessCaseInconsistencies,
  businessCaseRequirements,
  framingComplete,
  sensitivityShown,
  valueModelComplete,
} from "#stages/business-case/rules.ts";
import { feasibilityFields, valueFields } from "#stages/business-case/value-fields.ts";
import { defineStage } from "#stages/define-stage.ts";
import { field } from "#stages/field.ts";

export const businessCase = defineStage({
  key: "business-case",
  title: "Business case",
  phase: "Frame",
  purpose:
    "Decide with numbers whether this problem is worth solving with ML, and frame it as a prediction that changes a decision.",
  owner: "PM",
  toStart: [],
  toFinish: [],
  weight: 0.08,
  targetDays: 10,
  schema: z.object({
    problemStatement: field(text(50, 2000), {
      label: "Problem",
      help: "Say who suffers what today, and what it costs, without naming a model.",
      from: 1,
      who: "PM",
    }),
    currentProcess: field(text(30, 2000), {
      label: "Current process",
      help: "Describe how the decision is made now, by whom and how often.",
      from: 2,
      who: "PM",
    }),
    businessOwner: field(userId(), {
      label: "Business owner",
      help: "The person who owns the benefit and signs the criteria.",
      from: 2,
      who: "PM",
    }),
    intendedUse: field(text(20, 1500), {
      label: "Intended use",
      help: "Name the uses you build for.",
      from: 1,
      who: "PM",
    }),
    outOfScopeUse: field(text(20, 1500), {
      label: "Out of scope",
      help: "Name the uses you refuse.",
      from: 2,
      who: "PM",
    }),
    strategicAlignment: field(likert(), {
      label: "Strategic alignment",
      help: "5 means named in this year’s plan.",
      from: 2,
      who: "PM",
    }),
    urgency: field(likert(), { label: "Urgency", help: "5 means a dated obligation.", from: 2, who: "PM" }),
    ...valueFields,
    mandatory: field(yesNo(), {
      label: "It has to be done",
      help: "Whether law or a binding promise asks for it, so that it may cost more than it brings.",
      from: null,
      who: "LD",
    }),
    mandatoryReason: field(text(10, 500), {
      label: "Why it has to be done",
      help: "The law or the promise, with its date.",
      from: null,
      who: "LD",
      when: ({ mandatory }) => mandatory === true,
    }),
    feasibility: feasibilityFields,
    deRiskPlan: field(link(), {
      label: "Plan that takes the risk out",
      help: "Where the plan stands, when feasibility is below 40.",
      from: null,
      who: "ML",
    }),
    framing: framingFields,
    alternatives,
    jurisdictions: field(countryCodes(), {
      label: "Jurisdictions",
      help: "Where affected people live, as country codes; drives privacy and AI law questions.",
      from: 2,
      who: "PM",
    }),
    personalData: field(yesNo(), {
      label: "Personal data used",
      help: "Whether data about identifiable people is used.",
      from: 2,
      who: "PM",
    }),
    automatedDecision: field(yesNo(), {
      label: "Decisions are automatic",
      help: "Whether decisions are taken without a person.",
      from: 2,
      who: "PM",
    }),
    affectsPeople: field(yesNo(), {
      label: "People are affected",
      help: "Whether outcomes touch people; if not, the two bias stages may be set aside.",
      from: 2,
      who: "PM",
    }),
    riskAnswers: riskAnswerFields,
    impact: impactFields,
    goNoGo: field(choice(["go", "no_go", "pivot", "defer"], { no_go: "No go" }), {
      label: "Go or no go",
      help: "The decision; no go and defer pause the project.",
      from: 1,
      who: "LD",
    }),
  }),
  checklist: [
    {
      key: "1.1",
      label: "Problem confirmed by the business owner",
      evidence: "signoff",
      requiredFrom: 1,
      signers: ["PM", "LD"],
    },
    { key: "1.2", label: "Framing is complete", evidence: "rule", requiredFrom: 2, rule: framingComplete },
    {
      key: "1.3",
      label: "Simple baseline measured on real data",
      evidence: "metric",
      requiredFrom: 2,
      rule: baselineMeasured,
    },
    { key: "1.4", label: "Value model is complete", evidence: "rule", requiredFrom: 1, rule: valueModelComplete },
    { key: "1.5", label: "Value shown when luck is worse", evidence: "rule", requiredFrom: 2, rule: sensitivityShown },
    {
      key: "1.6",
      label: "Error costs confirmed by those who pay for errors",
      evidence: "signoff",
      requiredFrom: 2,
      signers: ["PM", "LD"],
    },
    { key: "1.7", label: "Risk answers checked by a reviewer", evidence: "signoff", requiredFrom: 3, signers: ["RV"] },
    { key: "1.8", label: "Budget and head count approved", evidence: "link", requiredFrom: 2 },
    {
      key: "1.9",
      label: "Alternatives compared, doing nothing among them",
      evidence: "file",
      requiredFrom: 3,
      rule: alternativesCompared,
    },
  ],
  inconsistencies: businessCaseInconsistencies,
  requirements: businessCaseRequirements,
});
