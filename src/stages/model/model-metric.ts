import { z } from "zod";
import { gainOver } from "#domain/model-gain.ts";
import { choice, factKey, number, text, wholeNumber, yesNo } from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

const LIMIT = 1e15;

export const modelMetric = defineFact({
  kind: "model-metrics",
  one: "model metric",
  many: "model metrics",
  stage: "model",
  help: "What a model version reaches on which part of the data, as a whole and slice by slice, with its interval.",
  name: "metric",
  writers: ["ML", "LD"],
  seen: [{ naming: "modelVersion" }],
  columns: ["modelVersion", "split", "segment", "value", "n"],
  schema: z.object({
    modelVersion: told(factKey("model-versions"), { label: "Model version" }),
    metric: told(text(1, 120), { label: "Metric", help: "The key of a criterion, where it measures one." }),
    split: told(choice(["train", "validation", "test"]), { label: "Part of the data" }),
    segment: may(text(1, 160), { label: "Slice", help: "A group or slice, e.g. age band: 18-25. Left out: all rows." }),
    value: told(number(-LIMIT, LIMIT), { label: "Value" }),
    n: may(wholeNumber(0, LIMIT), { label: "Rows", help: "Slices with fewer than 30 rows are listed, not judged." }),
    low: may(number(-LIMIT, LIMIT), { label: "Low end of the 95% interval" }),
    high: may(number(-LIMIT, LIMIT), { label: "High end of the 95% interval" }),
    lowerIsBetter: may(yesNo(), { label: "Lower is better", help: "Left out: as the criterion of that name says." }),
    guardrail: may(number(-LIMIT, LIMIT), { label: "Guardrail", help: "Left out: the criterion’s." }),
    baseline: may(number(-LIMIT, LIMIT), { label: "The simple baseline", help: "On the same rows." }),
    baselineLow: may(number(-LIMIT, LIMIT), { label: "Baseline, low end" }),
    baselineHigh: may(number(-LIMIT, LIMIT), { label: "Baseline, high end" }),
    gainLow: may(number(-LIMIT, LIMIT), {
      label: "Gain, low end of the 95% interval",
      help: "Of the gain over the baseline, where it was measured on the same rows; above 0 is better.",
    }),
  }),
  check(next) {
    const issues = [];
    if (next.low !== undefined && next.low > next.value)
      issues.push({ path: "low", message: "The interval must hold the value" });
    if (next.high !== undefined && next.high < next.value)
      issues.push({ path: "high", message: "The interval must hold the value" });
    if (next.gainLow !== undefined && next.baseline === undefined)
      issues.push({ path: "baseline", message: "Say what the baseline reaches" });
    return issues;
  },
  figures({ data }, { criteria }) {
    if (data.baseline === undefined) return [];
    const criterion = criteria.find(({ key }) => key === data.metric);
    const { low, gain } = gainOver(data, data.lowerIsBetter ?? criterion?.direction === "lte");
    const inputs = { candidate: data.value, baseline: data.baseline };
    return [
      { name: "gain", label: "Gain over the baseline", value: gain, calculator: "model_gain", inputs },
      {
        ...{ name: "gainLow", label: "Gain, low end", value: low, calculator: "model_gain", inputs },
        ...(low === null && { reason: "The interval of the value is not known." }),
      },
    ];
  },
});
