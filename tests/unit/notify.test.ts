import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wallTime } from "#domain/local-time.ts";
import { linesOf } from "#domain/news-lines.ts";
import { LEAST_GAP_MS, leavesAt, planMessage, type Rhythm, SAME_AGAIN_MS, type Waiting } from "#domain/notify.ts";

const BERLIN = "Europe/Berlin";
const at = (text: string) => Date.parse(text);
const minute = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

function rhythm(also: Partial<Rhythm> = {}): Rhythm {
  return { digest: "at_once", digestAt: 480, quietFrom: null, quietTo: null, timeZone: BERLIN, ...also };
}

function quiet(from: string, to: string, also: Partial<Rhythm> = {}): Rhythm {
  return rhythm({ quietFrom: minute(from), quietTo: minute(to), ...also });
}

function news(also: Partial<Waiting> = {}): Waiting {
  return { type: "alert.opened", dedup: "alert:1", severity: "warning", at: at("2026-03-16T09:00Z"), ...also };
}

function plan(waiting: readonly Waiting[], also: Partial<Parameters<typeof planMessage>[1]> = {}) {
  const now = also.now ?? Math.max(...waiting.map((each) => each.at));
  return planMessage(waiting, { now, rhythm: rhythm(), lastMessageAt: null, lastSaid: () => null, ...also });
}

describe("a message may leave", () => {
  const daily = rhythm({ digest: "daily", digestAt: minute("08:00") });
  const night = quiet("22:00", "07:00");

  test.each([
    ["at once where no digest is wanted", rhythm(), "2026-03-16T09:12:30Z", "2026-03-16T09:12:30Z"],
    ["with the hour", rhythm({ digest: "hourly" }), "2026-03-16T09:12:30Z", "2026-03-16T10:00Z"],
    [
      "with the next hour, where it fell on one",
      rhythm({ digest: "hourly" }),
      "2026-03-16T09:00Z",
      "2026-03-16T10:00Z",
    ],
    [
      "with the hour that the clock shows",
      rhythm({ digest: "hourly", timeZone: "Asia/Kathmandu" }),
      "2026-03-16T09:00Z",
      "2026-03-16T09:15Z",
    ],
    ["in the morning of the next day", daily, "2026-03-16T07:00Z", "2026-03-17T07:00Z"],
    ["in the same morning, where it happened before", daily, "2026-03-16T06:59:59Z", "2026-03-16T07:00Z"],
    ["by the clock, across the night in which it is put forward", daily, "2026-03-28T12:00Z", "2026-03-29T06:00Z"],
    ["by the clock, across the night in which it is put back", daily, "2026-10-24T12:00Z", "2026-10-25T07:00Z"],
    [
      "at the end of the gap, where its time is never shown",
      rhythm({ digest: "daily", digestAt: minute("02:30") }),
      "2026-03-28T12:00Z",
      "2026-03-29T01:00Z",
    ],
    [
      "at the first of two, where its time is shown twice",
      rhythm({ digest: "daily", digestAt: minute("02:30") }),
      "2026-10-24T12:00Z",
      "2026-10-25T00:30Z",
    ],
    ["just before quiet hours", night, "2026-03-16T20:59:59Z", "2026-03-16T20:59:59Z"],
    ["after quiet hours that it fell into", night, "2026-03-16T21:00Z", "2026-03-17T06:00Z"],
    ["after quiet hours, in their last second", night, "2026-03-17T05:59:59Z", "2026-03-17T06:00Z"],
    ["at their end, which is outside", night, "2026-03-17T06:00Z", "2026-03-17T06:00Z"],
    ["an hour earlier after the short night", night, "2026-03-28T21:30Z", "2026-03-29T05:00Z"],
    ["an hour later after the long night", night, "2026-10-24T20:30Z", "2026-10-25T06:00Z"],
    [
      "where quiet ends in the hour that comes twice, at the second for whoever passed the first",
      quiet("22:00", "02:30"),
      "2026-10-25T01:10Z",
      "2026-10-25T01:30Z",
    ],
    ["after quiet hours that lie within a day", quiet("12:00", "14:00"), "2026-03-16T12:00Z", "2026-03-16T13:00Z"],
    ["at any time, where they begin when they end", quiet("08:00", "08:00"), "2026-03-16T07:00Z", "2026-03-16T07:00Z"],
    [
      "after quiet hours, where the digest falls into them",
      quiet("22:00", "09:30", { digest: "daily", digestAt: minute("08:00") }),
      "2026-03-16T12:00Z",
      "2026-03-17T08:30Z",
    ],
  ])("%s", (_, given, happened, leaves) => {
    expect(leavesAt(given, news({ at: at(happened) }), at(happened))).toBe(at(leaves));
  });

  test("at once when it is critical, whatever the digest and the hour", () => {
    const strict = quiet("00:00", "23:59", { digest: "daily" });
    const given = news({ severity: "critical" });
    expect(leavesAt(strict, given, given.at)).toBe(given.at);
  });

  test("never in quiet hours unless it is critical, and always within two days (any zone, any hours)", () => {
    fc.assert(
      fc.property(
        fc.record({
          digest: fc.constantFrom("at_once" as const, "hourly" as const, "daily" as const),
          digestAt: fc.integer({ min: 0, max: 1439 }),
          quietFrom: fc.integer({ min: 0, max: 1439 }),
          quietTo: fc.integer({ min: 0, max: 1439 }),
          timeZone: fc.constantFrom("UTC", BERLIN, "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"),
        }),
        fc.integer({ min: at("2026-01-01T00:00Z"), max: at("2027-01-01T00:00Z") }),
        (given, happened) => {
          const leaves = leavesAt(given, news({ at: happened }), happened);
          expect(leaves).toBeGreaterThanOrEqual(happened);
          expect(leaves - happened).toBeLessThanOrEqual(50 * 3_600_000);
          const shown = Math.floor(wallTime(leaves, given.timeZone) / 60_000) % 1440;
          const { quietFrom: from, quietTo: to } = given;
          if (from !== to) expect(from < to ? shown < from || shown >= to : shown >= to && shown < from).toBe(true);
        },
      ),
    );
  });
});

describe("what waits for a channel", () => {
  test("leaves together, however much it is", () => {
    const storm = Array.from({ length: 10_000 }, (_, index) => news({ dedup: `alert:${index}` }));
    const { leave, later } = plan(storm);
    expect([leave.length, later.length]).toEqual([10_000, 0]);
  });

  test("waits for a minute after the last message, critical or not", () => {
    const now = at("2026-03-16T09:00:20Z");
    const both = [news(), news({ dedup: "alert:2", severity: "critical" })];
    const lastMessageAt = at("2026-03-16T09:00Z");
    const { leave, later } = plan(both, { now, lastMessageAt });
    expect(leave).toEqual([]);
    expect(later.map((each) => each.at)).toEqual([lastMessageAt + LEAST_GAP_MS, lastMessageAt + LEAST_GAP_MS]);
  });

  test("leaves the rest behind when something critical does not wait for the digest", () => {
    const both = [news(), news({ dedup: "alert:2", severity: "critical" })];
    const { leave, later } = plan(both, { rhythm: rhythm({ digest: "hourly" }) });
    expect(leave).toEqual([both[1]]);
    expect(later).toEqual([{ news: both[0], at: at("2026-03-16T10:00Z") }]);
  });

  test("is put off until an hour after the same was said, with all that the same alert did since", () => {
    const said = at("2026-03-16T08:30Z");
    const flaps = [news({ type: "alert.reopened" }), news({ type: "alert.resolved", at: at("2026-03-16T09:05Z") })];
    const lastSaid = ({ type }: Waiting) => (type === "alert.reopened" ? said : null);
    const { leave, later } = plan(flaps, { lastSaid });
    expect(leave).toEqual([]);
    expect(later.map((each) => each.at)).toEqual([said + SAME_AGAIN_MS, said + SAME_AGAIN_MS]);
    expect(plan(flaps, { lastSaid, now: said + SAME_AGAIN_MS }).leave).toEqual(flaps);
  });

  test("is not put off when it is critical, or when a person did it", () => {
    const lastSaid = () => at("2026-03-16T08:59Z");
    const loud = news({ severity: "critical" });
    const comment = news({ type: "comment.added", dedup: "comment:1", severity: "info" });
    expect(plan([loud, comment], { lastSaid }).leave).toEqual([loud, comment]);
  });

  test("and is put off into quiet hours, leaves after them", () => {
    const lastSaid = () => at("2026-03-16T20:30Z");
    const { later } = plan([news({ at: at("2026-03-16T20:50Z") })], { lastSaid, rhythm: quiet("22:00", "07:00") });
    expect(later.map((each) => each.at)).toEqual([at("2026-03-17T06:00Z")]);
  });

  test("as a test of the channel does not wait for a digest", () => {
    const tried = news({ type: "test", severity: "info" });
    expect(plan([tried], { rhythm: quiet("00:00", "23:59", { digest: "daily" }) }).leave).toEqual([tried]);
  });
});

describe("a message says", () => {
  const later = (minutes: number, also: Partial<Waiting>) => news({ at: news().at + minutes * 60_000, ...also });

  test("one alert in one line: how it stands, and what it did", () => {
    const opened = news();
    const resolved = later(7, { type: "alert.resolved" });
    expect(linesOf([resolved, opened])).toEqual([{ news: resolved, severity: "warning", course: "opened, resolved" }]);
  });

  test("how often, of what came more than once", () => {
    const all = [
      news({ type: "alert.reopened" }),
      later(1, { type: "alert.resolved" }),
      later(2, { type: "alert.reopened" }),
    ];
    expect(linesOf(all)[0]?.course).toBe("opened again 2 times, resolved");
    const comments = [
      news({ type: "comment.added", dedup: "stage:1" }),
      later(1, { type: "comment.added", dedup: "stage:1" }),
    ];
    expect(linesOf(comments)[0]?.course).toBe("2 times");
  });

  test("each step of a stage by itself", () => {
    const steps = ["stage.submitted", "stage.signed", "stage.approved"] as const;
    const lines = linesOf(steps.map((type, index) => later(index, { type, dedup: "stage:1", severity: "info" })));
    expect(lines.map((line) => [line.news.type, line.course])).toEqual(steps.toReversed().map((type) => [type, ""]));
  });

  test("what is critical first, and keeps an alert critical that ended", () => {
    const lines = linesOf([
      later(9, { dedup: "stage:1", type: "stage.signed", severity: "info" }),
      later(5, { dedup: "alert:2" }),
      news({ severity: "critical" }),
      later(8, { type: "alert.resolved", severity: "warning" }),
    ]);
    expect(lines.map((line) => line.severity)).toEqual(["critical", "warning", "info"]);
  });
});
