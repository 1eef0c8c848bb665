import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { run } from "#domain/criterion-state.ts";
import { bucketOfPoint, windowAggregates } from "#domain/window-aggregates.ts";
import { firstWindowEnd, lastEndedWindow, windowEnds } from "#domain/windows.ts";
import { formatDateTime } from "#lib/format-date.ts";
import { type Access, authorize } from "#server/access.ts";
import { at } from "#server/clock.ts";
import { getCriterion } from "#server/criteria.ts";
import { changeCriterion } from "#server/criterion-changes.ts";
import { criterionOf } from "#server/criterion-row.ts";
import { connect, db } from "#server/db.ts";
import { breachIntervals, listEvaluations } from "#server/evaluations.ts";
import { work } from "#server/jobs/points.ts";
import { judge } from "#server/jobs/rules.ts";
import { inTransaction } from "#server/points/pool.ts";
import { rollUp } from "#server/points/rollups.ts";
import { figuresOf } from "#server/project-figures.ts";
import { loadProjectRecord } from "#server/project-record.ts";
import { surroundings } from "#server/summary.ts";
import { DAY, HOUR, hoursAgo, send, settle, type TestPoint, wire } from "../support/metrics.ts";
import { auditOf, makePerson, makeProject } from "../support/people.ts";

const PATH = [0.82, 0.7, 0.71, 0.75, 0.7, 0.69, 0.71, 0.81, 0.7, 0.82, 0.83, null, null, 0.7];
const STATES = ["met", ...Array(5).fill("at_risk"), ...Array(4).fill("breached"), "met", "met", "no_data", "at_risk"];

describe("playing windows", () => {
  test("gives the worked path of the lifecycle (C2)", async () => {
    const { access } = await project();
    await wire(access, { minSamples: 200 });
    const start = hoursAgo(14);
    await send(access, path(start));
    await settle();
    const played = await listEvaluations(access, "recall");
    expect(played.map(({ state }) => state)).toEqual(STATES);
    expect(played[0]).toMatchObject({ windowEnd: start + HOUR, value: 0.82, samples: 500, instant: "met" });
    expect(breachIntervals(played)).toEqual([{ from: start + 7 * HOUR, to: start + 10 * HOUR, open: false }]);
  });

  test("late and unordered points end where ordered ones do", async () => {
    const { access } = await project();
    await wire(access, { minSamples: 200 });
    const points = path(hoursAgo(14));
    for (const i of [13, 3, 0, 9, 6, 1, 10, 5, 2, 8, 4, 7]) {
      const point = points.find(([t]) => t === hoursAgo(14) + i * HOUR + 60_000);
      if (point) await send(access, [point]);
      if (i % 3 === 0) await settle();
    }
    await settle();
    expect((await listEvaluations(access, "recall")).map(({ state }) => state)).toEqual(STATES);
    expect((await getCriterion(access, "recall")).state).toBe("at_risk");
  });

  test("a replaced point plays again from its window, counters and all", async () => {
    const { access } = await project();
    await wire(access);
    const start = hoursAgo(6);
    await send(
      access,
      [0.7, 0.7, 0.7, 0.7, 0.7, 0.7].map((v, i): TestPoint => [start + i * HOUR, v]),
    );
    await settle();
    expect((await getCriterion(access, "recall")).state).toBe("breached");
    await send(access, [
      [start + 2 * HOUR, 0.9],
      [start + 4 * HOUR, 0.9],
    ]);
    await settle();
    const played = await listEvaluations(access, "recall");
    expect(played.map(({ bad, state }) => `${bad} ${state}`)).toEqual([
      "1 at_risk",
      "2 at_risk",
      "0 met",
      "1 at_risk",
      "0 met",
      "1 at_risk",
    ]);
    expect((await getCriterion(access, "recall")).state).toBe("at_risk");
  });

  test("any history equals the fold over its points, from whatever level the buckets came", async () => {
    const { access } = await project();
    const start = hoursAgo(60);
    const history = fc.record({
      shape: fc.constantFrom(
        { aggregation: "mean", windowSeconds: 3600, cadenceSeconds: 3600 },
        { aggregation: "mean", windowSeconds: 7200, cadenceSeconds: 1800 },
        { aggregation: "ratio", windowSeconds: 86_400, cadenceSeconds: 3600 },
        { aggregation: "p95", windowSeconds: 5400, cadenceSeconds: 900 },
        { aggregation: "last", windowSeconds: 3660, cadenceSeconds: 3660 },
        { aggregation: "max", windowSeconds: 4321, cadenceSeconds: 1234 },
        { aggregation: "sum", windowSeconds: 172_800, cadenceSeconds: 86_400 },
      ),
      batches: fc.array(
        fc.array(
          fc.tuple(
            fc.integer({ min: 0, max: 40 * 3600 }),
            fc.integer({ min: 50, max: 100 }),
            fc.integer({ min: 0, max: 5 }),
          ),
          {
            minLength: 1,
            maxLength: 150,
          },
        ),
        { minLength: 1, maxLength: 4 },
      ),
    });
    let run_ = 0;
    await fc.assert(
      fc.asyncProperty(history, async ({ shape, batches }) => {
        run_++;
        const [key, series] = [`c${run_}`, `s${run_}`];
        await wire(access, {
          key,
          ...shape,
          aggregation: shape.aggregation as "mean",
          minSamples: 3,
          series: { name: series },
        });
        const model = new Map<number, TestPoint>();
        for (const batch of batches) {
          const points = batch.map(([s, v, n]): TestPoint => [start + s * 1000, v / 100, n]);
          for (const point of points) model.set(point[0], point);
          await send(access, points, series);
          if (batch.length % 2 === 0) await settle();
        }
        await settle();
        await expectFold(access, key, [...model.values()]);
      }),
      { numRuns: 20 },
    );
  }, 120_000);

  test("a year of hourly windows is played in shares, and nothing is shown before the present is reached", async () => {
    const { access } = await project();
    await wire(access, { windowSeconds: 3600, cadenceSeconds: 900 });
    await send(access, [[hoursAgo(24 * 40), 0.7]]);
    await work();
    expect((await getCriterion(access, "recall")).evaluatedAt).toBeNull();
    await settle();
    const { state, evaluatedAt } = await getCriterion(access, "recall");
    expect(state).toBe("no_data");
    expect(evaluatedAt?.getTime()).toBe(Math.floor(Date.now() / 900_000) * 900_000);
    expect(
      await db.criterionEvaluation.count({ where: { criterion: { projectId: access.projectId } } }),
    ).toBeGreaterThan(3800);
  });

  test("windows that end without a point are played when their time comes", async () => {
    const { access } = await project();
    await wire(access);
    const start = hoursAgo(3);
    await send(access, [[start, 0.9]]);
    await at(new Date(start + HOUR), settle);
    expect((await getCriterion(access, "recall")).state).toBe("met");
    await at(new Date(start + 2 * HOUR + 1), settle);
    expect(await getCriterion(access, "recall")).toMatchObject({ state: "met", value: 0.9 });
    await at(new Date(start + 3 * HOUR + 1), settle);
    expect(await getCriterion(access, "recall")).toMatchObject({ state: "no_data", value: null, progress: null });
  });

  test("a point that arrives while its window is being played is owed again, though the window was owed before", async () => {
    const { access } = await project();
    const { id } = await wire(access);
    const start = hoursAgo(6);
    const owes = async () => (await db.criterion.findUniqueOrThrow({ where: { id } })).nextWindowEnd?.getTime();
    await send(access, [[start, 0.9]]);
    await rollUp();
    expect(await owes()).toBe(start);
    await send(access, [[start + 3 * HOUR, 0.9]]);
    let rolling: Promise<number> | undefined;
    await inTransaction(async (player) => {
      await player.query("select 1 from criterion where id = $1 for update", [id]);
      rolling = rollUp();
      await expect.poll(async () => (await waitingForLocks()) > 0, { timeout: 15_000 }).toBe(true);
      await player.query("update criterion set next_window_end = to_timestamp($2::float8 / 1000) where id = $1", [
        id,
        start + 6 * HOUR,
      ]);
    });
    await rolling;
    expect(await owes()).toBe(start + 4 * HOUR);
  });

  test("a criterion made after its points is judged from the first of them", async () => {
    const { access } = await project();
    await send(
      access,
      [0.7, 0.7, 0.7].map((v, i): TestPoint => [hoursAgo(3) + i * HOUR, v]),
    );
    await settle();
    await wire(access);
    await settle();
    expect((await listEvaluations(access, "recall")).map(({ state }) => state)).toEqual([
      "at_risk",
      "at_risk",
      "breached",
    ]);
  });

  test("a changed target judges every window anew", async () => {
    const { access } = await project();
    await wire(access);
    await send(
      access,
      [0.74, 0.74, 0.74].map((v, i): TestPoint => [hoursAgo(3) + i * HOUR, v]),
    );
    await settle();
    expect((await getCriterion(access, "recall")).state).toBe("at_risk");
    await changeCriterion(access, "recall", { target: 0.73 });
    await settle();
    expect((await listEvaluations(access, "recall")).map(({ state }) => state)).toEqual(["met", "met", "met"]);
  });

  test("a state that flips is in the audit once, points are not", async () => {
    const { access } = await project();
    await wire(access);
    await send(
      access,
      [0.7, 0.7, 0.7].map((v, i): TestPoint => [hoursAgo(3) + i * HOUR, v]),
    );
    await settle();
    await send(access, [[hoursAgo(3) + 60_000, 0.7]]);
    await settle();
    const notes = await auditOf({ action: "criterion.state", projectId: access.projectId });
    expect(notes.map(({ actorKind, before, after }) => ({ actorKind, before, after }))).toMatchObject([
      { actorKind: "rule", before: { state: "no_data" }, after: { state: "breached", alert: "open" } },
    ]);
    expect(
      await db.auditEvent.count({ where: { projectId: access.projectId, action: { startsWith: "metric" } } }),
    ).toBe(0);
  });

  test("evaluations of another project's criterion do not exist", async () => {
    const [mine, other] = [await project(), await project()];
    await wire(other.access);
    await expect(listEvaluations(mine.access, "recall")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("what a breach sets in motion", () => {
  test("one alert opens, monitoring is flagged; recovery resolves the one and, twice seen, the other", async () => {
    const { access, slug } = await project();
    await wire(access);
    await finish(access.projectId, "monitoring");
    const start = hoursAgo(10);
    await send(
      access,
      [0.9, 0.7, 0.7, 0.7].map((v, i): TestPoint => [start + i * HOUR, v]),
    );
    await at(new Date(start + 4 * HOUR), settle);
    expect(await alerts(access)).toMatchObject([
      { state: "open", kind: "criterion", occurrences: 1, openedAt: new Date(start + 4 * HOUR) },
    ]);
    expect(await stateOf(access, "monitoring")).toBe("needs_attention");
    expect(await lastMove(access, "monitoring")).toMatchObject({ verb: "flag", rule: "B9.1", actorKind: "rule" });

    await send(
      access,
      [0.9, 0.9].map((v, i): TestPoint => [start + (4 + i) * HOUR, v]),
    );
    await at(new Date(start + 5 * HOUR), settle);
    expect(await alerts(access)).toMatchObject([{ state: "open", lastAt: new Date(start + 5 * HOUR) }]);
    await at(new Date(start + 6 * HOUR), settle);
    expect((await getCriterion(access, "recall")).state).toBe("met");
    expect(await alerts(access)).toMatchObject([{ state: "resolved", resolvedAt: new Date(start + 6 * HOUR) }]);
    expect(await stateOf(access, "monitoring")).toBe("needs_attention");
    await at(new Date(start + 6 * HOUR + 300_000), () => judge({ id: access.projectId, slug }));
    expect(await stateOf(access, "monitoring")).toBe("done");
    expect(await lastMove(access, "monitoring")).toMatchObject({ verb: "dismiss", actorKind: "rule" });
  });

  test("a stage that somebody edited does not recover by itself", async () => {
    const { access, slug } = await project();
    await wire(access);
    await finish(access.projectId, "monitoring");
    await send(
      access,
      [0.7, 0.7, 0.7].map((v, i): TestPoint => [hoursAgo(8) + i * HOUR, v]),
    );
    await at(new Date(hoursAgo(5)), settle);
    await connect().stage.updateMany({
      where: { projectId: access.projectId, key: "monitoring" },
      data: { savedAt: new Date() },
    });
    await send(
      access,
      [0.9, 0.9, 0.9].map((v, i): TestPoint => [hoursAgo(5) + i * HOUR, v]),
    );
    await settle();
    for (let tick = 0; tick < 3; tick++) await judge({ id: access.projectId, slug });
    expect(await stateOf(access, "monitoring")).toBe("needs_attention");
  });

  test("the rule does not flag again on facts that a lead dismissed within a day", async () => {
    const { access, slug, lead } = await project();
    await wire(access);
    await finish(access.projectId, "monitoring");
    await send(
      access,
      [0.7, 0.7, 0.7].map((v, i): TestPoint => [hoursAgo(3) + i * HOUR, v]),
    );
    await settle();
    const { moveStage } = await import("#server/transitions.ts");
    await moveStage(await authorize(lead, slug, "stage.move"), "monitoring", {
      verb: "dismiss",
      reason: "Known, being worked on.",
    });
    await judge({ id: access.projectId, slug });
    expect(await stateOf(access, "monitoring")).toBe("done");
    await at(new Date(Date.now() + 25 * HOUR), () => judge({ id: access.projectId, slug }));
    expect(await stateOf(access, "monitoring")).toBe("needs_attention");
  });

  test("a stage that is not done is left alone", async () => {
    const { access } = await project();
    await wire(access);
    await send(
      access,
      [0.7, 0.7, 0.7].map((v, i): TestPoint => [hoursAgo(3) + i * HOUR, v]),
    );
    await settle();
    expect(await alerts(access)).toHaveLength(1);
    expect(await db.stageTransition.count({ where: { projectId: access.projectId } })).toBe(0);
  });

  test("the alert says the newest value and keeps the first, even of a window that is judged again", async () => {
    const { access } = await project();
    await wire(access);
    const start = hoursAgo(5);
    await send(
      access,
      [0.7, 0.69, 0.68, 0.65].map((v, i): TestPoint => [start + i * HOUR, v]),
    );
    await at(new Date(start + 3 * HOUR + 1), settle);
    const since = `since ${formatDateTime(start + 3 * HOUR)} UTC`;
    expect(await details(access)).toEqual([`Recall is 0.68, below the guardrail of 0.72, ${since}.`]);
    await at(new Date(start + 4 * HOUR + 1), settle);
    expect(await details(access)).toEqual([`Recall is 0.65, below the guardrail of 0.72, ${since} (then 0.68).`]);
    await send(access, [[start + 3 * HOUR, 0.648]]);
    await at(new Date(start + 4 * HOUR + 2), settle);
    expect(await details(access)).toEqual([`Recall is 0.648, below the guardrail of 0.72, ${since} (then 0.68).`]);
    await send(access, [[start + 3 * HOUR, 0.75]]);
    await at(new Date(start + 4 * HOUR + 3), settle);
    expect(await details(access)).toEqual([
      `Recall is 0.75, back on the right side of the guardrail of 0.72; breached ${since} (then 0.68), until 2 good windows in a row.`,
    ]);
  });

  test("letting the data stop does not resolve the alert, nor lift the cap of the health", async () => {
    const { access } = await project();
    await wire(access);
    await send(
      access,
      [0.7, 0.7, 0.7].map((v, i): TestPoint => [hoursAgo(9) + i * HOUR, v]),
    );
    await settle();
    expect((await getCriterion(access, "recall")).state).toBe("no_data");
    expect(await alerts(access)).toEqual([]);
    const other = await project();
    await wire(other.access);
    await send(
      other.access,
      [0.7, 0.7, 0.7].map((v, i): TestPoint => [hoursAgo(9) + i * HOUR, v]),
    );
    await at(new Date(hoursAgo(6)), settle);
    await settle();
    expect(await alerts(other.access)).toMatchObject([{ state: "open" }]);
    expect((await getCriterion(other.access, "recall")).state).toBe("no_data");
    const { projectId } = other.access;
    const figures = figuresOf(await loadProjectRecord(db, projectId), await surroundings(db, projectId));
    expect(figures.caps).toContain("guardrail_breached");
  });

  test("a second breach within 30 minutes of recovery reopens the alert", async () => {
    const { access } = await project();
    await wire(access, { windowSeconds: 300, cadenceSeconds: 300, breachAfter: 1, recoverAfter: 1 });
    const start = hoursAgo(2);
    for (const [i, value] of [0.7, 0.9, 0.7].entries()) {
      await send(access, [[start + i * 300_000, value]]);
      await at(new Date(start + (i + 1) * 300_000), settle);
    }
    expect(await alerts(access)).toMatchObject([{ state: "open", occurrences: 2, resolvedAt: null }]);
  });

  test("twenty batches at once lose nothing and open exactly one alert", async () => {
    const { access } = await project();
    await wire(access, { breachAfter: 1 });
    await finish(access.projectId, "monitoring");
    const start = hoursAgo(20);
    const sent = Array.from({ length: 20 }, (_, i) =>
      send(
        access,
        Array.from({ length: 50 }, (_, j): TestPoint => [start + i * HOUR + j * 60_000, 0.5]),
      ),
    );
    const [results] = await Promise.all([Promise.all(sent), settle(), settle(), settle()]);
    await settle();
    expect(results.reduce((sum, r) => sum + r.accepted, 0)).toBe(1000);
    const played = await listEvaluations(access, "recall");
    expect(played).toHaveLength(20);
    expect(played.every(({ samples, state }) => samples === 50 && state === "breached")).toBe(true);
    expect(await alerts(access)).toMatchObject([{ state: "open", occurrences: 1 }]);
    expect(await db.stageTransition.count({ where: { projectId: access.projectId, verb: "flag" } })).toBe(1);
  });
});

async function project() {
  const lead = await makePerson();
  const { slug } = await makeProject(lead);
  const access = await authorize(lead, slug, "project.read", "criterion.edit", "metrics.write", "alert.handle");
  return { access, slug, lead };
}

/** The worked path: 500 observations in the first minute of each hour, none where it says null. */
function path(start: number): TestPoint[] {
  return PATH.flatMap((value, i): TestPoint[] => (value === null ? [] : [[start + i * HOUR + 60_000, value, 500]]));
}

async function expectFold(access: Access<"project.read">, key: string, points: TestPoint[]): Promise<void> {
  const row = await db.criterion.findFirstOrThrow({ where: { projectId: access.projectId, key } });
  const criterion = criterionOf(row);
  const sorted = points.sort((a, b) => a[0] - b[0]);
  const first = sorted[0]?.[0] ?? 0;
  const ends = windowEnds(
    firstWindowEnd(first, criterion),
    lastEndedWindow(Date.now(), criterion),
    criterion.cadenceSeconds,
  );
  const aggregates = windowAggregates(
    sorted.map(([t, v, n = 1]) => bucketOfPoint(t, v, n)),
    criterion,
    ends,
  );
  const folded = run(
    criterion,
    aggregates.map(({ value, n }) => [value, n] as const),
  );
  const played = await listEvaluations(access, key, { from: new Date(0) });
  expect(played.map(({ windowEnd }) => windowEnd)).toEqual(ends);
  expect(played.map(({ bad, ok, nodata, latched, state }) => ({ bad, ok, nodata, latched, state }))).toEqual(folded);
  for (const [i, want] of aggregates.entries()) {
    const got = played[i]?.value ?? null;
    if (want.value === null) expect(got).toBeNull();
    else expect(got).toBeCloseTo(want.value, 9);
  }
  expect(row.state).toBe(folded.at(-1)?.state ?? "no_data");
}

async function waitingForLocks(): Promise<number> {
  const [row] = await db.$queryRaw<{ n: number }[]>`
    select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return row?.n ?? 0;
}

/** A stage that was finished long ago, as the log would say. */
async function finish(projectId: string, stageKey: string): Promise<void> {
  const long = new Date(Date.now() - 90 * DAY);
  await connect().stage.create({
    data: { projectId, key: stageKey, state: "done", since: long, iteration: 1, version: 1 },
  });
}

async function details(access: Access<"project.read">): Promise<string[]> {
  return (await alerts(access)).map(({ detail }) => detail);
}

function alerts(access: Access<"project.read">) {
  return db.alert.findMany({ where: { projectId: access.projectId }, orderBy: { openedAt: "asc" } });
}

async function stateOf(access: Access<"project.read">, stageKey: string) {
  return (
    await db.stage.findUniqueOrThrow({ where: { projectId_key: { projectId: access.projectId, key: stageKey } } })
  ).state;
}

function lastMove(access: Access<"project.read">, stageKey: string) {
  return db.stageTransition.findFirst({
    where: { projectId: access.projectId, stageKey },
    orderBy: [{ at: "desc" }, { id: "desc" }],
  });
}
