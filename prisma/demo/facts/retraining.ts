import type { FactsSetting, StageFact } from "./stage-fact.ts";

const DAY_MS = 86_400_000;

/** A trigger that people pull, one challenger that was no better, and a champion that could come back. */
export function retrainingFacts({ at }: FactsSetting): StageFact[] {
  const ago = (days: number) => new Date(at.getTime() - days * DAY_MS).toISOString();
  return [
    {
      kind: "retrain-triggers",
      key: "by-hand",
      data: {
        ...{ name: "By hand", kind: "manual", enabled: true },
        ...{ cooldownHours: 72, monthlyCap: 4 },
      },
    },
    {
      kind: "trigger-firings",
      key: "by-hand-1",
      data: {
        ...{ trigger: "by-hand", evaluatedAt: ago(9), fired: true, reason: "fired", windowKey: "manual:first-run" },
      },
    },
    {
      kind: "retrain-runs",
      key: "run-1",
      data: {
        ...{ name: "Run 1", firing: "by-hand-1", state: "rejected", startedAt: ago(9), endedAt: ago(8) },
        ...{ challenger: "m1", champion: "m1", datasetVersion: "d1", repairedByHand: false },
        ...{ rows: 4_000, onlyChallenger: 150, onlyChampion: 118, margin: 0.005, marginFixedAt: ago(30) },
        comparisons: [
          { name: "18-25", scope: "group", rows: 900, onlyChallenger: 30, onlyChampion: 26, margin: 0.02 },
          { name: "26-40", scope: "group", rows: 1_000, onlyChallenger: 38, onlyChampion: 29, margin: 0.02 },
          { name: "41-60", scope: "group", rows: 1_000, onlyChallenger: 42, onlyChampion: 28, margin: 0.02 },
          { name: "61+", scope: "group", rows: 1_100, onlyChallenger: 40, onlyChampion: 35, margin: 0.02 },
        ],
        fairness: [{ measure: "false_positive_rate_difference", verdict: "pass" }],
        ...{ latencyWithinBudget: true, cost: 180 },
        note: "The same data and settings again, to see the way from end to end.",
      },
    },
    {
      kind: "retrain-approvals",
      key: "run-1-lead",
      by: "LD",
      data: { run: "run-1", role: "LD", decision: "reject", reason: "Not superior; the champion stays." },
    },
    {
      kind: "champion-periods",
      key: "m1",
      data: {
        ...{ modelVersion: "m1", release: "r1", from: ago(20) },
        ...{ artefactSha: "9f2c4be1a7d0538e", hashVerifiedAt: ago(2) },
      },
    },
  ];
}
