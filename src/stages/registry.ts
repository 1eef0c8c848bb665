import { AppError } from "#domain/errors.ts";
import { businessCase } from "#stages/business-case/stage.ts";
import { dataBias } from "#stages/data-bias/stage.ts";
import { dataPipeline } from "#stages/data-pipeline/stage.ts";
import { dataSelection } from "#stages/data-selection/stage.ts";
import type { StageDefinition } from "#stages/define-stage.ts";
import { integration } from "#stages/integration/stage.ts";
import { model } from "#stages/model/stage.ts";
import { monitoring } from "#stages/monitoring/stage.ts";
import { retraining } from "#stages/retraining/stage.ts";
import { solutionBias } from "#stages/solution-bias/stage.ts";
import { successCriteria } from "#stages/success-criteria/stage.ts";

/** The stages in their order; a stage's number is its place here. */
export const STAGES: readonly StageDefinition[] = [
  businessCase,
  successCriteria,
  dataSelection,
  dataBias,
  dataPipeline,
  model,
  integration,
  solutionBias,
  monitoring,
  retraining,
].map((stage, index) => ({ ...stage, number: index + 1 }));

export const STAGE_KEYS: readonly string[] = STAGES.map(({ key }) => key);

const BY_KEY: ReadonlyMap<string, StageDefinition> = new Map(STAGES.map((stage) => [stage.key, stage]));

export function findStage(key: string): StageDefinition | null {
  return BY_KEY.get(key) ?? null;
}

export function stageOf(key: string): StageDefinition {
  const stage = findStage(key);
  if (!stage) throw new AppError("NOT_FOUND", `There is no stage “${key}”. Stages: ${STAGE_KEYS.join(", ")}.`);
  return stage;
}
