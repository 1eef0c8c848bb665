import type { BackwardSetting, StageBackward } from "#stages/backward-setting.ts";
import { businessCaseBackward } from "#stages/business-case/backward.ts";
import { dataBiasBackward } from "#stages/data-bias/backward.ts";
import { dataPipelineBackward } from "#stages/data-pipeline/backward.ts";
import { dataSelectionBackward } from "#stages/data-selection/backward.ts";
import { integrationBackward } from "#stages/integration/backward.ts";
import { monitoringBackward } from "#stages/monitoring/backward.ts";
import { retrainingBackward } from "#stages/retraining/backward.ts";
import { solutionBiasBackward } from "#stages/solution-bias/backward.ts";

/** Each stage's own part, joined. */
export function backwardFactsOf(setting: BackwardSetting): StageBackward {
  const { facts, documents, liveSince, now } = setting;
  return {
    ...businessCaseBackward(facts, { document: documents["business-case"] ?? {}, liveSince, now }),
    ...dataSelectionBackward(setting),
    ...dataBiasBackward(setting),
    ...dataPipelineBackward(setting),
    ...integrationBackward(setting),
    ...solutionBiasBackward(setting),
    ...monitoringBackward(setting),
    ...retrainingBackward(setting),
  };
}
