import { z } from "zod";
import { choice, factKey, instant, number, text, yesNo } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

export const verificationTest = defineFact({
  kind: "verification-tests",
  one: "verification test",
  many: "verification tests",
  stage: "model",
  help: "Does the model behave as it must? The newest result of each test counts; a blocking one that fails shuts the gate.",
  name: "name",
  at: "ranAt",
  writers: ["ML", "LD"],
  seen: [{ naming: "modelVersion" }],
  columns: ["modelVersion", "kind", "blocking", "passed", "ranAt"],
  schema: z.object({
    name: told(text(1, 160), { label: "Name" }),
    modelVersion: told(factKey("model-versions"), { label: "Model version" }),
    kind: told(
      choice(["unit", "invariance", "directional", "minimum", "robustness", "security", "reproducibility"], {
        minimum: "Minimum function",
      }),
      { label: "Kind" },
    ),
    blocking: told(yesNo(), { label: "Blocking" }),
    passed: told(yesNo(), { label: "Passed" }),
    delta: may(number(0, 1_000_000), {
      label: "Change of the metric",
      help: "Of a rebuild with another seed: how far the metric moved.",
    }),
    ranAt: told(instant(), { label: "Ran" }),
    detail: may(text(1, 2000), { label: "Result in words" }),
    link: may(text(2, 500), { label: "Where it can be seen" }),
  }),
  check({ kind, delta }) {
    if (kind !== "reproducibility" || delta !== undefined) return [];
    return [{ path: "delta", message: "Say how far the metric moved" }];
  },
});
