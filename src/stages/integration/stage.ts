import { z } from "zod";
import { link, numberAbove, text } from "#stages/answers.ts";
import { all, automatedDecision, peopleAffected, personalData } from "#stages/conditions.ts";
import { defineStage } from "#stages/define-stage.ts";
import { field } from "#stages/field.ts";
import { integrationGate } from "#stages/integration/gate.ts";
import { canaryPassed, releasePinned } from "#stages/integration/proven.ts";
import { deploymentFields, questionsAnswered } from "#stages/integration/questions.ts";
import { endToEndTested, loadProven, rollbackProven, shadowCompared } from "#stages/integration/recorded-items.ts";
import { rolloutInconsistencies, rolloutPlan } from "#stages/integration/rollout.ts";
import { runbookNamed } from "#stages/integration/runbook.ts";

const assessmentNeeded = all(personalData, automatedDecision);

export const integration = defineStage({
  key: "integration",
  title: "Integration",
  phase: "Build",
  purpose: "Join models and components into a working solution and put it into use step by step, with a way back.",
  owner: "ML",
  toStart: [{ stage: "model", needs: "done" }],
  toFinish: [],
  weight: 0.13,
  targetDays: 25,
  schema: z.object({
    deploymentAnswers: deploymentFields,
    latencyBudgetMs: field(numberAbove(0, 86_400_000), {
      label: "Latency budget",
      help: "The time one prediction may take.",
      unit: "ms",
      from: 1,
      who: "ML",
    }),
    peakRps: field(numberAbove(0, 1e9), {
      label: "Peak load",
      help: "The busiest load.",
      unit: "requests a second",
      from: 2,
      who: "ML",
    }),
    latencySeries: field(text(1, 200), {
      label: "Series of the latency",
      help: "Where the p95 of what runs comes from, if its series is not called latency_p95_ms.",
      from: null,
      who: "ML",
    }),
    rolloutPlan,
    humanOversight: field(text(30, 1000), {
      label: "Human oversight",
      help: "Who can stop or override the system, and how.",
      from: 2,
      who: "PM",
    }),
    userNotice: field(text(20, 800), {
      label: "Notice to users",
      help: "What people are told and how they can object.",
      from: 1,
      who: "PM",
      when: peopleAffected,
    }),
    fallback: field(text(20, 600), {
      label: "Fallback",
      help: "What happens when the model does not answer.",
      from: 1,
      who: "ML",
    }),
    dataProtectionAssessment: field(link(), {
      label: "Data protection assessment",
      help: "The signed impact assessment.",
      from: 2,
      who: "RV",
      when: assessmentNeeded,
    }),
  }),
  checklist: [
    { key: "7.1", label: "All fifteen questions answered", evidence: "rule", requiredFrom: 2, rule: questionsAnswered },
    { key: "7.2", label: "Release pins data, code and model", evidence: "rule", requiredFrom: 2, rule: releasePinned },
    { key: "7.3", label: "End-to-end integration test passed", evidence: "run", requiredFrom: 1, rule: endToEndTested },
    {
      key: "7.4",
      label: "p95 within budget at 1.5 times the peak",
      evidence: "metric",
      requiredFrom: 2,
      rule: loadProven,
    },
    { key: "7.5", label: "Rollback rehearsed within target", evidence: "run", requiredFrom: 1, rule: rollbackProven },
    {
      key: "7.6",
      label: "Shadow comparison of 1,000 requests",
      evidence: "metric",
      requiredFrom: 2,
      rule: shadowCompared,
    },
    { key: "7.7", label: "Canary verdict is pass", evidence: "rule", requiredFrom: 2, rule: canaryPassed },
    {
      key: "7.8",
      label: "Privacy assessment signed",
      evidence: "signoff",
      requiredFrom: 2,
      signers: ["RV"],
      when: assessmentNeeded,
    },
    { key: "7.9", label: "Runbook and on-call named", evidence: "link", requiredFrom: 1, rule: runbookNamed },
  ],
  inconsistencies: rolloutInconsistencies,
  requirements: integrationGate,
});
