import type { FactData } from "#stages/fact.ts";
import type { FactContext } from "#stages/fact-kind.ts";
import { beginAbLook, beginCanary, beginDeployment, beginEvent } from "#stages/integration/beginnings.ts";
import { beginCard, beginForCandidate, beginRun } from "#stages/model/beginnings.ts";
import { beginAssessment } from "#stages/solution-bias/beginning.ts";

export type Beginning = (context: FactContext) => FactData;

/** What the form of a new fact begins with, from what the project knows already: nobody types it a second time. By kind. */
export const BEGINNINGS: Readonly<Record<string, Beginning>> = {
  "training-runs": beginRun,
  "model-metrics": beginForCandidate,
  "verification-tests": beginForCandidate,
  "model-cards": beginCard,
  deployments: beginDeployment,
  "deployment-events": beginEvent,
  "canary-analyses": beginCanary,
  "ab-looks": beginAbLook,
  "fairness-assessments": beginAssessment,
};
