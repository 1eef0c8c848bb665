import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bottlenecks } from "#domain/bottleneck.ts";
import { dwell, flow, type StageVisit, waitShare } from "#domain/flow.ts";
import { type ArtefactEvent, AXES, countIterations } from "#domain/iterations.ts";
import { mlTestScore, sectionScore, testBand } from "#domain/ml-test-score.ts";
import { forecastStageEnd } from "#domain/stage-forecast.ts";
import { timeSplit } from "#domain/time-split.ts";
import { STAGE_STATES } from "#domain/vocabulary.ts";

const DAY = 86_400_000;

describe("dwell", () => {
  it("adds visits of the same state, in whatever order they come, and stops at the end", () => {
    const visits: StageVisit[] = [
      { at: 20_000, state: "in_progress" },
      { at: 0, state: "in_progress" },
      { at: 10_000, state: "blocked" },
      { at: 99_000, state: "done" },
    ];
    expect(dwell(visits, 25_000)).toEqual({ in_progress: 15, blocked: 10 });
    expect(dwell([], 25_000)).toEqual({});
  });

  it("fills the whole time from the first move to the end", () => {
    const visits = fc.array(fc.record({ at: fc.nat(1e6), state: fc.constantFrom(...STAGE_STATES) }), { minLength: 1 });
    fc.assert(
      fc.property(visits, (given) => {
        const all = Object.values(dwell(given, 2e6)).reduce((sum, seconds) => sum + seconds, 0);
        expect(all).toBeCloseTo((2e6 - Math.min(...given.map(({ at }) => at))) / 1000, 6);
      }),
    );
  });

  it("waits while blocked, in review or flagged", () => {
    const share = waitShare({ in_progress: 60, blocked: 10, in_review: 20, needs_attention: 10, done: 1000 });
    expect(share).toBe(0.4);
    expect(waitShare({ done: 5 })).toBeNull();
  });
});

describe("flow efficiency", () => {
  const interval = fc.record({ from: fc.integer({ min: -1000, max: 1000 }), to: fc.option(fc.nat(2000)) });
  it("lies within 0..1, whatever overlaps or reaches outside", () => {
    fc.assert(
      fc.property(fc.array(interval), fc.nat(500), fc.nat(500), (active, start, length) => {
        const { flowEfficiency, activeDays, leadTimeDays } = flow(active, start, start + length);
        expect(activeDays).toBeLessThanOrEqual(leadTimeDays);
        if (length === 0) expect(flowEfficiency).toBeNull();
        else expect(flowEfficiency).toBeGreaterThanOrEqual(0);
        expect(flowEfficiency ?? 1).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("is the days in which anything was in progress, told day by day", () => {
    const days = fc.array(fc.record({ from: fc.integer({ min: -5, max: 40 }), to: fc.option(fc.nat(50)) }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(days, fc.nat(30), (active, length) => {
        const worked = Array.from({ length }, (_, day) => day).filter((day) =>
          active.some(({ from, to }) => from <= day && day < (to ?? length)),
        );
        const told = active.map(({ from, to }) => ({ from: from * DAY, to: to === null ? null : to * DAY }));
        expect(flow(told, 0, length * DAY).activeDays).toBeCloseTo(worked.length, 9);
      }),
    );
  });

  it("counts what goes on up to the end, and nothing twice", () => {
    const same = [
      { from: 0, to: null },
      { from: 0, to: 4 * DAY },
    ];
    expect(flow(same, 0, 8 * DAY)).toEqual({ leadTimeDays: 8, activeDays: 8, flowEfficiency: 1 });
    expect(flow([], 0, 8 * DAY).flowEfficiency).toBe(0);
    expect(flow(same, 5, 1)).toEqual({ leadTimeDays: 0, activeDays: 0, flowEfficiency: null });
  });
});

describe("bottlenecks", () => {
  const stage = { dwellDays: [10], targetDays: 10, waitShare: 0, wip: 1 };
  it("rank by index, then projects in the stage, then its number, and last what nobody passed", () => {
    const ranked = bottlenecks([
      { ...stage, stage: 1, dwellDays: [] },
      { ...stage, stage: 4 },
      { ...stage, stage: 3 },
      { ...stage, stage: 5, wip: 2 },
      { ...stage, stage: 6, waitShare: 0.5 },
      { ...stage, stage: 7, targetDays: 0, wip: 9 },
    ]);
    expect(ranked.map((each) => each.stage)).toEqual([6, 5, 3, 4, 7, 1]);
    expect(ranked.map(({ index }) => index)).toEqual([1.5, 1, 1, 1, null, null]);
  });

  it("count open visits by their age, and mark them", () => {
    expect(bottlenecks([{ ...stage, stage: 2, openDays: [30] }])).toEqual([
      { stage: 2, medianDays: 20, index: 2, wip: 1, open: 1 },
    ]);
  });
});

describe("the forecast of a stage's end", () => {
  const facts = { now: 0, targetDays: 20, activeDays: 5, waitShare: 0.5, finishedDays: [] };
  it("stretches what is left by waiting, and never lies in the past", () => {
    expect(forecastStageEnd(facts)).toEqual({ end: 22.5 * DAY, range: null });
    expect(forecastStageEnd({ ...facts, waitShare: null }).end).toBe(15 * DAY);
    expect(forecastStageEnd({ ...facts, activeDays: 25 }).end).toBe(0);
  });

  it("has a range from five finished visits on", () => {
    expect(forecastStageEnd({ ...facts, finishedDays: [10, 20, 30, 40] }).range).toBeNull();
    const { range } = forecastStageEnd({ ...facts, waitShare: 0, finishedDays: [10, 20, 30, 40, 50] });
    expect(range).toEqual({ early: 15 * DAY, late: 35 * DAY });
  });
});

describe("iterations", () => {
  it("count going back as a change, and the same release once", () => {
    const events: ArtefactEvent[] = [
      { axis: "data", version: "1", release: true },
      { axis: "data", version: "2" },
      { axis: "data", version: "1", release: true },
      { axis: "code", version: "a", release: true },
    ];
    expect(countIterations(events)).toEqual({ data: 3, code: 1, model: 0, solution: 2 });
    expect(countIterations([])).toEqual({ data: 0, code: 0, model: 0, solution: 0 });
  });

  it("of the solution are never more than releases, those of an axis never more than its events", () => {
    const event = fc.record({
      axis: fc.constantFrom(...AXES),
      version: fc.constantFrom("1", "2"),
      release: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const counts = countIterations(events);
        expect(counts.solution).toBeLessThanOrEqual(events.filter(({ release }) => release).length);
        for (const axis of AXES) {
          expect(counts[axis]).toBeLessThanOrEqual(events.filter((each) => each.axis === axis).length);
        }
      }),
    );
  });
});

describe("the split of time", () => {
  it("of the demo is 21.9 % modelling", () => {
    const hours = { framing: 96, data: 720, modelling: 410, deployment: 360, monitoring: 180, governance: 110 };
    const split = timeSplit(hours);
    expect(split?.modellingShare).toBeCloseTo(0.2186, 4);
    expect(split?.aboveReference).toBeCloseTo(0.0186, 4);
    expect(split?.hours).toBe(1876);
  });

  it("without modelling is 0, without hours unknown", () => {
    expect(timeSplit({ data: 5 })?.modellingShare).toBe(0);
    expect([timeSplit({}), timeSplit({ data: 0 })]).toEqual([null, null]);
  });
});

describe("the ML Test Score", () => {
  it.each([
    [0, "research"],
    [0.5, "holes likely"],
    [1, "holes likely"],
    [1.5, "basic"],
    [2, "basic"],
    [3, "reasonable"],
    [3.5, "strong"],
    [5, "strong"],
    [5.5, "exceptional"],
  ])("of %s is %s", (score, band) => {
    expect(testBand(score)).toBe(band);
  });

  it("is the weakest section's, the first of equals, and sums seven tests", () => {
    expect(mlTestScore({ data: 2, model: 1, infrastructure: 1, monitoring: 3 })).toEqual({
      ...{ score: 1, weakest: "model", band: "holes likely" },
    });
    expect(sectionScore([1, 0.5, 0, 1])).toBe(2.5);
    expect(sectionScore(Array(9).fill(1))).toBe(7);
  });
});
