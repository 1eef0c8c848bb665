import { z } from "zod";
import { choice, factKey, instant, number, text, yesNo } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

const LIMIT = 1e300;

export const solutionTest = defineFact({
  kind: "solution-tests",
  one: "test of the solution",
  many: "tests of the solution",
  stage: "solution-bias",
  help: "What a tool tested in the data and decisions of the solution in use, above all about protected groups, and how it came out.",
  name: "name",
  at: "ranAt",
  writers: ["ML", "LD"],
  columns: ["status", "attribute", "critical", "ranAt"],
  schema: z.object({
    name: told(text(1, 200), { label: "Name" }),
    status: told(choice(["success", "fail", "warning", "error"]), {
      label: "Outcome",
      help: "An error is a test that could not be run.",
    }),
    about: may(text(1, 160), { label: "About", help: "The column, or the measure." }),
    attribute: may(factKey("protected-attributes"), { label: "Protected attribute" }),
    value: may(number(-LIMIT, LIMIT), { label: "Value" }),
    threshold: may(number(-LIMIT, LIMIT), { label: "Threshold" }),
    critical: may(yesNo(), { label: "Critical" }),
    detail: may(text(1, 1000), { label: "In words" }),
    ranAt: told(instant(), { label: "Ran" }),
    tool: told(text(1, 80), { label: "Tool" }),
  }),
});
