import { z } from "zod";
import { AB_METHODS } from "#domain/ab-decision.ts";
import {
  choice,
  factKey,
  fraction,
  instant,
  number,
  numberAbove,
  records,
  text,
  wholeNumber,
} from "#stages/answers.ts";
import { may, told } from "#stages/fact-kind.ts";

const BIG = 1e12;
const MOST_ARMS = 8;

const ARM = {
  name: told(text(1, 80), { label: "Arm" }),
  share: told(fraction(), { label: "Planned share" }),
};
const GUARDRAIL = {
  name: told(text(1, 80), { label: "Guardrail" }),
  arm: may(text(1, 80), { label: "Of which arm", help: "Left out: of every treatment." }),
  loss: told(number(-BIG, BIG), { label: "Loss", help: "By how much it got worse; negative is better." }),
  lossLow: may(number(-BIG, BIG), { label: "Lower end of the loss" }),
  margin: told(number(0, BIG), { label: "Margin" }),
};

const testSchema = z.object({
  name: told(text(2, 120), { label: "Name" }),
  release: told(factKey("releases"), { label: "Release" }),
  metric: told(text(2, 120), { label: "Measure" }),
  measure: told(choice(["rate", "mean"]), { label: "It is a" }),
  better: told(choice(["more", "less"]), { label: "Better is" }),
  plan: z.object({
    perArm: told(wholeNumber(1, BIG), { label: "Planned people in an arm" }),
    smallestEffect: told(numberAbove(0, BIG), {
      label: "Smallest effect worth it",
      help: "In the measure’s own unit: 0.006 for 0.6 points of a rate.",
    }),
    alpha: told(fraction(0.0001, 0.5), { label: "Chance of a false win" }),
    power: told(fraction(0.5, 0.999), { label: "Power" }),
    method: told(
      choice(AB_METHODS, {
        fixed: "One look at the end",
        pocock: "Pocock",
        obrien_fleming: "O’Brien and Fleming",
        always_valid: "Always valid",
      }),
      {
        label: "Method",
        help: "How looks before the end are paid for. With one look the result stays hidden until the planned size.",
      },
    ),
    looks: told(wholeNumber(1, 20), { label: "Planned looks" }),
    expectedRate: may(fraction(), {
      label: "Expected rate of the old release",
      help: "Of a rate: gives the size that is needed before anybody looks.",
    }),
    expectedSd: may(number(0, BIG), {
      label: "Expected standard deviation",
      help: "Of a mean: gives the size that is needed before anybody looks.",
    }),
  }),
  arms: told(records(ARM, 2, MOST_ARMS), { label: "Arms", help: "The old release first, then each treatment." }),
  guardrails: may(records(GUARDRAIL, 1, 20), { label: "Guardrails" }),
  decision: may(choice(["ship", "stop", "continue", "no_difference"]), { label: "Decision" }),
  chosenArm: may(text(1, 80), { label: "Arm that is shipped", help: "Where there are several treatments." }),
  startedAt: told(instant(), { label: "Started at" }),
  endedAt: may(instant(), { label: "Ended at" }),
});
export type AbData = z.infer<typeof testSchema>;

const COUNTED = {
  name: told(text(1, 80), { label: "Arm", help: "As the test names it." }),
  n: told(wholeNumber(0, BIG), { label: "People" }),
  conversions: may(wholeNumber(0, BIG), { label: "Conversions", help: "Where a rate is measured." }),
  mean: may(number(-BIG, BIG), { label: "Mean", help: "Where a mean is measured." }),
  sd: may(number(0, BIG), { label: "Standard deviation" }),
};

const lookSchema = z.object({
  experiment: told(factKey("ab-tests"), { label: "A/B test" }),
  lookedAt: told(instant(), { label: "Looked at" }),
  arms: told(records(COUNTED, 2, MOST_ARMS), {
    label: "Counts of each arm",
    help: "Everybody since the test began, not only since the last look.",
  }),
  note: may(text(2, 500), { label: "Note" }),
});
export type AbLook = z.infer<typeof lookSchema>;

export const AB_TESTS = { kind: "ab-tests", schema: testSchema };
export const AB_LOOKS = { kind: "ab-looks", schema: lookSchema };
