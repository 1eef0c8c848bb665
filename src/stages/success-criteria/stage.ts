import { z } from "zod";
import { choice, criterionKey, number, text, wholeNumber } from "#stages/answers.ts";
import { classification } from "#stages/conditions.ts";
import { defineStage } from "#stages/define-stage.ts";
import { field } from "#stages/field.ts";
import { criteriaRequirements } from "#stages/success-criteria/requirements.ts";
import { baselinesMeasured, guardrailsSet, oneOfEachKind, wiredToPoints } from "#stages/success-criteria/rules.ts";

export const successCriteria = defineStage({
  key: "success-criteria",
  title: "Success criteria",
  phase: "Frame",
  purpose:
    "Say in measurable terms what “works” means for the business, the model, the operation and the people affected.",
  owner: "PM",
  toStart: [{ stage: "business-case", needs: "started" }],
  toFinish: [{ stage: "business-case", needs: "done" }],
  weight: 0.07,
  targetDays: 7,
  schema: z.object({
    northStar: field(criterionKey(), {
      label: "North star",
      help: "The one business number this project moves.",
      from: 1,
      who: "PM",
    }),
    offlineOnlineLink: field(text(50, 1500), {
      label: "Link from offline to online",
      help: "Why a better offline metric should move the business number.",
      from: 2,
      who: "ML",
    }),
    proxyCorrelation: field(number(-1, 1), {
      label: "Proxy correlation",
      help: "Measured correlation between offline and online effect, if any past data exists.",
      from: null,
      who: "ML",
    }),
    evaluationProtocol: field(
      choice(["random", "time_ordered", "grouped", "time_and_group"], { time_and_group: "By time and group" }),
      {
        label: "Evaluation protocol",
        help: "How test data is kept apart; time order is the default for anything that drifts.",
        from: 1,
        who: "ML",
      },
    ),
    testMinPositives: field(wholeNumber(50, 1_000_000_000), {
      label: "Positives in the test set",
      help: "Positives needed in the test set for stable rates.",
      unit: "rows",
      from: 2,
      who: "ML",
      when: classification,
    }),
    observationDays: field(wholeNumber(1, 730), {
      label: "Observation time",
      help: "How long production is observed before calling success.",
      unit: "days",
      from: 1,
      who: "PM",
    }),
    killCriteria: field(text(20, 1000), {
      label: "Kill criteria",
      help: "Results that stop the project.",
      from: 1,
      who: "PM",
    }),
    tradeOffRule: field(text(20, 1000), {
      label: "Trade-off rule",
      help: "Which criterion wins when two conflict.",
      from: null,
      who: "PM",
    }),
  }),
  checklist: [
    { key: "2.1", label: "One criterion of each kind", evidence: "rule", requiredFrom: 1, rule: oneOfEachKind },
    {
      key: "2.2",
      label: "Baselines of the must-haves measured",
      evidence: "metric",
      requiredFrom: 1,
      rule: baselinesMeasured,
    },
    { key: "2.3", label: "Guardrails set on every must-have", evidence: "rule", requiredFrom: 2, rule: guardrailsSet },
    { key: "2.4", label: "Window and minimum sample justified", evidence: "link", requiredFrom: 3 },
    { key: "2.5", label: "Must-haves wired to live series", evidence: "rule", requiredFrom: 2, rule: wiredToPoints },
    { key: "2.6", label: "Link from offline to online evidenced", evidence: "link", requiredFrom: 3 },
    { key: "2.7", label: "Kill criteria agreed", evidence: "signoff", requiredFrom: 2, signers: ["PM", "LD"] },
    {
      key: "2.8",
      label: "Thresholds signed by the business owner",
      evidence: "signoff",
      requiredFrom: 1,
      signers: ["PM", "LD"],
    },
  ],
  requirements: criteriaRequirements,
});
