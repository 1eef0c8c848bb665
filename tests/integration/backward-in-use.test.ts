import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { at } from "#server/clock.ts";
import { addCriterion, removeCriterion } from "#server/criterion-changes.ts";
import { db, disconnect } from "#server/db.ts";
import { addFact, changeFact } from "#server/fact-changes.ts";
import { monitorProject } from "#server/jobs/evaluate-monitors.ts";
import { applyRules, judge } from "#server/jobs/rules.ts";
import { ingestMetrics } from "#server/metrics.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { getStageView } from "#server/stage-view.ts";
import { moveStage } from "#server/transitions.ts";
import type { FactData } from "#stages/fact.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { stageFacts } from "../../prisma/demo/facts/stage-facts.ts";
import { settle } from "../support/metrics.ts";
import { finish, stateOf, type Team, team } from "../support/project.ts";

afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

/* What happens to a deployed release sends stages 7 and 8 back, each rule by its own facts. The rules themselves are tested
   in tests/unit/backward-rules.test.ts. */

const HOUR_MS = 3_600_000;
const STAGES = [
  ...["business-case", "success-criteria", "data-selection", "data-bias", "data-pipeline", "model"],
  ...["integration", "solution-bias"],
];
const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

let given: Team;
beforeAll(async () => {
  given = await team(2, { affectsPeople: true });
  for (const stage of STAGES) await finish(given, stage, true);
}, 240_000);

const recording = () => authorize(given.people.ML, given.project.slug, "fact.record");
const record = async (kind: string, key: string, data: FactData) =>
  addFact(await recording(), factKindOf(kind), { key, data });
const change = async (kind: string, key: string, patch: FactData) =>
  changeFact(await recording(), factKindOf(kind), key, { patch });
const usual = (stage: string, kind: string) =>
  stageFacts(stage, { tier: 2, affectsPeople: true, at: new Date() }).find((fact) => fact.kind === kind)?.data ?? {};
const send = async (name: string, labels: Record<string, string>, points: [number, number][]) =>
  ingestMetrics(await authorize(given.people.ML, given.project.slug, "metrics.write"), {
    series: { name, labels },
    points,
  });

/** The rule that flagged the stage last, after which the lead dismisses it, so that the next one can be seen. */
async function sentBackBy(stageKey: "integration" | "solution-bias"): Promise<string | null> {
  if ((await stateOf(given, stageKey)) !== "needs_attention") return null;
  const where = { projectId: given.project.id, stageKey, verb: "flag" };
  const last = await db.stageTransition.findFirst({ where, orderBy: [{ at: "desc" }, { id: "desc" }] });
  const access = await authorize(given.people.LD, given.project.slug, "stage.move");
  await moveStage(access, stageKey, { verb: "dismiss", reason: "Seen, and dealt with elsewhere." });
  return last?.rule ?? null;
}

describe("stage 7 is sent back", () => {
  test("B7.1 by a rollback", async () => {
    expect(await stateOf(given, "integration")).toBe("done");
    await record("deployment-events", "back", { deployment: "canary-1", happenedAt: soon(1), what: "rolled_back" });
    expect(await sentBackBy("integration")).toBe("B7.1");
  });

  test("B7.2 by a canary that failed after its release was promoted", async () => {
    const full = { ...usual("integration", "deployments"), name: "R1 for all", strategy: "full", traffic: 1 };
    await record("deployments", "full-1", { ...full, state: "running", startedAt: soon(1), endedAt: undefined });
    const canary = usual("integration", "canary-analyses");
    const metrics = (canary.metrics as { canary: number[] }[]).map((metric) => ({
      ...metric,
      critical: true,
      bad: "up",
      canary: metric.canary.map((value) => value * 2),
    }));
    await record("canary-analyses", "late", { ...canary, name: "R1 again", metrics, judgedAt: soon(3) });
    expect(await sentBackBy("integration")).toBe("B7.2");
  });

  test("B7.4 by an artefact that is not the one that was released", async () => {
    await change("releases", "r1", { artefactSha: "aaaaaaaaaa" });
    await change("deployments", "canary-1", { verifiedArtefactSha: "bbbbbbbbbb" });
    expect(await sentBackBy("integration")).toBe("B7.4");
    await change("deployments", "canary-1", { verifiedArtefactSha: "aaaaaaaaaa" });
  });

  test("B7.3 by a p95 above its budget in three hours, found by the house's own round; two hours do not", async () => {
    const { document } = await db.stage.findUniqueOrThrow({
      where: { projectId_key: { projectId: given.project.id, key: "integration" } },
    });
    const budget = (document as { latencyBudgetMs: number }).latencyBudgetMs;
    const first = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS;
    const slow = (hours: number): [number, number] => [first + hours * HOUR_MS + 60_000, budget * 1.2];
    const later = (hours: number) => new Date(first + hours * HOUR_MS + 70_000);
    await at(later(2), async () => {
      await send("latency_p95_ms", {}, [slow(0), slow(1)]);
      await settle();
      await judge(given.project);
    });
    expect(await sentBackBy("integration")).toBeNull();
    await at(later(3), async () => {
      await send("latency_p95_ms", {}, [slow(2), slow(3)]);
      await settle();
      await applyRules(new AbortController().signal);
      expect(await sentBackBy("integration")).toBe("B7.3");
    });
  });

  test("B7.5 by a rollback drill that is older than 90 days, with time alone", async () => {
    await at(new Date(Date.now() + 76 * 86_400_000), () => judge(given.project));
    expect(await sentBackBy("integration")).toBeNull();
    await at(new Date(Date.now() + 78 * 86_400_000), async () => {
      await judge(given.project);
      expect(await sentBackBy("integration")).toBe("B7.5");
    });
  });
});

test("an alert keeps the labels of its series, by which G7.6 knows of which release it is", async () => {
  const quiet = async () => {
    await settle();
    await monitorProject({ id: given.project.id, slug: given.project.slug });
    const { gate } = await getStageView(given.as.LD, "integration");
    return gate.requirements.find(({ key }) => key === "G7.6");
  };
  await record("monitors", "slow", {
    ...{ name: "Slow answers", what: "threshold", target: "answer_ms", comparison: "above", limit: 10 },
    ...{ severity: "critical", enabled: true },
  });
  await record("releases", "r0", { ...usual("integration", "releases"), tag: "R0", releasedAt: soon(-60 * 24 * 60) });
  await send("answer_ms", { release: "R0" }, [[Date.now() - 60_000, 50]]);
  expect(await quiet()).toMatchObject({ met: true, label: "No critical alert is open on R1" });
  await send("answer_ms", { deployment: "canary-1" }, [[Date.now() - 60_000, 50]]);
  expect(await quiet()).toMatchObject({ met: false, detail: expect.stringContaining("Slow answers") });
  const where = { projectId: given.project.id, title: "Slow answers" };
  const alerts = await db.alert.findMany({ where, select: { labels: true } });
  expect(alerts.map(({ labels }) => labels)).toEqual(
    expect.arrayContaining([{ release: "R0" }, { deployment: "canary-1" }]),
  );
  expect(await sentBackBy("solution-bias"), "R0 is not assessed").toBe("B8.2");
});

describe("stage 8 is sent back", () => {
  test("B8.1 by a fairness criterion that is breached", async () => {
    const access = await authorize(given.people.LD, given.project.slug, "criterion.edit");
    await addCriterion(access, {
      ...{ key: "gap", name: "Gap", kind: "fairness", direction: "lte", baseline: 0.2, target: 0.05, guardrail: 0.1 },
      ...{ windowSeconds: 3600, cadenceSeconds: 3600, breachAfter: 1, aggregation: "mean", series: { name: "gap" } },
    });
    const hour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
    await send("gap", {}, [
      [hour - 1.5 * HOUR_MS, 0.3],
      [hour - 0.5 * HOUR_MS, 0.3],
    ]);
    await settle();
    await judge(given.project);
    expect(await sentBackBy("solution-bias")).toBe("B8.1");
    await removeCriterion(access, "gap", "Only for this test.");
  });

  test("B8.2 by a release that nobody assessed", async () => {
    await record("releases", "r2", { ...usual("integration", "releases"), tag: "R2", releasedAt: soon(1) });
    expect(await sentBackBy("solution-bias")).toBe("B8.2");
  });

  test("B8.4 by the third complaint that is upheld", async () => {
    const upheld = { ...usual("solution-bias", "complaints"), outcome: "upheld" };
    for (const key of ["a", "b"]) await record("complaints", key, { ...upheld, receivedAt: soon(1) });
    expect(await sentBackBy("solution-bias")).toBeNull();
    await record("complaints", "c", { ...upheld, receivedAt: soon(2) });
    expect(await sentBackBy("solution-bias")).toBe("B8.4");
  });

  test("B8.5 by a mix of groups that left the assessed one; too few decisions tell nothing", async () => {
    const day = Date.now() - 86_400_000;
    const counted = { "18-25": 2, "26-40": 40, "41-60": 30, "61+": 15 };
    for (const [group, count] of Object.entries(counted))
      await send("decisions", { "age-band": group }, [[day, count]]);
    await settle();
    await judge(given.project);
    expect(await sentBackBy("solution-bias"), "87 decisions").toBeNull();
    for (const [group, count] of Object.entries(counted))
      await send("decisions", { "age-band": group }, [[day + 60_000, count * 20]]);
    await settle();
    await judge(given.project);
    expect(await sentBackBy("solution-bias")).toBe("B8.5");
  });

  test("B8.3 by an assessment that is older than 180 days, with time alone", async () => {
    await at(new Date(Date.now() + 179 * 86_400_000), async () => {
      await judge(given.project);
      expect(await sentBackBy("solution-bias")).toBe("B8.3");
    });
  });
});
