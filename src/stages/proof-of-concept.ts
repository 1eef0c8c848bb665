import type { PocFacts } from "#domain/journey.ts";
import { answerAt } from "#stages/answer-at.ts";
import type { StageDocument } from "#stages/field.ts";

/** Which checklist items prove which part of the proof of concept (A3). */
const PROOFS = {
  framingAnswered: "1.2",
  baselineMeasured: "1.3",
  sampleProfiled: "3.5",
  modelTrained: "6.1",
  errorsAnalysed: "6.5",
} as const;

export function pocFacts(businessCase: StageDocument, met: ReadonlyMap<string, boolean>): PocFacts {
  const proven = (item: string) => met.get(item) ?? false;
  return {
    framingAnswered: proven(PROOFS.framingAnswered),
    sampleProfiled: proven(PROOFS.sampleProfiled),
    baselineMeasured: proven(PROOFS.baselineMeasured),
    modelTrained: proven(PROOFS.modelTrained),
    errorsAnalysed: proven(PROOFS.errorsAnalysed),
    goNoGoRecorded: answerAt(businessCase, "goNoGo") !== undefined,
  };
}
