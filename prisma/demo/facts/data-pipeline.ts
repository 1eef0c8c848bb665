import type { FactsSetting, StageFact } from "./stage-fact.ts";

const DAY_MS = 86_400_000;
const RUNS = 12;
const SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/** Two pipelines that run every night, the version that two of their runs built alike, and the skew that was measured on it. */
export function dataPipelineFacts({ at }: FactsSetting): StageFact[] {
  const before = (days: number, hours = 0) => new Date(at.getTime() - days * DAY_MS + hours * 3_600_000).toISOString();
  return [
    pipelineOf("capture", "Nightly capture", "Every day at 02:00", {
      ...{ reads: ["warehouse"], freshnessMonitored: true, freshnessLimitSeconds: 2_592_000 },
    }),
    pipelineOf("transform", "Feature build", "Every day at 04:00", { freshnessLimitSeconds: 2_592_000 }),
    ...nightly("capture", (days) => [before(days, -4), before(days, -3.5)]),
    ...nightly("transform", (days) => [before(days, -2), before(days, -1.2)]),
    {
      kind: "dataset-versions",
      key: "d1",
      data: {
        tag: "d1",
        state: "published",
        sha256: SHA256,
        rows: 2_310_000,
        periodFrom: before(900).slice(0, 10),
        periodTo: before(30).slice(0, 10),
        sources: ["warehouse"],
        pipelineRun: "transform-1",
        createdAt: before(1),
      },
    },
    {
      kind: "dataset-versions",
      key: "d1-again",
      data: {
        tag: "d1 again",
        state: "draft",
        sha256: SHA256,
        rows: 2_310_000,
        sources: ["warehouse"],
        pipelineRun: "transform-2",
        createdAt: before(2),
      },
    },
    {
      kind: "skew-measurements",
      key: "skew-1",
      data: {
        feature: "amount_log",
        distance: 0.04,
        method: "psi",
        rows: 18_400,
        measuredAt: before(1),
        datasetVersion: "d1",
      },
    },
  ];
}

function pipelineOf(key: "capture" | "transform", name: string, schedule: string, more: object): StageFact {
  const data = {
    name,
    kind: key,
    active: true,
    schedule,
    owner: "Data engineering",
    freshnessMonitored: true,
    ...more,
  };
  return { kind: "pipelines", key, data };
}

/** The newest has the number 1. */
function nightly(pipeline: string, times: (days: number) => [startedAt: string, endedAt: string]): StageFact[] {
  return Array.from({ length: RUNS }, (_, i): StageFact => {
    const [startedAt, endedAt] = times(i + 1);
    const rowsIn = 41_200 + ((i * 37) % 11) * 130;
    return {
      kind: "pipeline-runs",
      key: `${pipeline}-${i + 1}`,
      data: {
        ...{ pipeline, status: "succeeded", startedAt, endedAt, rowsIn, rowsOut: rowsIn - 12 },
        checks: [
          { column: "id", rule: "unique and present", blocking: true, passed: true },
          { column: "amount", rule: "not negative", blocking: true, passed: true },
          { column: "region", rule: "one of the known regions", blocking: false, passed: i % 5 !== 4 },
        ],
        steps: [
          { name: "load", durationSeconds: 840 },
          { name: "check", durationSeconds: 120 },
        ],
        commit: "4be1c07",
      },
    };
  });
}
