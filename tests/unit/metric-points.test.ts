import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMetrics, timeOf } from "#domain/metric-points.ts";

const NOW = Date.UTC(2026, 2, 16, 12);

describe("the time of a point", () => {
  test.each<[string | number, number, string]>([
    [1_773_662_400_000, 1_773_662_400_000, "epoch milliseconds"],
    [1_773_662_400_000.4, 1_773_662_400_000, "a fraction of a millisecond is rounded"],
    ["2026-03-16T12:00:00Z", NOW, "a whole second in UTC"],
    ["2026-03-16T12:00:00.250Z", NOW + 250, "milliseconds"],
    ["2026-03-16T13:00:00+01:00", NOW, "another zone"],
    ["2026-03-16T12:00:00", NOW, "no zone is UTC, wherever the server stands"],
    ["2026-03-16T12:00", NOW, "no seconds"],
    ["2026-03-16", NOW - 12 * 3_600_000, "a day is its first instant in UTC"],
    ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29), "a leap day"],
  ])("%s is %i: %s", (time, ms) => {
    expect(timeOf(time)).toBe(ms);
  });

  test.each([
    ["2026-02-30T00:00:00Z"],
    ["2026-02-29T00:00:00Z"],
    ["2026-13-01T00:00:00Z"],
    ["16 March 2026"],
    ["2026"],
    ["yesterday"],
    [""],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [null],
    [undefined],
    [{}],
    [true],
  ])("%s is no time", (time) => {
    expect(timeOf(time)).toBeNull();
  });
});

describe("reading a request", () => {
  test("one series, and several", () => {
    const one = parseMetrics(
      {
        series: { name: "recall", labels: { site: "A" }, unit: "share" },
        points: [
          [NOW, 0.7],
          [NOW + 1, 0.8, 200],
        ],
      },
      NOW,
    );
    expect(one).toMatchObject({
      ok: true,
      refused: [],
      sent: 2,
      batches: [
        {
          series: { name: "recall", labels: { site: "A" }, unit: "share" },
          times: [NOW, NOW + 1],
          values: [0.7, 0.8],
          weights: [1, 200],
        },
      ],
    });
    const many = parseMetrics(
      {
        batches: [
          { series: { name: "a" }, points: [[NOW, 1]] },
          { series: { name: "b" }, points: [["never", 1]] },
        ],
      },
      NOW,
    );
    expect(many).toMatchObject({ ok: true, sent: 2, refused: [{ batch: 1, index: 0 }] });
  });

  test.each([
    [[NOW, "0.7"], /finite number/],
    [[NOW, null], /finite number/],
    [[NOW, Number.POSITIVE_INFINITY], /finite number/],
    [[NOW, 1e200], /added up/],
    [["soon", 1], /no time/],
    [[NOW + 5 * 60_000 + 1, 1], /5 minutes ahead/],
    [[NOW - 400 * 86_400_000 - 1, 1], /400 days/],
    [[NOW, 1, -1], /negative/],
    [[NOW, 1, "many"], /n is not/],
    [[NOW, 1, Number.NaN], /n is not/],
    [[NOW], /\[time, value, n\?\]/],
    [[NOW, 1, 1, 1], /\[time, value, n\?\]/],
    [{ time: NOW, value: 1 }, /\[time, value, n\?\]/],
    [null, /\[time, value, n\?\]/],
  ])("refuses %j alone and says why", (point, why) => {
    const parsed = parseMetrics({ series: { name: "recall" }, points: [[NOW, 1], point, [NOW + 1, 2]] }, NOW);
    if (!parsed.ok) throw new Error("unreadable");
    expect(parsed.refused).toEqual([{ index: 1, reason: expect.stringMatching(why) }]);
    expect(parsed.batches[0]?.indexes).toEqual([0, 2]);
  });

  test.each([
    [[NOW + 5 * 60_000, 1], "exactly 5 minutes ahead"],
    [[NOW - 400 * 86_400_000, 1], "exactly 400 days old"],
    [[NOW, 0, 0], "nothing observed"],
    [[NOW, -1e-310], "a number too small to multiply"],
  ])("takes %j: %s", (point) => {
    expect(parseMetrics({ series: { name: "recall" }, points: [point] }, NOW)).toMatchObject({ ok: true, refused: [] });
  });

  test.each([
    [null, ""],
    [[], ""],
    ["points", ""],
    [{}, "points"],
    [{ series: { name: "a" } }, "points"],
    [{ series: { name: "a" }, points: {} }, "points"],
    [{ points: [] }, "series"],
    [{ series: { name: " " }, points: [] }, "series.name"],
    [{ series: { name: "a".repeat(201) }, points: [] }, "series.name"],
    [{ series: { name: "a\0b" }, points: [] }, "series.name"],
    [{ series: { name: "a", labels: { site: 1 } }, points: [] }, "series.labels"],
    [{ series: { name: "a", labels: [] }, points: [] }, "series.labels"],
    [{ series: { name: "a", unit: 5 }, points: [] }, "series.unit"],
    [{ batches: {} }, "batches"],
    [{ batches: [null] }, "batches.0"],
    [
      {
        batches: [
          { series: { name: "a" }, points: [] },
          { series: {}, points: [] },
        ],
      },
      "batches.1.series.name",
    ],
  ])("cannot read %j, because of %s", (body, path) => {
    const parsed = parseMetrics(body, NOW);
    expect(parsed.ok ? [] : parsed.issues.map((issue) => issue.path)).toContain(path);
  });

  test("never throws, and accounts for every point", () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), (points) => {
        const parsed = parseMetrics({ series: { name: "recall" }, points }, NOW);
        if (!parsed.ok) throw new Error("unreadable");
        expect(parsed.refused.length + (parsed.batches[0]?.times.length ?? 0)).toBe(points.length);
      }),
    );
    fc.assert(fc.property(fc.anything(), (body) => typeof parseMetrics(body, NOW).ok === "boolean"));
  });
});
