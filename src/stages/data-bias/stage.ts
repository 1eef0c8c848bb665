import { z } from "zod";
import { FAIRNESS_MEASURES } from "#domain/fairness.ts";
import { answerAt } from "#stages/answer-at.ts";
import { choice, choices, tags, text } from "#stages/answers.ts";
import { noneRecorded } from "#stages/conditions.ts";
import { biasRisk } from "#stages/data-bias/bias-risk.ts";
import { originsAnswered, sourceAnswerFields } from "#stages/data-bias/origins.ts";
import { protectedAttribute } from "#stages/data-bias/protected-attribute.ts";
import { isProxy, unknownProxies } from "#stages/data-bias/proxies.ts";
import { baseRatesKnown, proxiesTested, representationKnown } from "#stages/data-bias/recorded-items.ts";
import { biasRequirements, mitigationsPlanned, proofNamed } from "#stages/data-bias/rules.ts";
import { feature } from "#stages/data-selection/feature.ts";
import { defineStage } from "#stages/define-stage.ts";
import { type FieldCondition, field } from "#stages/field.ts";

/** Of what is recorded, else of what the plan says. */
const membershipUnknown: FieldCondition = (document, { of }) => {
  const recorded = of?.(protectedAttribute) ?? [];
  if (recorded.length === 0) return answerAt(document, "attributeSource") === "unavailable";
  return recorded.some(({ data }) => data.source === "unavailable");
};

export const dataBias = defineStage({
  key: "data-bias",
  title: "Data bias plan",
  phase: "Data",
  purpose:
    "Find how the existing data could treat groups unfairly, decide what fair means here, and plan the repair before training.",
  owner: "ML",
  approvers: ["RV"],
  toStart: [{ stage: "data-selection", needs: "started" }],
  toFinish: [{ stage: "data-selection", needs: "done" }],
  setAside: "unless_people_affected",
  weight: 0.06,
  targetDays: 10,
  schema: z.object({
    protectedAttributes: field(tags(1, 80, 30), {
      label: "Protected attributes",
      help: "Better recorded with their groups, where stages 8 and 9 read them; then nobody asks here. If none applies, write the reason as the only entry.",
      from: 1,
      who: "ML",
      when: noneRecorded(protectedAttribute),
    }),
    attributeSource: field(choice(["collected", "linked", "inferred", "unavailable"]), {
      label: "Source of the attributes",
      help: "Where group membership comes from; inferred needs a privacy note.",
      from: 1,
      who: "ML",
      when: noneRecorded(protectedAttribute),
    }),
    attributeUnavailablePlan: field(text(30, 1000), {
      label: "Plan without the attribute",
      help: "How fairness will be judged without the attribute.",
      from: 1,
      who: "ML",
      when: membershipUnknown,
    }),
    suspectedProxies: field(tags(1, 80), {
      label: "Suspected proxies",
      help: "Names of recorded features that stand in for a protected attribute; write none after you looked. A feature that is marked as a stand-in need not be named here.",
      from: 2,
      who: "ML",
      when: noneRecorded(feature, isProxy),
    }),
    intersections: field(tags(3, 120, 5), {
      label: "Intersections",
      help: "Up to five combinations to check, only where groups stay large enough.",
      from: null,
      who: "ML",
    }),
    fairnessMetrics: field(choices(FAIRNESS_MEASURES), {
      label: "Fairness measures",
      help: "Which measures count for this decision.",
      from: 1,
      who: "RV",
    }),
    fairnessRationale: field(text(50, 1500), {
      label: "Why these measures",
      help: "Why these and not others; not all can hold at once when base rates differ.",
      from: 2,
      who: "RV",
    }),
    harmTypes: field(
      choices(["allocation", "quality_of_service", "stereotyping", "denigration", "over_under_representation"], {
        over_under_representation: "Over- or under-representation",
      }),
      {
        label: "Kinds of harm",
        help: "Kinds of harm people could suffer.",
        from: 1,
        who: "PM",
        when: noneRecorded(biasRisk),
      },
    ),
    groupsConsulted: field(text(10, 1000), {
      label: "Groups consulted",
      help: "Who was asked, how, and what changed.",
      from: 2,
      who: "PM",
    }),
    attributeUseRule: field(choice(["audit_only", "train_and_audit", "not_stored"]), {
      label: "Use of the attribute",
      help: "Whether the attribute may be used beyond auditing.",
      from: 1,
      who: "RV",
    }),
    sourceAnswers: sourceAnswerFields,
  }),
  checklist: [
    { key: "4.1", label: "Seven origins of bias answered", evidence: "rule", requiredFrom: 2, rule: originsAnswered },
    {
      key: "4.2",
      label: "Representation ratio per group",
      evidence: "metric",
      requiredFrom: 1,
      rule: representationKnown,
    },
    {
      key: "4.3",
      label: "Base rate and label noise per group",
      evidence: "metric",
      requiredFrom: 2,
      rule: baseRatesKnown,
    },
    {
      key: "4.4",
      label: "Proxies tested against the attribute",
      evidence: "metric",
      requiredFrom: 2,
      rule: proxiesTested,
    },
    {
      key: "4.5",
      label: "Fairness measures chosen with reasons",
      evidence: "signoff",
      requiredFrom: 2,
      signers: ["RV"],
    },
    {
      key: "4.6",
      label: "Every risk of 10 or more has a mitigation with owner and date",
      evidence: "rule",
      requiredFrom: 2,
      rule: mitigationsPlanned,
    },
    {
      key: "4.7",
      label: "Each mitigation names the metric that will prove it",
      evidence: "rule",
      requiredFrom: 2,
      rule: proofNamed,
    },
    { key: "4.8", label: "Independent reviewer signed", evidence: "signoff", requiredFrom: 1, signers: ["RV"] },
  ],
  requirements: biasRequirements,
  inconsistencies: ({ suspectedProxies = [] }, { of }) => (of ? unknownProxies(suspectedProxies, { of }) : []),
});
