import { z } from "zod";
import { day, fraction } from "#stages/answers.ts";
import { saidIn } from "#stages/conditions.ts";
import type { Inconsistency } from "#stages/define-stage.ts";
import { field } from "#stages/field.ts";

const ordered = saidIn("success-criteria", "evaluationProtocol", "time_ordered", "time_and_group");
const SUM_TOLERANCE = 1e-9;

/** How data is divided; must match the protocol of the success criteria. */
export const splitFields = z.object({
  train: share("Training share", "Share of the data the model learns from."),
  validation: share("Validation share", "Share used to choose between models."),
  test: share("Test share", "Share kept back for the final judgement."),
  trainUntil: field(day(), {
    label: "Training data until",
    help: "The last day in the training data.",
    from: 2,
    who: "ML",
    when: ordered,
  }),
  testFrom: field(day(), {
    label: "Test data from",
    help: "The first day in the test data; after the training data where time orders the split.",
    from: 2,
    who: "ML",
    when: ordered,
  }),
});

type Split = { readonly split?: Partial<Record<"train" | "validation" | "test", number>> & Partial<Dates> };
type Dates = Record<"trainUntil" | "testFrom", string>;

export function splitInconsistencies({ split = {} }: Split): Inconsistency[] {
  const { train, validation, test, trainUntil, testFrom } = split;
  const known = train !== undefined && validation !== undefined && test !== undefined;
  const sum = (train ?? 0) + (validation ?? 0) + (test ?? 0);
  const problems: Inconsistency[] = [];
  if (known && Math.abs(sum - 1) > SUM_TOLERANCE) {
    problems.push({
      path: "split.train",
      message: `The three shares make ${Number(sum.toFixed(6))}; they must make 1`,
    });
  }
  if (trainUntil && testFrom && testFrom <= trainUntil) {
    problems.push({ path: "split.testFrom", message: "Test data must begin after the training data ends" });
  }
  return problems;
}

function share(label: string, help: string) {
  return field(fraction(), { label, help, from: 1, who: "ML" });
}
