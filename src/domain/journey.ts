import { weightedMean } from "#domain/value-score.ts";
import type { StageState } from "#domain/vocabulary.ts";

export type StageProgress = {
  state: StageState;
  requiredFields: number;
  filledFields: number;
  requiredItems: number;
  doneItems: number;
};

/**
 * How complete a stage is, 0..1 (C10.1): half the required fields, half the required items, at most 0.95 before it is
 * done, 1 then; null for a stage that was set aside. A half that asks for nothing leaves the other half the whole.
 */
export function stageCompletion(stage: StageProgress): number | null {
  if (stage.state === "not_applicable") return null;
  if (stage.state === "done") return 1;
  const share = weightedMean([
    { weight: 0.5, value: fraction(stage.filledFields, stage.requiredFields) },
    { weight: 0.5, value: fraction(stage.doneItems, stage.requiredItems) },
  ]);
  return Math.min(0.95, share ?? 0);
}

export type Journey = { productionProgress: number; journey: number };

/** 0.10 · proof of concept + 0.90 · weighted completion of the stages (C10.2): a finished proof of concept is a tenth. */
export function journey(
  pocFraction: number,
  stages: readonly { weight: number; completion: number | null }[],
): Journey {
  const parts = stages.map(({ weight, completion }) => ({ weight, value: completion }));
  const productionProgress = weightedMean(parts) ?? 0;
  return { productionProgress, journey: 0.1 * pocFraction + 0.9 * productionProgress };
}

export const POC_ITEMS = [
  "framingAnswered",
  "sampleProfiled",
  "baselineMeasured",
  "modelTrained",
  "errorsAnalysed",
  "goNoGoRecorded",
] as const;
export type PocFacts = Record<(typeof POC_ITEMS)[number], boolean>;

/** Done items of the proof of concept out of six (A3). */
export function pocFraction(facts: PocFacts): number {
  return POC_ITEMS.filter((item) => facts[item]).length / POC_ITEMS.length;
}

function fraction(done: number, asked: number): number | null {
  return asked > 0 ? done / asked : null;
}
