import { expect, test } from "vitest";
import { concerns, daysLeft, expiryWords } from "#domain/reminders.ts";

const at = (text: string) => Date.parse(text);

test.each([
  ["2026-03-28", "2026-03-16T23:00:00Z", "expires in 12 days"],
  ["2026-03-17T00:00:00Z", "2026-03-16T23:59:00Z", "expires tomorrow"],
  ["2026-03-16", "2026-03-16T09:00:00Z", "expires today"],
  ["2026-03-15", "2026-03-16T00:00:00Z", "expired yesterday"],
  ["2026-03-01", "2026-03-16T09:00:00Z", "expired 15 days ago"],
])("%s, seen at %s, %s", (until, now, words) => {
  expect(expiryWords(daysLeft(at(until), at(now)))).toBe(words);
});

test("an acceptance concerns those who gave it, a drill those who hold it, nothing a viewer", () => {
  expect(concerns("acceptance", ["RV"])).toBe(true);
  expect(concerns("acceptance", ["ML"])).toBe(false);
  expect(concerns("drill", ["ML", "PM"])).toBe(true);
  expect(concerns("licence", ["VW"])).toBe(false);
});
