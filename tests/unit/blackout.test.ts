import { describe, expect, test } from "vitest";
import { blackoutEnd } from "#domain/blackout.ts";
import { type Cron, parseCron } from "#domain/cron.ts";

const BERLIN = "Europe/Berlin";
const at = (text: string) => Date.parse(text);

function windows(...lines: readonly (readonly [line: string, hours: number])[]) {
  return lines.map(([line, hours]) => ({ cron: cron(line), hours }));
}

function cron(line: string): Cron {
  const read = parseCron(line);
  if (!read) throw new Error(`${line} cannot be read`);
  return read;
}

describe("a blackout window", () => {
  const weekend = windows(["0 18 * * 5", 62]);

  test.each([
    ["just before it opens", "2026-03-20T17:59:59Z", null],
    ["at the moment in which it opens", "2026-03-20T18:00:00Z", "2026-03-23T08:00:00Z"],
    ["in its last second", "2026-03-23T07:59:59Z", "2026-03-23T08:00:00Z"],
    ["at its end, which is outside", "2026-03-23T08:00:00Z", null],
  ])("of a weekend: %s", (_, now, end) => {
    expect(blackoutEnd(weekend, "UTC", at(now))).toBe(end === null ? null : at(end));
  });

  test("opens by the project's clock, in summer and in winter", () => {
    const night = windows(["0 22 * * *", 8]);
    expect(blackoutEnd(night, BERLIN, at("2026-01-10T20:59Z"))).toBeNull();
    expect(blackoutEnd(night, BERLIN, at("2026-01-10T21:00Z"))).toBe(at("2026-01-11T05:00Z"));
    expect(blackoutEnd(night, BERLIN, at("2026-07-10T20:00Z"))).toBe(at("2026-07-11T04:00Z"));
  });

  test("lasts its hours in the nights in which the clock is moved: to 07:00 in March, to 05:00 in October", () => {
    const night = windows(["0 22 * * *", 8]);
    expect(blackoutEnd(night, BERLIN, at("2026-03-28T21:30Z"))).toBe(at("2026-03-29T05:00Z"));
    expect(blackoutEnd(night, BERLIN, at("2026-10-24T20:30Z"))).toBe(at("2026-10-25T04:00Z"));
  });

  test("that would open in the hour that is left out opens at the end of the gap, and one of an hour that comes twice once", () => {
    const early = windows(["30 2 * * *", 1]);
    expect(blackoutEnd(early, BERLIN, at("2026-03-29T00:59Z"))).toBeNull();
    expect(blackoutEnd(early, BERLIN, at("2026-03-29T01:00Z"))).toBe(at("2026-03-29T02:00Z"));
    expect(blackoutEnd(early, BERLIN, at("2026-10-25T00:30Z"))).toBe(at("2026-10-25T01:30Z"));
    expect(blackoutEnd(early, BERLIN, at("2026-10-25T01:30Z"))).toBeNull();
  });

  test("joins those that overlap or follow each other, of one line and of several", () => {
    expect(blackoutEnd(windows(["0 */2 * * *", 3]), "UTC", at("2026-03-16T09:00Z"))).toBe(Number.POSITIVE_INFINITY);
    const two = windows(["0 8 16 3 *", 4], ["0 12 16 3 *", 2]);
    expect(blackoutEnd(two, "UTC", at("2026-03-16T09:00Z"))).toBe(at("2026-03-16T14:00Z"));
    const often = windows(["*/5 8 16 3 *", 1]);
    expect(blackoutEnd(often, "UTC", at("2026-03-16T08:02Z"))).toBe(at("2026-03-16T09:55Z"));
  });

  test("is none where no line is given", () => {
    expect(blackoutEnd([], "UTC", at("2026-03-16T09:00Z"))).toBeNull();
  });
});
