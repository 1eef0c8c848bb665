import type { StageFact } from "./facts/stage-fact.ts";
import { datasetFact, pipelineFact, pipelineRuns, WATCHED_MONTHLY } from "./pipeline-records.ts";
import type { StoryClock } from "./story-clock.ts";

const OWNER = "Fraud data engineering";
const CAPTURE = {
  ...{ time: "02:10", minutes: 38, rows: 1_020_000, commit: "c4f1e2" },
  checks: [
    ["card_key", "present and salted"],
    ["amount", "above zero"],
    ["merchant_category", "one of the known codes", false],
  ],
} as const;
const DISPUTES = {
  ...{ time: "03:00", minutes: 9, rows: 10_300, commit: "c4f1e2" },
  checks: [
    ["reason_code", "one of the fraud codes"],
    ["disputed_at", "after the payment"],
  ],
} as const;
const FEATURES = {
  ...{ time: "04:15", minutes: 52, rows: 1_019_000, commit: "c4f1e2" },
  checks: [
    ["all features", "as of the authorisation time"],
    ["device_age", "share of unknowns below 20%"],
    ["amount_log", "within six standard deviations", false],
  ],
} as const;
const SOURCES = ["auth-stream", "chargebacks", "device-fingerprint", "merchant-registry", "customer-profile"];

/** Four pipelines, their runs until the stage was submitted, and the first two data versions. */
export function cardguardPipelineFacts(clock: StoryClock): StageFact[] {
  return [
    pipelineFact("auth-capture", OWNER, {
      ...{ name: "Authorisation capture", kind: "capture", schedule: "Stream, closed daily at 02:10" },
      reads: ["auth-stream", "device-fingerprint"],
    }),
    pipelineFact("dispute-load", OWNER, {
      ...{ name: "Dispute load", kind: "capture", schedule: "Every day at 03:00", reads: ["chargebacks"] },
      ...WATCHED_MONTHLY,
    }),
    featureBuild(),
    ...pipelineRuns(clock, "auth-capture", { ...CAPTURE, last: "2025-07-15", count: 12 }),
    ...pipelineRuns(clock, "dispute-load", { ...DISPUTES, last: "2025-07-15", count: 12 }),
    ...pipelineRuns(clock, "feature-build", { ...FEATURES, last: "2025-07-15", count: 12 }),
    datasetFact(clock, "d2025.07", {
      ...{
        rows: 1_390_000,
        period: ["2024-01-01", "2025-05-15"],
        built: "2025-07-15",
        run: "feature-build-2025-07-15",
      },
      ...{ sources: SOURCES, sha: "71c04d9be835" },
    }),
  ];
}

/** It names the pipelines before it once they are there. */
function featureBuild(follows?: readonly string[]): StageFact {
  return pipelineFact("feature-build", OWNER, {
    ...{ name: "Feature build", kind: "transform", schedule: "Every day at 04:15", monthlyCost: 6_100 },
    ...{ reads: ["merchant-registry", "customer-profile"], codeLink: "https://git.example.org/card/features" },
    ...(follows && { follows }),
  });
}

/** What was built later: each version with the run that built it. */
export function cardguardDataVersions(clock: StoryClock): { day: string; facts: StageFact[] }[] {
  const version = (
    tag: string,
    built: string,
    rows: number,
    to: string,
    before: string,
    sha: string,
    commit: string,
  ) => ({
    day: built,
    facts: [
      ...pipelineRuns(clock, "feature-build", { ...FEATURES, commit, last: built, count: 1 }),
      datasetFact(clock, tag, {
        ...{ rows, period: ["2024-03-01", to], built, run: `feature-build-${built}`, sources: SOURCES, sha },
        before: [before],
      }),
    ],
  });
  return [
    { day: "2025-09-05", facts: [featureBuild(["auth-capture", "dispute-load"])] },
    version("d2025.09", "2025-09-05", 1_610_000, "2025-07-01", "d2025.07", "0a2b8f61d37e", "c4f1e2"),
    version("d2025.12", "2025-12-05", 1_840_000, "2025-10-01", "d2025.09", "b9e4417c20aa", "c91ab0"),
    version("d2026.01", "2026-01-14", 1_920_000, "2025-11-10", "d2025.12", "4f77c1d0932b", "c9e77d"),
    version("d2026.03", "2026-03-06", 2_050_000, "2026-01-02", "d2026.01", "e3019ad5c468", "cb2f08"),
  ];
}

/** The last seven weeks of daily work; the vendor's device feed was down for a day. */
export function cardguardRecentRuns(clock: StoryClock): StageFact[] {
  const lately = { last: "2026-03-13", count: 49, commit: "c9e77d" };
  const failed = { "2026-02-08": "device feed of the vendor unavailable" };
  return [
    ...pipelineRuns(clock, "auth-capture", { ...CAPTURE, ...lately, failed }),
    ...pipelineRuns(clock, "dispute-load", { ...DISPUTES, ...lately }),
    ...pipelineRuns(clock, "feature-build", { ...FEATURES, ...lately }).filter(
      ({ key }) => key !== "feature-build-2026-03-06",
    ),
  ];
}
