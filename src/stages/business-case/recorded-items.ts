import type { RuleVerdict } from "#domain/evidence.ts";
import { answerAt } from "#stages/answer-at.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { StageDocument } from "#stages/field.ts";
import { trainingRun } from "#stages/model/training-run.ts";

const VALUE = "framing.nonMlBaseline.value";
const ANSWER = `/stages/business-case#field-${VALUE}`;

/** Item 1.3: the number that the framing tells, or a finished run of the simple baseline. */
export function baselineMeasured(document: StageDocument, facts: StageFacts): RuleVerdict {
  const value = answerAt(document, VALUE);
  if (typeof value === "number")
    return { met: true, detail: `The framing says what the simple rule reaches: ${value}.`, where: ANSWER };
  const run = facts
    .of(trainingRun)
    .find(({ data }) => data.baseline && data.status === "succeeded" && Object.keys(data.metrics ?? {}).length > 0);
  if (run)
    return {
      met: true,
      detail: `“${run.data.name}” measured the simple baseline.`,
      where: `/facts/${trainingRun.kind}/${encodeURIComponent(run.key)}`,
    };
  return { met: false, detail: "The framing does not say what the simple rule reaches.", where: ANSWER };
}
