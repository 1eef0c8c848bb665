import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { listAlerts } from "#server/alerts.ts";
import { at } from "#server/clock.ts";
import { db, disconnect } from "#server/db.ts";
import { addFact, changeFact, removeFact } from "#server/fact-changes.ts";
import { monitorProject } from "#server/jobs/evaluate-monitors.ts";
import { judge } from "#server/jobs/rules.ts";
import { ingestMetrics } from "#server/metrics.ts";
import { closePointsPool } from "#server/points/pool.ts";
import type { FactData } from "#stages/fact.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { STAGE_KEYS } from "#stages/registry.ts";
import { settle } from "../support/metrics.ts";
import { finish, move, stateOf, type Team, team } from "../support/project.ts";

/* Rules B9.2 to B9.5 and B10.1 to B10.5 on what people and machines record; B9.1 stands in evaluation.test.ts. */

let given: Team;

beforeAll(async () => {
  given = await team(2, { affectsPeople: true });
  for (const key of STAGE_KEYS) await finish(given, key, true);
}, 240_000);

afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ago = (days: number) => new Date(Date.now() - days * DAY).toISOString();
const later = (ms: number) => new Date(Date.now() + ms);
const hand = () => authorize(given.people.ML, given.project.slug, "fact.record", "project.read", "metrics.write");
const kindOf = factKindOf;

async function record(kind: string, key: string, data: FactData) {
  return addFact(await hand(), kindOf(kind), { key, data });
}

/** The rule that flagged the stage the last time, by the order of writing: the tests move the clock. Null while it is not flagged. */
async function flaggedBy(stageKey: string): Promise<string | null> {
  if ((await stateOf(given, stageKey)) !== "needs_attention") return null;
  const where = { projectId: given.project.id, stageKey, verb: "flag" };
  const last = await db.stageTransition.findFirst({ where, orderBy: { id: "desc" } });
  return last?.rule ?? null;
}

/** Back to done, as a lead does who has seen to it, or by itself where the facts were gone for two evaluations. */
async function dismiss(stageKey: string, when = new Date()) {
  const reason = "Seen to; what raised it is gone by now.";
  if ((await stateOf(given, stageKey)) === "needs_attention")
    await at(when, () => move(given.as.LD, stageKey, "dismiss", { reason }));
  expect(await stateOf(given, stageKey)).toBe("done");
}

describe("monitoring comes back", () => {
  const data = { severity: "warning", enabled: true };

  test("by B9.2 when data is missing for 24 hours, not before", async () => {
    await record("monitors", "loads", {
      ...data,
      name: "Loads",
      what: "stale",
      target: "x",
      series: "x",
      intervalSeconds: 60,
    });
    await monitorProject(given.project);
    await at(later(23 * HOUR), () => judge(given.project));
    expect(await flaggedBy("monitoring")).toBeNull();
    await at(later(25 * HOUR), () => judge(given.project));
    expect(await flaggedBy("monitoring")).toBe("B9.2");
    await removeFact(await hand(), kindOf("monitors"), "loads");
    await dismiss("monitoring");
  });

  test("by B9.3 when nobody answers a critical alert within 30 minutes", async () => {
    const slow = { name: "p95 high", what: "threshold", target: "p95", comparison: "above", limit: 100 };
    await record("monitors", "slow", { ...data, ...slow, severity: "critical" });
    await ingestMetrics(await hand(), { series: { name: "p95" }, points: [[Date.now() - 60_000, 150]] });
    await settle();
    await monitorProject(given.project);
    await at(later(20 * 60_000), () => judge(given.project));
    expect(await flaggedBy("monitoring")).toBeNull();
    await at(later(31 * 60_000), () => judge(given.project));
    expect(await flaggedBy("monitoring")).toBe("B9.3");
    await changeFact(await hand(), kindOf("monitors"), "slow", { patch: { enabled: false } });
    const { items } = await listAlerts(await hand(), { kind: "threshold" });
    expect(items[0]).toMatchObject({ state: "resolved", resolution: "Its monitor was switched off." });
    await dismiss("monitoring");
  });

  test("by B9.4 while an incident of severity 1 is open", async () => {
    const incident = { name: "All answers wrong", severity: 1, startedAt: ago(0.1) };
    await record("incidents", "second", { ...incident, severity: 2 });
    expect(await flaggedBy("monitoring")).toBeNull();
    await record("incidents", "first", incident);
    expect(await flaggedBy("monitoring")).toBe("B9.4");
    await changeFact(await hand(), kindOf("incidents"), "first", { patch: { resolvedAt: ago(0.05) } });
    await dismiss("monitoring");
  });

  test("by B9.5 once the last fire drill is older than 90 days", async () => {
    await at(later(60 * DAY), () => judge(given.project));
    expect(await flaggedBy("monitoring")).toBeNull();
    await at(later(91 * DAY), () => judge(given.project));
    expect(await flaggedBy("monitoring")).toBe("B9.5");
    const drill = { name: "Test alert", firedAt: later(91 * DAY).toISOString() };
    await record("fire-drills", "again", { ...drill, acknowledgedAt: later(91 * DAY + 60_000).toISOString() });
    await dismiss("monitoring", later(91 * DAY));
  });
});

describe("retraining comes back", () => {
  const run = (key: string, when: Date, more: FactData) =>
    record("retrain-runs", key, { name: key, startedAt: when.toISOString(), ...more });

  test("by B10.1 when drift is open for a week without a run, and a run answers it", async () => {
    const counts = [5200, 4100, 3600, 2900, 2300, 900, 600, 400];
    await record("drift-references", "merchant", {
      feature: "merchant",
      kind: "categorical",
      counts,
      takenAt: ago(90),
    });
    const drifted = { reference: "merchant", counts: [980, 760, 700, 560, 470, 760, 520, 250] };
    await record("drift-results", "late", { ...drifted, windowEnd: ago(6.9) });
    expect(await flaggedBy("retraining")).toBeNull();
    await record("drift-results", "early", { ...drifted, windowEnd: ago(8) });
    await at(later(2 * HOUR), () => judge(given.project));
    const [alert] = (await listAlerts(await hand(), { kind: "drift" })).items;
    expect(alert?.title).toBe("merchant drifts");
    await at(later(DAY), () => judge(given.project));
    expect(await flaggedBy("retraining")).toBe("B10.1");
    await run("answer", new Date(), { state: "cancelled" });
    await dismiss("retraining");
    await at(later(3 * DAY), () => judge(given.project));
    expect(await flaggedBy("retraining")).toBeNull();
  });

  test("by B10.3 when two challengers in a row are rejected, runs that failed between them not counted", async () => {
    await run("first", later(HOUR), { state: "rejected" });
    await run("broken", later(2 * HOUR), { state: "failed" });
    expect(await flaggedBy("retraining")).toBeNull();
    await run("second", later(3 * HOUR), { state: "rejected" });
    expect(await flaggedBy("retraining")).toBe("B10.3");
    for (const key of ["first", "second", "broken"]) await removeFact(await hand(), kindOf("retrain-runs"), key);
    await dismiss("retraining");
  });

  test("by B10.4 when two runs in a row fail", async () => {
    await run("fails", later(4 * HOUR), { state: "failed" });
    expect(await flaggedBy("retraining")).toBeNull();
    await run("fails-again", later(5 * HOUR), { state: "failed" });
    expect(await flaggedBy("retraining")).toBe("B10.4");
    for (const key of ["fails", "fails-again"]) await removeFact(await hand(), kindOf("retrain-runs"), key);
    await dismiss("retraining");
  });

  test("by B10.5 when the month's budget is used up before the 20th, not from then on", async () => {
    const day = (date: number) => {
      const today = new Date();
      return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, date, 12));
    };
    await at(day(21), async () => {
      await run("late", day(20), { state: "cancelled", cost: 5_000 });
      expect(await flaggedBy("retraining")).toBeNull();
    });
    await removeFact(await hand(), kindOf("retrain-runs"), "late");
    await at(day(19), async () => {
      await run("dear", day(19), { state: "cancelled", cost: 5_000 });
      expect(await flaggedBy("retraining")).toBe("B10.5");
    });
    await removeFact(await hand(), kindOf("retrain-runs"), "dear");
    await dismiss("retraining", day(19));
  });

  test("by B10.2 when the champion is older than the stage allows", async () => {
    await at(later(99 * DAY), () => judge(given.project));
    expect(await flaggedBy("retraining")).toBeNull();
    await at(later(101 * DAY), () => judge(given.project));
    expect(await flaggedBy("retraining")).toBe("B10.2");
  });
});
