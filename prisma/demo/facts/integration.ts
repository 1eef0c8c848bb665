import type { FactsSetting, StageFact } from "./stage-fact.ts";

const HOUR_MS = 3_600_000;

/** One release, in shadow and then on a tenth of the traffic, judged and rehearsed. */
export function integrationFacts({ at }: FactsSetting): StageFact[] {
  const before = (days: number) => new Date(at.getTime() - days * 24 * HOUR_MS).toISOString();
  return [
    {
      kind: "releases",
      key: "r1",
      data: {
        tag: "R1",
        datasetVersion: "d1",
        commit: "4be2f09",
        modelVersion: "m1",
        components: [
          { kind: "feature", name: "Feature store", version: "2.1", owner: "Data team" },
          { kind: "third_party", name: "ONNX runtime", version: "1.19", licence: "MIT" },
        ],
        releasedAt: before(24),
      },
    },
    deployed("shadow-1", "R1 in shadow", "shadow", 0, before(22), before(15)),
    deployed("canary-1", "R1 on a tenth", "canary", 0.1, before(14)),
    happened("shadow-1-started", "shadow-1", before(22), "started", 0),
    happened("shadow-1-ended", "shadow-1", before(15), "ended"),
    happened("canary-1-started", "canary-1", before(14), "started", 0.05),
    happened("canary-1-traffic", "canary-1", before(11), "traffic", 0.1),
    tested("load-1", "load", { rps: 1500, p50: 18, p95: 41, p99: 66, errors: 0.0001 }, before(16)),
    tested("integration-1", "integration", {}, before(23)),
    tested("shadow-comparison-1", "shadow_comparison", { requests: 48_000 }, before(15)),
    tested("rollback-1", "rollback_drill", { minutes: 1 }, before(13)),
    {
      kind: "runbooks",
      key: "runbook-1",
      data: {
        name: "Proposals are slow or stop",
        url: "https://wiki.example.org/runbooks/proposals",
        owner: "Data team",
        onCall: "Rota “Proposals”, by phone",
        readOn: before(12).slice(0, 10),
        lastDrill: "rollback-1",
      },
    },
    {
      kind: "canary-analyses",
      key: "canary-1-verdict",
      data: {
        name: "R1 against the process of today",
        release: "r1",
        deployment: "canary-1",
        metrics: [
          metric("p95 latency", "operation", "up", 40),
          metric("Error rate", "operation", "up", 0.002),
          metric("Share of proposals taken", "model", "down", 0.82),
        ],
        weights: [{ group: "operation", weight: 50 }],
        judgedAt: before(7),
      },
    },
    {
      kind: "ab-tests",
      key: "ab-1",
      data: {
        name: "Proposal shown first or second",
        release: "r1",
        metric: "Cases settled at first contact",
        measure: "rate",
        better: "more",
        plan: { perArm: 18_000, smallestEffect: 0.006, alpha: 0.05, power: 0.8, method: "fixed", looks: 1 },
        arms: [
          { name: "second", share: 0.5 },
          { name: "first", share: 0.5 },
        ],
        guardrails: [{ name: "Time for a case, minutes", loss: 0.1, lossLow: -0.2, margin: 0.5 }],
        startedAt: before(6),
      },
    },
    {
      kind: "ab-looks",
      key: "ab-1-look",
      data: {
        experiment: "ab-1",
        lookedAt: before(1),
        arms: [
          { name: "second", n: 6_120, conversions: 245 },
          { name: "first", n: 6_087, conversions: 268 },
        ],
      },
    },
  ];
}

function deployed(key: string, name: string, strategy: string, traffic: number, from: string, to?: string): StageFact {
  const over = to ? { state: "ended", endedAt: to } : { state: "running" };
  const data = { name, release: "r1", environment: "production", strategy, traffic, startedAt: from, ...over };
  return { kind: "deployments", key, data: { ...data, plannedHours: 168 } };
}

function happened(key: string, deployment: string, happenedAt: string, what: string, traffic?: number): StageFact {
  return {
    kind: "deployment-events",
    key,
    data: { deployment, happenedAt, what, ...(traffic !== undefined && { traffic }) },
  };
}

function tested(key: string, kind: string, measured: Record<string, number>, ranAt: string): StageFact {
  const name = `${key.replaceAll("-", " ")}`;
  return { kind: "test-runs", key, data: { name, kind, release: "r1", passed: true, ranAt, ...measured } };
}

/** Sixty values an arm around one centre: the canary as good as the old release. */
function metric(name: string, group: string, bad: string, centre: number) {
  const arm = (shift: number) =>
    Array.from({ length: 60 }, (_, i) => Number((centre * (1 + 0.04 * Math.sin(i * 1.7 + shift))).toPrecision(4)));
  return { name, group, bad, baseline: arm(0), canary: arm(0.6) };
}
