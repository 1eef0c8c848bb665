import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cron, dueTick, nextCron, parseCron } from "#domain/cron.ts";
import { instantOf, wallTime } from "#domain/local-time.ts";

const BERLIN = "Europe/Berlin";

function cron(line: string): Cron {
  const parsed = parseCron(line);
  if (!parsed) throw new Error(`cannot read "${line}"`);
  return parsed;
}

function next(line: string, zone: string, after: string): string | null {
  const instant = nextCron(cron(line), zone, Date.parse(after));
  return instant === null ? null : new Date(instant).toISOString().replace(":00.000Z", "Z");
}

describe("the next run", () => {
  it.each([
    ["a plain day", "30 14 * * *", "UTC", "2026-03-16T09:00Z", "2026-03-16T14:30Z"],
    ["strictly after", "30 14 * * *", "UTC", "2026-03-16T14:30Z", "2026-03-17T14:30Z"],
    ["a second before", "30 14 * * *", "UTC", "2026-03-16T14:29:59Z", "2026-03-16T14:30Z"],
    ["every quarter of an hour", "*/15 * * * *", "UTC", "2026-03-16T09:07Z", "2026-03-16T09:15Z"],
    ["the demo's schedule", "0 3 1 * *", BERLIN, "2026-03-16T09:00Z", "2026-04-01T01:00Z"],
    ["a weekday by name", "0 9 * * mon-fri", "UTC", "2026-03-20T10:00Z", "2026-03-23T09:00Z"],
    ["Sunday as 7", "0 0 * * 7", "UTC", "2026-03-16T00:00Z", "2026-03-22T00:00Z"],
    ["a month by name", "0 0 1 jan *", "UTC", "2026-03-16T00:00Z", "2027-01-01T00:00Z"],
    ["either day field where both are set", "0 0 13 * 5", "UTC", "2026-03-14T00:00Z", "2026-03-20T00:00Z"],
    ["the 31st skips short months", "0 0 31 * *", "UTC", "2026-03-31T00:00Z", "2026-05-31T00:00Z"],
    ["29 February", "0 0 29 2 *", "UTC", "2026-03-16T00:00Z", "2028-02-29T00:00Z"],
    ["29 February over a century without one", "0 0 29 2 *", "UTC", "2096-03-01T00:00Z", "2104-02-29T00:00Z"],
    ["a day that never comes", "0 0 31 2 *", "UTC", "2026-03-16T00:00Z", null],
    ["clock forward: the end of the gap", "30 2 * * *", BERLIN, "2026-03-28T12:00Z", "2026-03-29T01:00Z"],
    ["the day after the gap", "30 2 * * *", BERLIN, "2026-03-29T01:00Z", "2026-03-30T00:30Z"],
    ["several times in the gap run once", "*/15 2 * * *", BERLIN, "2026-03-29T01:00Z", "2026-03-30T00:00Z"],
    ["clock back: the first occurrence", "30 2 * * *", BERLIN, "2026-10-24T12:00Z", "2026-10-25T00:30Z"],
    ["clock back: not again", "30 2 * * *", BERLIN, "2026-10-25T00:30Z", "2026-10-26T01:30Z"],
    ["clock back: asked in between", "30 2 * * *", BERLIN, "2026-10-25T01:10Z", "2026-10-26T01:30Z"],
    ["clock back: the hour after", "0 3 * * *", BERLIN, "2026-10-25T00:30Z", "2026-10-25T02:00Z"],
    ["half an hour forward", "15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00Z", "2026-10-03T15:30Z"],
    ["a zone that moved at midnight", "30 0 * * *", "America/Santiago", "2026-09-05T12:00Z", "2026-09-06T04:00Z"],
    ["a day that a zone left out", "0 12 30 12 *", "Pacific/Apia", "2011-12-29T00:00Z", "2011-12-30T10:00Z"],
    ["an odd zone", "0 9 * * *", "Asia/Kathmandu", "2026-03-16T00:00Z", "2026-03-16T03:15Z"],
  ])("%s", (_, line, zone, after, expected) => {
    expect(next(line, zone, after)).toBe(expected);
  });

  it("lies strictly after now, matches its fields outside clock changes, and nothing lies in between", () => {
    const field = (max: number) => fc.uniqueArray(fc.nat(max), { minLength: 1, maxLength: 3 });
    const line = fc.record({ minutes: field(59), hours: field(23), daysOfWeek: fc.option(field(6)) });
    const zones = fc.constantFrom("UTC", BERLIN, "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe");
    const instants = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) });
    fc.assert(
      fc.property(line, zones, instants, (fields, zone, after) => {
        const sorted = { minutes: fields.minutes.toSorted(order), hours: fields.hours.toSorted(order) };
        const months = Array.from({ length: 12 }, (_, index) => index + 1);
        const each: Cron = { ...sorted, months, daysOfMonth: null, daysOfWeek: fields.daysOfWeek };
        const tick = nextCron(each, zone, after);
        if (tick === null) throw new Error("every week has such a day");
        expect(tick).toBeGreaterThan(after);
        expect(nextCron(each, zone, tick - 1)).toBe(tick);
        const shown = new Date(wallTime(tick, zone));
        const inGap = instantOf(shown.getTime() - 1000, zone) === tick;
        if (inGap) return;
        expect(each.minutes).toContain(shown.getUTCMinutes());
        expect(each.hours).toContain(shown.getUTCHours());
        if (each.daysOfWeek) expect(each.daysOfWeek).toContain(shown.getUTCDay());
      }),
      { numRuns: 200 },
    );
  });
});

describe("a line", () => {
  it.each([
    "",
    "* * * *",
    "* * * * * *",
    "60 * * * *",
    "* 24 * * *",
    "* * 0 * *",
    "* * * 13 *",
    "* * * * 8",
    "5-1 * * * *",
  ])("%s cannot be read", (line) => {
    expect(parseCron(line)).toBeNull();
  });
  it.each(["*/0 * * * *", "a * * * *", "1, * * * *", "-1 * * * *", "1.5 * * * *", "* * * mon *"])(
    "%s cannot be read either",
    (line) => {
      expect(parseCron(line)).toBeNull();
    },
  );

  it("reads lists, ranges and steps", () => {
    expect(cron("0,30 8-10 */10 1-12/3 5/1")).toEqual({
      minutes: [0, 30],
      hours: [8, 9, 10],
      daysOfMonth: [1, 11, 21, 31],
      months: [1, 4, 7, 10],
      daysOfWeek: [5, 6, 0],
    });
    expect(cron("* * * * *")).toMatchObject({ daysOfMonth: null, daysOfWeek: null });
  });
});

describe("what is due", () => {
  const at = (text: string) => Date.parse(text);
  it("is one run, however many were missed", () => {
    const daily = cron("0 3 * * *");
    const missed = dueTick(daily, "UTC", at("2026-03-10T04:00Z"), at("2026-03-16T09:00Z"));
    expect(missed).toBe(at("2026-03-11T03:00Z"));
    expect(dueTick(daily, "UTC", at("2026-03-16T09:00Z"), at("2026-03-16T10:00Z"))).toBeNull();
    expect(dueTick(daily, "UTC", at("2026-03-16T02:59Z"), at("2026-03-16T03:00Z"))).toBe(at("2026-03-16T03:00Z"));
  });
});

describe("local time", () => {
  it("goes there and back, but for an hour that comes twice", () => {
    const instants = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2035, 0, 1) });
    fc.assert(
      fc.property(instants, fc.constantFrom("UTC", BERLIN, "America/St_Johns", "Pacific/Apia"), (instant, zone) => {
        const back = instantOf(wallTime(instant, zone), zone);
        expect(back).toBeLessThanOrEqual(instant);
        expect(wallTime(back, zone)).toBe(wallTime(instant, zone));
      }),
      { numRuns: 300 },
    );
  });

  it("knows no zone that does not exist", () => {
    expect(() => wallTime(0, "Mars/Olympus")).toThrow(RangeError);
  });
});

function order(a: number, b: number): number {
  return a - b;
}
