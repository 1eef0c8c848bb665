import type { StageFact } from "./facts/stage-fact.ts";
import { runFact } from "./model-records.ts";
import { datasetFact, pipelineFact, pipelineRuns, WATCHED_MONTHLY } from "./pipeline-records.ts";
import type { StoryClock } from "./story-clock.ts";

const OWNER = "Forecasting team";
const TILLS = ["till-sales", "stock-levels", "weather", "price-list"];
const FEATURES = {
  ...{ time: "02:40", minutes: 17, rows: 61_000, commit: "9e03d5" },
  checks: [
    ["units", "not negative"],
    ["item and shop", "known to the price list"],
  ],
} as const;

export function shelfcastPipelines(): StageFact[] {
  return [
    pipelineFact("till-load", OWNER, {
      ...{ name: "Till and stock load", kind: "capture", schedule: "Every day at 01:00", reads: TILLS },
      ...WATCHED_MONTHLY,
    }),
    pipelineFact("promotions-load", OWNER, {
      ...{ name: "Promotions load", kind: "capture", schedule: "Every day at 01:20, paused", reads: ["promotions"] },
    }),
    itemFeatures(),
  ];
}

/** It names the pipelines before it once they are there. */
function itemFeatures(follows?: readonly string[]): StageFact {
  const known = { name: "Item features", kind: "transform", schedule: "Every day at 02:40" };
  return pipelineFact("shelf-features", OWNER, { ...known, ...(follows && { follows }) });
}

/** Until the stage was blocked: the promotions file did not come on a Saturday and a Sunday. */
export function shelfcastRuns(clock: StoryClock): StageFact[] {
  const missing = "promotion file missing";
  return [
    itemFeatures(["till-load", "promotions-load"]),
    ...pipelineRuns(clock, "till-load", {
      ...{ last: "2026-03-12", count: 40, time: "01:00", minutes: 12, rows: 61_200, commit: "9e03d5" },
      checks: [["receipt", "unique and present"]],
    }),
    ...pipelineRuns(clock, "promotions-load", {
      ...{ last: "2026-03-05", count: 10, time: "01:20", minutes: 2, rows: 1_900, commit: "9e03d5" },
      checks: [["promotion file", "there and not empty"]],
      failed: { "2026-02-28": missing, "2026-03-01": missing },
    }),
    ...pipelineRuns(clock, "shelf-features", { ...FEATURES, last: "2026-03-05", count: 30 }),
  ];
}

/** The two data versions of the proof of concept, the second with promotions. */
export function shelfcastVersions(clock: StoryClock): { day: string; facts: StageFact[] }[] {
  const version = (tag: string, built: string, sources: readonly string[], sha: string) => ({
    day: built,
    facts: [
      ...pipelineRuns(clock, "shelf-features", { ...FEATURES, last: built, count: 1 }),
      datasetFact(clock, tag, {
        ...{ rows: 61_000_000, period: ["2023-01-01", "2025-12-31"], built, run: `shelf-features-${built}` },
        ...{ sources, sha },
      }),
    ],
  });
  return [
    version("d2026.01", "2026-01-26", TILLS, "83ad10f6c259"),
    version("d2026.02", "2026-02-02", [...TILLS, "promotions"], "1b5e7d0c94a8"),
  ];
}

/** The four runs of the proof of concept, each on its day. */
export function shelfcastTraining(clock: StoryClock): { day: string; facts: StageFact[] }[] {
  const run = (key: string, name: string, day: string, wape: number, more: Record<string, unknown>) => ({
    day,
    facts: [runFact(clock, "proof of concept", key, { name, day, metrics: { wape }, ...more })],
  });
  return [
    run("seasonal-naive", "Seasonal naive", "2026-01-27", 0.31, {
      ...{ baseline: true, datasetVersion: "d2026.01", durationSeconds: 60, cost: 0.5 },
    }),
    run("boosting", "Gradient boosting", "2026-01-29", 0.241, {
      ...{ params: { family: "boosting", promotions: "no", depth: 8 }, datasetVersion: "d2026.01", seed: 3 },
      ...{ durationSeconds: 2_700, cost: 14 },
    }),
    run("boosting-promotions", "Boosting with promotions", "2026-02-04", 0.236, {
      ...{ params: { family: "boosting", promotions: "yes", depth: 8 }, datasetVersion: "d2026.02", seed: 3 },
      ...{ durationSeconds: 2_900, cost: 14, usesTestSet: true },
    }),
    run("temporal-network", "Temporal network", "2026-02-18", 0.239, {
      ...{ params: { family: "network", promotions: "yes", depth: 4 }, datasetVersion: "d2026.02", seed: 3 },
      ...{ durationSeconds: 11_300, cost: 56 },
    }),
  ];
}
