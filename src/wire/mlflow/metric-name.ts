export type Split = "train" | "validation" | "test";
export type MetricPart =
  | "value"
  | "n"
  | "low"
  | "high"
  | "baseline"
  | "baselineLow"
  | "baselineHigh"
  | "gainLow"
  | "guardrail";
export type NamedMetric = { split: Split | null; metric: string; segment: string | null; part: MetricPart };

const PARTS: Readonly<Record<string, MetricPart>> = {
  n: "n",
  low: "low",
  high: "high",
  baseline: "baseline",
  baseline_low: "baselineLow",
  baseline_high: "baselineHigh",
  gain_low: "gainLow",
  guardrail: "guardrail",
};

/**
 * What a metric's name says. `test_recall` and `test/recall`: recall on test data; also train, val, eval and their longer
 * forms, and autolog's `recall_X_test`. Behind a further slash stands the slice: `test/recall/age 18-25`. Behind the last
 * dot may stand a part: `test_recall.low`. A name without such a beginning says no split.
 */
export function readMetricName(key: string): NamedMetric {
  const { stem, part } = withoutPart(key);
  const begun = /^(testing|test|holdout|validation|valid|val|eval|training|train)[_/](.+)$/i.exec(stem);
  const ended = begun ? null : /^(.+?)(?:-\d+)?_X_(test|val|valid|train)$/.exec(stem);
  const split = splitNamed(begun?.[1] ?? ended?.[2]);
  const [metric = "", ...rest] = (begun?.[2] ?? ended?.[1] ?? stem).split("/");
  return { split, metric, segment: rest.join("/").trim() || null, part };
}

function withoutPart(key: string): { stem: string; part: MetricPart } {
  const dot = key.lastIndexOf(".");
  const word = key.slice(dot + 1).toLowerCase();
  const part = dot > 0 && Object.hasOwn(PARTS, word) ? PARTS[word] : undefined;
  return part ? { stem: key.slice(0, dot), part } : { stem: key, part: "value" };
}

function splitNamed(word: string | undefined): Split | null {
  if (!word) return null;
  if (/^(test|hold)/i.test(word)) return "test";
  return /^train/i.test(word) ? "train" : "validation";
}
