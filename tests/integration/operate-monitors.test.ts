import { afterAll, describe, expect, test } from "vitest";
import { authorize } from "#server/access.ts";
import { snoozeAlert } from "#server/alert-snooze.ts";
import { getAlert, listAlerts, resolveAlert } from "#server/alerts.ts";
import { db, disconnect } from "#server/db.ts";
import { storeEvaluations } from "#server/evaluation-replay.ts";
import { addFact, changeFact, removeFact, restoreFact } from "#server/fact-changes.ts";
import { listFacts } from "#server/facts.ts";
import { monitorProject } from "#server/jobs/evaluate-monitors.ts";
import { ingestMetrics } from "#server/metrics.ts";
import { addProposedMonitors, listMonitorProposals } from "#server/monitor-proposals.ts";
import { mutate } from "#server/mutate.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { getStageFacts } from "#server/stage-view.ts";
import type { FactData } from "#stages/fact.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { DAY, settle } from "../support/metrics.ts";
import { addCriteria, recordFacts, type Team, team } from "../support/project.ts";

/* What monitors watch beyond a plain limit, what becomes of their alerts, and the ones that a project is offered. */

afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

const MINUTE = 60_000;

async function working(tier: 1 | 2 | 3 = 1) {
  const given = await team(tier);
  const { id, slug } = given.project;
  const hand = await authorize(given.people.ML, slug, "fact.record", "project.read", "alert.handle", "metrics.write");
  const record = (kind: string, key: string, data: FactData) => addFact(hand, factKindOf(kind), { key, data });
  const send = async (name: string, points: [number, number][]) => {
    await ingestMetrics(hand, { series: { name }, points });
    await settle();
    await monitorProject({ id, slug });
  };
  const live = async () => (await listAlerts(hand, { state: "live" })).items;
  return { given, hand, id, slug, record, send, live };
}

const HIGH = {
  name: "p95 high",
  what: "threshold",
  target: "p95",
  comparison: "above",
  severity: "warning",
  enabled: true,
};

describe("an alert", () => {
  test("is closed with a reason when its monitor is switched off or removed, and comes back with it", async () => {
    const { hand, record, send, live } = await working();
    const kind = factKindOf("monitors");
    await record("monitors", "p95", { ...HIGH, limit: 100 });
    await send("p95", [[Date.now() - MINUTE, 150]]);
    const [alert] = await live();
    const id = alert?.id ?? "";
    await changeFact(hand, kind, "p95", { patch: { enabled: false } });
    expect(await getAlert(hand, id)).toMatchObject({ state: "resolved", resolution: "Its monitor was switched off." });
    await changeFact(hand, kind, "p95", { patch: { enabled: true } });
    expect(await live()).toMatchObject([{ id, occurrences: 2 }]);
    await removeFact(hand, kind, "p95");
    expect((await getAlert(hand, id)).resolution).toMatch(/^Nothing watches it any more/);
    await restoreFact(hand, kind, "p95");
    expect(await live()).toMatchObject([{ id, occurrences: 3 }]);
  });

  test("that a person resolved waits its whole time again while the condition lasts, and wakes when it is back", async () => {
    const { hand, record, send, live } = await working();
    await record("monitors", "p95", { ...HIGH, limit: 100, forSeconds: 300 });
    const start = Date.now() - 60 * MINUTE;
    const minutes = (...list: number[]) => list.map((n): [number, number] => [start + n * MINUTE, 150]);
    await send("p95", minutes(0, 5));
    const [alert] = await live();
    await snoozeAlert(hand, alert?.id ?? "", new Date(Date.now() + DAY));
    await resolveAlert(hand, alert?.id ?? "", "Restarted it");
    await send("p95", minutes(6, 8, 10));
    expect(await live()).toEqual([]);
    await send("p95", minutes(11));
    const [again] = await live();
    expect(again).toMatchObject({ id: alert?.id, occurrences: 2, snoozedUntil: null });
  });

  test("of a reference that is removed is closed, too", async () => {
    const { hand, record, live } = await working();
    const counts = [5200, 4100, 3600, 2900, 2300, 900, 600, 400];
    const takenAt = new Date(Date.now() - 90 * DAY).toISOString();
    await record("drift-references", "merchant", { feature: "merchant", kind: "categorical", counts, takenAt });
    const drifted = [980, 760, 700, 560, 470, 760, 520, 250];
    const windowEnd = new Date(Date.now() - DAY).toISOString();
    await record("drift-results", "w1", { reference: "merchant", counts: drifted, windowEnd });
    expect(await live()).toHaveLength(1);
    await removeFact(hand, factKindOf("drift-results"), "w1");
    await removeFact(hand, factKindOf("drift-references"), "merchant");
    expect(await live()).toEqual([]);
  });
});

describe("a monitor", () => {
  test("with three sigma learns from its first days, alerts nobody on them, and from then on beyond them", async () => {
    const { record, send, live } = await working();
    await record("monitors", "overrides", {
      ...{ ...HIGH, name: "Overrides", target: "override_rate" },
      ...{ limitKind: "reference_sigma", referenceDays: 4 },
    });
    const day = (ago: number) => Math.floor(Date.now() / DAY) * DAY - ago * DAY + MINUTE;
    const learnt = [0.1, 0.3, 0.1, 0.3].map((value, at): [number, number] => [day(8 - at), value]);
    await send("override_rate", learnt.slice(0, 3));
    await send("override_rate", [[day(6) + MINUTE, 0.9]]);
    expect(await live()).toEqual([]);
    await send("override_rate", [...learnt.slice(3), [day(6) + MINUTE, 0.1]]);
    await send("override_rate", [[day(3), 0.49]]);
    expect(await live()).toEqual([]);
    await send("override_rate", [[day(2), 0.51]]);
    expect(await live()).toMatchObject([{ title: "Overrides", detail: "“override_rate” is above 0.5." }]);
  });

  test("of a target tells before a breach does, and is quiet once the target is met", async () => {
    const { given, hand, id, slug, record, live } = await working();
    await addCriteria(given);
    await record("monitors", "early", {
      ...{ name: "Net loss misses its target", what: "criterion", target: "net_loss" },
      ...{ severity: "warning", enabled: true },
    });
    const criterion = await db.criterion.findFirstOrThrow({ where: { projectId: id, key: "net_loss" } });
    const window = (days: number, instant: "at_risk" | "met", value: number) =>
      mutate(hand, async (tx) => {
        const counters = { state: instant, bad: 0, ok: 0, nodata: 0, latched: false, progress: null };
        const windowEnd = Date.now() + days * DAY;
        await storeEvaluations(tx, criterion.id, [{ ...counters, windowEnd, value, samples: 9, instant }]);
        return { value: undefined, audit: "unchanged" };
      });
    await window(1, "at_risk", 0.7);
    await monitorProject({ id, slug });
    expect(await live()).toMatchObject([{ kind: "threshold", title: "Net loss misses its target" }]);
    await window(2, "met", 0.9);
    await monitorProject({ id, slug });
    expect(await live()).toEqual([]);
  });

  test("of a source asks its pipeline when data last came", async () => {
    const { id, slug, record, live } = await working();
    const ago = (days: number) => new Date(Date.now() - days * DAY).toISOString();
    await record("pipelines", "loads", { name: "Loads", kind: "capture", active: true });
    const run = (key: string, status: string, days: number) =>
      record("pipeline-runs", key, { pipeline: "loads", status, startedAt: ago(days), endedAt: ago(days) });
    await run("r1", "succeeded", 5);
    const stale = { name: "Loads", what: "stale", target: "orders", pipeline: "loads", intervalSeconds: 86_400 };
    await record("monitors", "loads", { ...stale, severity: "warning", enabled: true });
    expect(await live()).toMatchObject([{ kind: "stale", title: "No data: Loads" }]);
    await run("r2", "failed", 1);
    await monitorProject({ id, slug });
    expect(await live()).toHaveLength(1);
    await run("r3", "succeeded", 0.5);
    await monitorProject({ id, slug });
    expect(await live()).toEqual([]);
  });

  test("of explanations alerts when three of the first five places change hands, not when neighbours do", async () => {
    const { record, live } = await working();
    const snapshot = (key: string, days: number, order: string) =>
      record("explanation-snapshots", key, {
        method: "shap",
        windowEnd: new Date(Date.now() - days * DAY).toISOString(),
        attributions: Object.fromEntries([...order].map((name, at) => [name, 10 - at])),
      });
    await record("monitors", "why", {
      ...{ name: "Explanations", what: "explanation", target: "top 5", severity: "warning", enabled: true },
    });
    await snapshot("s1", 21, "abcdefg");
    await snapshot("s2", 14, "bacdefg");
    expect(await live()).toEqual([]);
    await snapshot("s3", 7, "fabcde");
    expect(await live()).toMatchObject([{ kind: "drift", title: "Explanations" }]);
    await snapshot("s4", 1, "abcde");
    expect(await live()).toEqual([]);
  });
});

describe("the monitors that a project needs", () => {
  const proposals = async (hand: Parameters<typeof listMonitorProposals>[0]) =>
    listMonitorProposals(hand, await getStageFacts(hand, "monitoring"));

  test("are of its criteria alone at tier 1, and are recorded by one press, with their audit", async () => {
    const { given, hand, id } = await working();
    expect(await proposals(hand)).toEqual({ ready: [], missing: [] });
    await addCriteria(given);
    const { ready, missing } = await proposals(hand);
    expect(missing).toEqual([]);
    expect(ready.map(({ key, data }) => [key, data.what])).toEqual([
      ["net_loss-target", "criterion"],
      ["net_loss-data", "stale"],
    ]);
    const keys = ready.map(({ key }) => key);
    expect(await addProposedMonitors(hand, keys)).toEqual({ added: 2 });
    expect((await listFacts(hand, factKindOf("monitors"))).total).toBe(2);
    expect(await db.auditEvent.count({ where: { projectId: id, action: "fact.import" } })).toBe(1);
    expect(await proposals(hand)).toEqual({ ready: [], missing: [] });
    await expect(addProposedMonitors(hand, keys)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("hold sources, objectives and rates from tier 2, and name what has to be recorded first", async () => {
    const { given, hand } = await working(2);
    for (const stage of ["data-selection", "data-pipeline"]) await recordFacts(given, stage);
    const before = await proposals(hand);
    expect(before.ready.map(({ key }) => key)).toEqual(
      expect.arrayContaining(["missing-feature-rate", "override-rate"]),
    );
    expect(before.missing.map(({ what }) => what)).toEqual(expect.arrayContaining(["The score", "An objective"]));
    const slo = { name: "Availability", objective: 0.99, good: "Answered in time", periodDays: 30 };
    await addFact(hand, factKindOf("slos"), { key: "availability", data: slo });
    const { ready } = await proposals(hand);
    expect(ready.find(({ key }) => key === "burn-availability")?.data).toMatchObject({ what: "burn_rate" });
    await addProposedMonitors(hand, ["burn-availability"]);
    expect((await listFacts(hand, factKindOf("monitors"))).items.map(({ key }) => key)).toEqual(["burn-availability"]);
  });

  test("are refused to a reviewer, who records no monitors", async () => {
    const { given, slug } = await working();
    await addCriteria(given);
    const reviewer = await authorize(given.people.RV, slug, "fact.record");
    await expect(addProposedMonitors(reviewer, ["net_loss-target"])).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("of another project are not found", async () => {
    const { slug } = await working();
    const other = await working();
    const stranger = (other.given as Team).people.ML;
    await expect(authorize(stranger, slug, "fact.record")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a source whose access is revoked (B3.2)", () => {
  test("alerts that the release which was built from it must pause, until it may be used again", async () => {
    const { given, hand, live } = await working(2);
    for (const stage of ["data-selection", "data-pipeline", "model", "integration"]) await recordFacts(given, stage);
    expect((await live()).map(({ title }) => title)).toEqual([]);
    const sources = factKindOf("data-sources");
    await changeFact(hand, sources, "warehouse", { patch: { access: "denied" } });
    const [alert, ...more] = await live();
    expect(more).toEqual([]);
    expect(alert).toMatchObject({
      kind: "threshold",
      severity: "critical",
      labels: { release: "r1", source: "warehouse" },
    });
    expect(alert?.title).toMatch(/^Pause R1: .+ may not be used$/);
    await changeFact(hand, sources, "warehouse", { patch: { access: "granted" } });
    expect(await live()).toEqual([]);
    expect((await getAlert(hand, alert?.id ?? "")).resolution).toBe("The source may be used again.");
  });
});
