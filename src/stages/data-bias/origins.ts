import { z } from "zod";
import type { RuleVerdict } from "#domain/evidence.ts";
import { text } from "#stages/answers.ts";
import { field } from "#stages/field.ts";

/** The seven origins of bias, each with the question to answer. */
export const sourceAnswerFields = z.object({
  historical: origin("Historical", "Which unfairness of the past does the data carry on?"),
  representation: origin("Representation", "Who is missing from the data, or there too often?"),
  measurement: origin("Measurement", "Where is something measured worse, or by a stand-in, for some groups?"),
  aggregation: origin("Aggregation", "Which groups differ so much that one model does not fit all?"),
  learning: origin("Learning", "How could the objective favour the largest group?"),
  evaluation: origin("Evaluation", "Whom does the test data not resemble?"),
  deployment: origin("Deployment", "How could people use the result differently from what was planned?"),
});

type Origins = { readonly sourceAnswers?: Readonly<Record<string, string | undefined>> };

export function originsAnswered({ sourceAnswers = {} }: Origins): RuleVerdict {
  const asked = Object.keys(sourceAnswerFields.shape);
  const open = asked.filter((name) => sourceAnswers[name] === undefined);
  return {
    met: open.length === 0,
    detail: open.length === 0 ? "All seven origins are answered." : `Still open: ${open.join(", ")}.`,
  };
}

function origin(name: string, help: string) {
  return field(text(10, 500), { label: `${name} bias`, help, from: 2, who: "ML" });
}
