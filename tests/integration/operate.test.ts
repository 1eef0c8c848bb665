import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Access, authorize } from "#server/access.ts";
import { snoozeAlert } from "#server/alert-snooze.ts";
import { acknowledgeAlert, getAlert, listAlerts, resolveAlert } from "#server/alerts.ts";
import { at } from "#server/clock.ts";
import { db, disconnect } from "#server/db.ts";
import { writeFacts } from "#server/fact-bulk.ts";
import { addFact, changeFact } from "#server/fact-changes.ts";
import { listFacts } from "#server/facts.ts";
import { listInbox } from "#server/inbox.ts";
import { monitorProject, runMonitors } from "#server/jobs/evaluate-monitors.ts";
import { lookAtTriggers } from "#server/jobs/evaluate-triggers.ts";
import { ingestMetrics } from "#server/metrics.ts";
import { closePointsPool } from "#server/points/pool.ts";
import type { FactData } from "#stages/fact.ts";
import { parseFact } from "#stages/fact-draft.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { stageFacts } from "../../prisma/demo/facts/stage-facts.ts";
import { settle } from "../support/metrics.ts";
import { recordFacts, type Team, team } from "../support/project.ts";

afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

type Hand = Access<"fact.record" | "project.read" | "alert.handle" | "metrics.write">;

async function working(): Promise<{ given: Team; hand: Hand; id: string; slug: string }> {
  const given = await team(3, { affectsPeople: true });
  const { id, slug } = given.project;
  const hand = await authorize(given.people.ML, slug, "fact.record", "project.read", "alert.handle", "metrics.write");
  return { given, hand, id, slug };
}

const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const record = (hand: Hand, kind: string, key: string, data: FactData) =>
  addFact(hand, factKindOf(kind), { key, data });
const live = async (hand: Hand) => (await listAlerts(hand, { state: "live" })).items;

const REFERENCE = {
  feature: "merchant",
  kind: "categorical",
  counts: [5200, 4100, 3600, 2900, 2300, 900, 600, 400],
  takenAt: ago(90),
};
const DRIFTED = [980, 760, 700, 560, 470, 760, 520, 250];
const CALM = REFERENCE.counts.map((count) => count / 4);

describe("drift", () => {
  test("opens one alert with the result that shows it, keeps it while it lasts, and closes with a calm week", async () => {
    const { hand } = await working();
    await record(hand, "drift-references", "merchant", REFERENCE);
    const week = (key: string, counts: number[], days: number) =>
      record(hand, "drift-results", key, { reference: "merchant", counts, windowEnd: ago(days) });
    await week("w1", CALM, 28);
    expect(await live(hand)).toEqual([]);
    await week("w2", DRIFTED, 21);
    const [opened] = await live(hand);
    expect(opened).toMatchObject({ kind: "drift", severity: "warning", state: "open", title: "merchant drifts" });
    expect(opened?.openedAt.toISOString().slice(0, 10)).toBe(ago(21).slice(0, 10));
    await week("w3", DRIFTED, 14);
    const [still, ...others] = await live(hand);
    expect(others).toEqual([]);
    expect(still?.id).toBe(opened?.id);
    expect(still?.detail).toContain("2 windows in a row");
    await acknowledgeAlert(hand, still?.id ?? "");
    await week("w4", CALM, 7);
    expect(await live(hand)).toEqual([]);
    expect(await getAlert(hand, still?.id ?? "")).toMatchObject({
      state: "resolved",
      resolution: "The feature is back within its limit.",
    });
  });

  test("counts of other bins are refused, and too few rows raise nothing", async () => {
    const { hand } = await working();
    await record(hand, "drift-references", "merchant", REFERENCE);
    const wrong = record(hand, "drift-results", "w1", { reference: "merchant", counts: [1, 2, 3], windowEnd: ago(1) });
    await expect(wrong).rejects.toMatchObject({ code: "INVALID" });
    await record(hand, "drift-results", "w1", {
      reference: "merchant",
      counts: [1, 1, 1, 1, 1, 40, 40, 40],
      windowEnd: ago(1),
    });
    expect(await live(hand)).toEqual([]);
  });
});

describe("monitors", () => {
  const points = async (hand: Hand, name: string, list: [number, number][]) => {
    await ingestMetrics(hand, { series: { name }, points: list });
    await settle();
  };
  const minute = 60_000;

  test("a threshold opens after its time, once for two workers, and closes after its keep time", async () => {
    const { hand, id, slug } = await working();
    const data = {
      name: "p95 high",
      what: "threshold",
      target: "p95",
      comparison: "above",
      limit: 100,
      severity: "critical",
      enabled: true,
    };
    await record(hand, "monitors", "p95", { ...data, forSeconds: 300, keepSeconds: 300 });
    const start = Date.now() - 60 * minute;
    await points(
      hand,
      "p95",
      [0, 1, 2].map((n) => [start + n * minute, 150]),
    );
    await monitorProject({ id, slug });
    expect(await live(hand)).toEqual([]);
    await points(
      hand,
      "p95",
      [3, 4, 5, 6].map((n) => [start + n * minute, 150]),
    );
    await Promise.all([monitorProject({ id, slug }), monitorProject({ id, slug }), monitorProject({ id, slug })]);
    const [alert, ...others] = await live(hand);
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ kind: "threshold", severity: "critical", occurrences: 1 });
    expect(alert?.openedAt.getTime()).toBe(start + 5 * minute);
    expect(await monitorProject({ id, slug })).toBe(0);
    await points(
      hand,
      "p95",
      [7, 10].map((n) => [start + n * minute, 50]),
    );
    await monitorProject({ id, slug });
    expect(await live(hand)).toHaveLength(1);
    await points(hand, "p95", [[start + 12 * minute, 50]]);
    await monitorProject({ id, slug });
    expect(await getAlert(hand, alert?.id ?? "")).toMatchObject({ state: "resolved" });
  });

  test("missing data opens, and closes with the next point; a series that never came is missing from the start", async () => {
    const { hand, id, slug } = await working();
    const data = { what: "stale", intervalSeconds: 600, severity: "warning", enabled: true };
    await record(hand, "monitors", "loads", { ...data, name: "Loads", target: "loads" });
    await points(hand, "loads", [[Date.now() - 40 * minute, 1]]);
    await record(hand, "monitors", "never", { ...data, name: "Never", target: "anything", series: "never_sent" });
    await monitorProject({ id, slug });
    expect((await live(hand)).map(({ title }) => title).sort()).toEqual(["No data: Loads", "No data: Never"]);
    await points(hand, "loads", [[Date.now() - minute, 1]]);
    await monitorProject({ id, slug });
    expect((await live(hand)).map(({ title }) => title)).toEqual(["No data: Never"]);
  });

  test("an error budget that burns 20 times too fast pages", async () => {
    const { hand, id, slug } = await working();
    const slo = {
      name: "Availability",
      objective: 0.999,
      good: "Answered in time",
      periodDays: 30,
      goodSeries: "good",
      badSeries: "bad",
    };
    await record(hand, "slos", "availability", slo);
    await record(hand, "monitors", "burn", {
      name: "Budget",
      what: "burn_rate",
      target: "availability",
      severity: "warning",
      enabled: true,
    });
    const start = Date.now() - 59 * minute;
    await points(
      hand,
      "good",
      Array.from({ length: 59 }, (_, n) => [start + n * minute, 980]),
    );
    await points(
      hand,
      "bad",
      Array.from({ length: 59 }, (_, n) => [start + n * minute, 20]),
    );
    await monitorProject({ id, slug });
    expect(await live(hand)).toMatchObject([
      { kind: "burn-rate", severity: "critical", detail: "At 20.0 times the even pace over 1h and 5m." },
    ]);
    expect(await monitorProject({ id, slug })).toBe(0);
  });

  test("each project that has monitors gets its turn; twice at once is as good as once", async () => {
    const { hand, id } = await working();
    await record(hand, "monitors", "x", {
      name: "Loads",
      what: "stale",
      target: "y",
      series: "y",
      intervalSeconds: 1,
      severity: "warning",
      enabled: true,
    });
    const { signal } = new AbortController();
    await Promise.all([runMonitors(signal), runMonitors(signal)]);
    expect(await db.alert.count({ where: { projectId: id } })).toBe(1);
  });

  test("a critical alert is put to sleep by the lead alone; it keeps its state", async () => {
    const { given, hand, id, slug } = await working();
    await record(hand, "monitors", "p", {
      name: "p95",
      what: "threshold",
      target: "p",
      comparison: "above",
      limit: 1,
      severity: "critical",
      enabled: true,
    });
    await points(hand, "p", [[Date.now() - minute, 2]]);
    await monitorProject({ id, slug });
    const [alert] = await live(hand);
    const until = new Date(Date.now() + 3_600_000);
    await expect(snoozeAlert(hand, alert?.id ?? "", until)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const lead = await authorize(given.people.LD, slug, "alert.handle");
    await expect(snoozeAlert(lead, alert?.id ?? "", new Date(0))).rejects.toMatchObject({ code: "INVALID" });
    await snoozeAlert(lead, alert?.id ?? "", until);
    expect(await live(hand)).toMatchObject([{ state: "open", snoozedUntil: until }]);
    await expect(snoozeAlert(hand, alert?.id ?? "", null)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await snoozeAlert(lead, alert?.id ?? "", null);
    await snoozeAlert(lead, alert?.id ?? "", null);
    expect(await live(hand)).toMatchObject([{ state: "open", snoozedUntil: null }]);
    expect((await getAlert(hand, alert?.id ?? "")).events.map(({ what }) => what)).toEqual([
      "opened",
      "snoozed",
      "woken",
    ]);
    await resolveAlert(hand, alert?.id ?? "", "Tuned the query");
    await monitorProject({ id, slug });
    expect(await live(hand)).toEqual([]);
    await points(hand, "p", [[Date.now(), 3]]);
    await monitorProject({ id, slug });
    expect(await live(hand)).toMatchObject([{ id: alert?.id, occurrences: 2 }]);
  });
});

describe("triggers", () => {
  test("a schedule fires once for a tick, queues a run, and says why the next ones do not fire", async () => {
    const { hand, id, slug } = await working();
    await record(hand, "retrain-triggers", "hourly", {
      name: "Hourly",
      kind: "schedule",
      cron: "0 * * * *",
      enabled: true,
    });
    const later = (hours: number) => new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + hours * 3_600_000);
    const look = (hours: number) => at(later(hours), () => lookAtTriggers({ id, slug }));
    expect(await lookAtTriggers({ id, slug })).toBe(0);
    expect((await Promise.all([look(0), look(0)])).sort()).toEqual([0, 2]);
    expect(await look(0)).toBe(0);
    await look(5);
    const { items } = await listFacts(hand, factKindOf("trigger-firings"));
    expect(items.map(({ data }) => [data.fired, data.reason])).toEqual([
      [false, "run_active"],
      [true, "fired"],
    ]);
    for (const { data } of items) expect(parseFact(factKindOf("trigger-firings"), data)).toMatchObject({ ok: true });
    const runs = await listFacts(hand, factKindOf("retrain-runs"));
    expect(runs.items).toMatchObject([{ key: "run-1", data: { state: "queued" } }]);
  });

  test("drift fires after its windows, with enough features, once", async () => {
    const { hand, id, slug } = await working();
    await record(hand, "drift-references", "merchant", REFERENCE);
    await record(hand, "retrain-triggers", "drift", {
      name: "Drift",
      kind: "drift",
      threshold: 0.19,
      share: 0.25,
      windows: 2,
      enabled: true,
    });
    const week = (key: string, days: number) =>
      record(hand, "drift-results", key, { reference: "merchant", counts: DRIFTED, windowEnd: ago(days) });
    await week("w1", 14);
    expect(await lookAtTriggers({ id, slug })).toBe(1);
    await week("w2", 7);
    expect(await lookAtTriggers({ id, slug })).toBe(2);
    expect(await lookAtTriggers({ id, slug })).toBe(0);
    const { items } = await listFacts(hand, factKindOf("trigger-firings"));
    expect(items.map(({ data }) => data.reason).sort()).toEqual(["condition_false", "fired"]);
    expect(items.find(({ data }) => data.fired)?.data.saw).toMatchObject({ driftedShare: 1, consecutiveWindows: 2 });
  });
});

describe("a challenger", () => {
  let given: Team;
  let hand: Hand;
  beforeAll(async () => {
    ({ given, hand } = await working());
    for (const stage of ["data-selection", "data-bias", "data-pipeline", "model", "integration", "retraining"])
      await recordFacts(given, stage, true);
  });
  const groups = ["18-25", "26-40", "41-60", "61+"].map((name) => ({
    ...{ name, scope: "group", rows: 5_000, onlyChallenger: 60, onlyChampion: 52, margin: 0.01 },
  }));
  const run = {
    comparisons: groups,
    ...{ name: "Run 9", state: "awaiting_approval", startedAt: ago(2), challenger: "m1", champion: "m1" },
    ...{
      rows: 40_000,
      onlyChallenger: 612,
      onlyChampion: 498,
      margin: 0.002,
      marginFixedAt: ago(5),
      latencyWithinBudget: true,
    },
  };
  const decide = async (who: "LD" | "RV", key: string) => {
    const access = await authorize(given.people[who], given.project.slug, "fact.record");
    const data = { run: key, role: who, decision: "approve", reason: "Compared and read." };
    await addFact(access, factKindOf("retrain-approvals"), { data });
  };
  const waitsFor = async (who: "LD" | "RV" | "ML") =>
    (await listInbox(given.people[who])).flatMap(({ title }) => (title.includes("challenger") ? title : []));
  const promote = (key: string) => changeFact(hand, factKindOf("retrain-runs"), key, { patch: { state: "promoted" } });

  test("that is better overall but worse for a group is refused, though everybody has approved", async () => {
    const worse = { name: "61+", scope: "group", rows: 5_000, onlyChallenger: 40, onlyChampion: 95 };
    await record(hand, "retrain-runs", "run-8", { ...run, comparisons: [...groups.slice(0, 3), worse] });
    await decide("LD", "run-8");
    await decide("RV", "run-8");
    const requirements = [{ key: "promotion.rule" }, { key: "promotion.groups" }];
    await expect(promote("run-8")).rejects.toMatchObject({ code: "GATE_CLOSED", details: { requirements } });
  });

  test("is promoted once lead and reviewer have signed, and stays so", async () => {
    await record(hand, "retrain-runs", "run-9", run);
    const asked = ["Approve or reject the challenger of “Run 9”"];
    expect([await waitsFor("LD"), await waitsFor("RV"), await waitsFor("ML")]).toEqual([asked, asked, []]);
    await expect(promote("run-9")).rejects.toMatchObject({ code: "GATE_CLOSED" });
    await decide("LD", "run-9");
    expect([await waitsFor("LD"), await waitsFor("RV")]).toEqual([[], asked]);
    await expect(promote("run-9")).rejects.toMatchObject({ code: "GATE_CLOSED" });
    await decide("RV", "run-9");
    expect((await promote("run-9")).data.state).toBe("promoted");
    const late = await changeFact(hand, factKindOf("retrain-runs"), "run-9", { patch: { state: "running" } });
    expect(late.data.state).toBe("promoted");
    const engineer = addFact(hand, factKindOf("retrain-approvals"), {
      data: { run: "run-9", role: "RV", decision: "approve", reason: "I am not the reviewer." },
    });
    await expect(engineer).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("all samples of both stages are accepted again in bulk, and are known", async () => {
    const setting = { tier: 3, affectsPeople: true, at: new Date() } as const;
    for (const { kind, key, data } of stageFacts("monitoring", setting)) {
      const answer = await writeFacts(hand, factKindOf(kind), [{ key, data }], { origin: "api" });
      expect(answer.refused).toEqual([]);
    }
    await settle();
  });
});
