import type { ComponentType } from "react";
import type { z } from "zod";
import type { AnswerLook } from "#stages/form/answer-control.tsx";
import { StageAnswer } from "#stages/form/stage-answer.tsx";

/** The dotted paths of a document's answers: groups are walked into, lists are answers. */
export type AnswerPath<T, Under extends string = ""> = {
  [K in keyof T & string]: NonNullable<T[K]> extends readonly unknown[]
    ? `${Under}${K}`
    : NonNullable<T[K]> extends object
      ? AnswerPath<NonNullable<T[K]>, `${Under}${K}.`>
      : `${Under}${K}`;
}[keyof T & string];

/** The one typed field of a stage's body: a name that the stage's schema does not know does not compile. */
export function answerFor<Stage extends { schema: z.ZodObject }>() {
  const Answer: ComponentType<AnswerLook & { name: AnswerPath<z.infer<Stage["schema"]>> }> = StageAnswer;
  return Answer;
}
