import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { portfolioOf } from "#server/access.ts";
import { at } from "#server/clock.ts";
import { connect, db, disconnect } from "#server/db.ts";
import { portfolioBottlenecks, portfolioMap, stageBoard } from "#server/portfolio-views.ts";
import { countStageTimes, organisationStageTimes, renewStageTimes } from "#server/stage-flow.ts";
import { saveStage } from "#server/stages.ts";
import type { TransitionInput } from "#server/transitions.ts";
import { makePerson } from "../support/people.ts";
import { move, team } from "../support/project.ts";

afterAll(disconnect);

const DAY = 86_400_000;
const START = new Date("2026-01-05T08:00:00Z");
const daysIn = (days: number) => new Date(START.getTime() + days * DAY);
const GOOD = {
  ...{ upfrontCost: 0, buildCost: 10, buildMonths: 1, rampMonths: 0, horizonMonths: 36, runCostMonthly: 0 },
  ...{ successProbability: 1, benefitMonthly: 500_000, strategicAlignment: 5, urgency: 5 },
  feasibility: { dataAvailability: 5, dataQuality: 5, technicalSimplicity: 5, skills: 5 },
};

type Team = Awaited<ReturnType<typeof team>>;
let blocked: Team;
let running: Team;
const block: Omit<TransitionInput, "verb"> = {
  reason: "The contract is unsigned, so nothing comes in.",
  blockedBy: "Vendor",
  expectedUntil: "2026-02-01",
};

/** One project works two days and is blocked for six; the other has worked for four. */
beforeAll(async () => {
  await at(START, async () => {
    blocked = await team();
    running = await team();
    await saveStage(running.as.PM, "business-case", { version: 0, document: GOOD });
    await move(blocked.as.PM, "business-case", "start");
  });
  await at(daysIn(2), () => move(blocked.as.PM, "business-case", "block", block));
});

describe("the stage board", () => {
  test("shows each project where it stands, the longest first, with whom it waits for", async () => {
    const columns = await stageBoard(portfolioOf(await admin()), {});
    const first = columns.find(({ stageKey }) => stageKey === "business-case");
    expect(columns.map(({ stageKey }) => stageKey)).toHaveLength(10);
    expect(first?.count).toBe(2);
    expect(first?.cards.map(({ slug, state, blockedBy }) => ({ slug, state, blockedBy }))).toEqual([
      { slug: running.project.slug, state: "in_progress", blockedBy: null },
      { slug: blocked.project.slug, state: "blocked", blockedBy: "Vendor" },
    ]);
  });

  test("keeps the filters, and shows strangers nothing", async () => {
    const counts = async (columns: ReturnType<typeof stageBoard>) =>
      (await columns).reduce((sum, { count }) => sum + count, 0);
    expect(await counts(stageBoard(portfolioOf(await admin()), { state: "blocked" }))).toBe(1);
    expect(await counts(stageBoard(portfolioOf(await makePerson()), {}))).toBe(0);
  });
});

describe("the portfolio map", () => {
  test("places what has a value and a feasibility, and counts the others", async () => {
    const map = await portfolioMap(portfolioOf(await admin()), {});
    expect(map).toMatchObject({ counts: { do_now: 1, de_risk: 0, fill_in: 0, park: 0 }, unknown: 1 });
    expect(map.bubbles).toMatchObject([
      { slug: running.project.slug, value: 100, feasibility: 100, quadrant: "do_now" },
    ]);
    expect(map.bubbles[0]?.delayLoss).toBeGreaterThan(0);
  });
});

describe("time in stages", () => {
  test("is work and waiting up to now, open stages with their age", async () => {
    const times = await at(daysIn(8), () => countStageTimes(null));
    expect(times).toMatchObject([{ stageKey: "business-case", finished: 0, open: 2, medianDays: 8, workedDays: [] }]);
    expect(times[0]?.waitShare).toBeCloseTo(6 / 16, 6);
  });

  test("ranks the stages: median over target, raised by waiting", async () => {
    const { stages } = await at(daysIn(8), async () =>
      portfolioBottlenecks(portfolioOf(await admin()), { state: "blocked" }),
    );
    expect(stages[0]).toMatchObject({ key: "business-case", wip: 1, open: 1, medianDays: 8, targetDays: 10 });
    expect(stages[0]?.index).toBeCloseTo(0.8 * 1.75, 6);
    expect(stages.slice(1).every(({ index }) => index === null)).toBe(true);
  });

  test("is kept by housekeeping for a quarter of an hour, and read from there", async () => {
    expect(await at(daysIn(8), renewStageTimes)).toBe(true);
    expect(await at(daysIn(8), renewStageTimes)).toBe(false);
    await connect().portfolioStat.update({ where: { key: "stage-times" }, data: { value: [] } });
    expect((await at(daysIn(8), organisationStageTimes)).stages).toEqual([]);
    const later = new Date(daysIn(8).getTime() + 16 * 60_000);
    expect(await at(later, renewStageTimes)).toBe(true);
    expect((await at(later, organisationStageTimes)).stages).toHaveLength(1);
    expect(await db.portfolioStat.count()).toBe(1);
  });

  test("is counted on the spot where what was kept is older than a day", async () => {
    const { stages, computedAt } = await at(daysIn(30), organisationStageTimes);
    expect(computedAt).toEqual(daysIn(30));
    expect(stages[0]?.medianDays).toBeCloseTo(30, 6);
  });

  test("of a reader who sees nothing is nothing", async () => {
    const { stages, projects } = await portfolioBottlenecks(portfolioOf(await makePerson()), {});
    expect([projects, stages.every(({ index }) => index === null)]).toEqual([0, true]);
  });
});

function admin() {
  return makePerson("Ada Admin", { isAdmin: true });
}
