import type { FactsSetting, StageFact } from "./stage-fact.ts";

const DAY_MS = 86_400_000;
const WEEKS = [4, 3, 2, 1];

/** Three features and the score with four quiet weeks, one objective with its alert, one drill that was answered in time. */
export function monitoringFacts({ at }: FactsSetting): StageFact[] {
  const ago = (days: number, minutes = 0) => new Date(at.getTime() - days * DAY_MS + minutes * 60_000).toISOString();
  const takenAt = ago(60);
  return [
    reference("amount_log", "numeric", TENTHS, { takenAt, edges: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }),
    reference("days_since_last", "numeric", TENTHS, { takenAt, edges: [0, 1, 2, 4, 7, 11, 16, 24, 40, 80, 365] }),
    reference("channel", "categorical", CHANNELS, {
      takenAt,
      bins: ["web", "app", "phone", "__other__", "__missing__"],
    }),
    reference("score", "numeric", SCORES, { takenAt, edges: [0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1], output: true }),
    ...WEEKS.flatMap((week) => [
      result("amount_log", week, [470, 480, 490, 495, 500, 505, 510, 515, 515, 520], ago(7 * (week - 1) + 1)),
      result("days_since_last", week, [505, 500, 495, 500, 500, 505, 500, 495, 500, 500], ago(7 * (week - 1) + 1)),
      result("channel", week, [2480, 1710, 560, 200, 50], ago(7 * (week - 1) + 1)),
      result("score", week, [3490, 800, 320, 180, 100, 65, 45], ago(7 * (week - 1) + 1)),
    ]),
    {
      kind: "slos",
      key: "availability",
      data: {
        ...{ name: "Availability", objective: 0.995, periodDays: 30, badCount: 2_100, totalCount: 1_000_000 },
        ...{ good: "Answered in time with all required features", countedAt: ago(1) },
      },
    },
    {
      kind: "monitors",
      key: "error-budget",
      data: { name: "Error budget", what: "burn_rate", target: "availability", severity: "critical", enabled: true },
    },
    {
      kind: "monitors",
      key: "warehouse-loads",
      data: {
        ...{ name: "Loads of the warehouse", what: "stale", target: "warehouse", intervalSeconds: 86_400 },
        ...{ severity: "warning", enabled: true },
      },
    },
    {
      kind: "monitors",
      key: "p95",
      data: {
        ...{ name: "p95 of the answer", what: "threshold", target: "p95_ms", comparison: "above", limit: 250 },
        ...{ forSeconds: 300, keepSeconds: 300, severity: "warning", enabled: true },
      },
    },
    {
      kind: "incidents",
      key: "slow-evening",
      data: {
        ...{ name: "Answers were slow for an evening", severity: 3 },
        ...{ startedAt: ago(25), acknowledgedAt: ago(25, 9), resolvedAt: ago(25, 74) },
        ...{ cause: "A nightly export ran early.", action: "The export waits for the quiet hours." },
      },
    },
    {
      kind: "drift-verdicts",
      key: "amount-log",
      data: {
        ...{ feature: "amount_log", method: "K-S p_value", measure: "p_value", value: 0.41, threshold: 0.05 },
        ...{ drifted: false, measuredAt: ago(1), tool: "Evidently" },
      },
    },
    {
      kind: "explanation-snapshots",
      key: "latest",
      data: {
        ...{ method: "shap", decisions: 5_000, windowEnd: ago(1) },
        attributions: { amount_log: 0.41, days_since_last: 0.29, channel: 0.18, hour: 0.12 },
      },
    },
    {
      kind: "fire-drills",
      key: "drill-1",
      data: {
        ...{ name: "Test alert at night", firedAt: ago(12), acknowledgedAt: ago(12, 8), answeredBy: "Person on call" },
      },
    },
  ];
}

const TENTHS = [2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000];
const CHANNELS = [9900, 6900, 2200, 800, 200];
const SCORES = [14_000, 3200, 1300, 700, 400, 250, 150];

function reference(feature: string, kind: string, counts: number[], rest: Record<string, unknown>): StageFact {
  return { kind: "drift-references", key: feature, data: { feature, kind, counts, ...rest } };
}

function result(feature: string, week: number, counts: number[], windowEnd: string): StageFact {
  return { kind: "drift-results", key: `${feature}-${week}`, data: { reference: feature, counts, windowEnd } };
}
