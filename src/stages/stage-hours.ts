import type { Hours } from "#domain/time-split.ts";

/** The kind of work that a stage mostly is, for the estimate of hours where none are entered (C10.7). */
const WORK_OF: Readonly<Record<string, string>> = {
  "business-case": "framing",
  "success-criteria": "framing",
  "data-selection": "data",
  "data-bias": "data",
  "data-pipeline": "data",
  model: "modelling",
  integration: "deployment",
  "solution-bias": "governance",
  monitoring: "monitoring",
  retraining: "monitoring",
};

/** Days in progress by kind of work: shares of them stand for shares of hours, and are drawn as an estimate. */
export function estimatedSplit(stages: readonly { key: string; activeDays: number }[]): Hours {
  const days: Record<string, number> = {};
  for (const { key, activeDays } of stages) {
    const work = WORK_OF[key] ?? "other";
    days[work] = (days[work] ?? 0) + activeDays;
  }
  return days;
}
