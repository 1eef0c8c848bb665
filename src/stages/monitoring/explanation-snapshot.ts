import { z } from "zod";
import { choice, instant, namedNumbers, wholeNumber } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

const schema = z.object({
  method: told(choice(["shap", "permutation", "integrated_gradients", "gain", "other"], { shap: "SHAP" }), {
    label: "Method",
  }),
  attributions: told(namedNumbers(500), {
    label: "Mean absolute attribution",
    help: "How much each feature moved the output on average, either way.",
  }),
  windowEnd: told(instant(), { label: "Window to" }),
  decisions: may(wholeNumber(1, 1e12), { label: "Decisions explained" }),
});

export const explanationSnapshot = defineFact({
  kind: "explanation-snapshots",
  one: "explanation snapshot",
  many: "explanation snapshots",
  stage: "monitoring",
  help: "Which features carried the decisions of a window, and how much. It says what has to be watched for drift.",
  name: "method",
  at: "windowEnd",
  writers: ["ML", "LD"],
  seen: [{ oldest: 1 }],
  columns: ["method", "decisions", "windowEnd"],
  schema,
  check({ attributions }) {
    const negative = Object.entries(attributions).find(([, value]) => value < 0);
    return negative ? [{ path: "attributions", message: `An absolute value is never negative: ${negative[0]}` }] : [];
  },
});

/** Each feature's share of what all of them moved. */
export function importances({ attributions }: z.infer<typeof schema>): ReadonlyMap<string, number> {
  const total = Object.values(attributions).reduce((sum, value) => sum + value, 0);
  return new Map(Object.entries(attributions).map(([name, value]) => [name, total > 0 ? value / total : 0]));
}
