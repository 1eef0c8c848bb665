import { z } from "zod";
import type { Issue } from "#domain/errors.ts";
import { choice, instant, number, text, wholeNumber, yesNo } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

const LIMIT = 1e300;

/** What a tool's number is. A p-value is small where there is drift, a distance large: one is never read as the other. */
export const DRIFT_MEASURES = ["p_value", "distance", "share", "other"] as const;

const schema = z.object({
  feature: told(text(1, 160), { label: "Feature", help: "A column, or all of them together." }),
  method: told(text(1, 160), { label: "Method", help: "As the tool names it." }),
  measure: told(choice(DRIFT_MEASURES, { p_value: "p-value", share: "Share of drifted columns" }), {
    label: "The value is",
    help: "A p-value is small where there is drift, a distance is large.",
  }),
  value: told(number(-LIMIT, LIMIT), { label: "Value" }),
  threshold: may(number(-LIMIT, LIMIT), { label: "Threshold of the tool" }),
  drifted: may(yesNo(), { label: "Drift", help: "As the tool’s own test said; left out where it did not test." }),
  rows: may(wholeNumber(0, 1e15), { label: "Rows" }),
  measuredAt: told(instant(), { label: "Measured" }),
  tool: told(text(1, 80), { label: "Tool" }),
});

export const driftVerdict = defineFact({
  kind: "drift-verdicts",
  one: "drift verdict",
  many: "drift verdicts",
  stage: "monitoring",
  help: "What a tool outside found about drift, with its own method and its own judgement. It is shown and not counted again.",
  name: "feature",
  at: "measuredAt",
  writers: ["ML", "LD"],
  columns: ["drifted", "measure", "value", "method", "measuredAt"],
  schema,
  check: impossible,
});

function impossible({ measure, value }: z.infer<typeof schema>): Issue[] {
  if ((measure === "p_value" || measure === "share") && (value < 0 || value > 1))
    return [{ path: "value", message: "A p-value or a share lies between 0 and 1" }];
  if (measure === "distance" && value < 0) return [{ path: "value", message: "A distance is not below 0" }];
  return [];
}
