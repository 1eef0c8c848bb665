import { describe, expect, test } from "vitest";
import {
  decimalsInColumn,
  formatGap,
  formatMoney,
  formatMoneyCompact,
  formatNumber,
  formatPercent,
  formatPoints,
  formatPValue,
  formatRatio,
  formatScore,
  formatValue,
  unitInColumn,
  unitLabel,
} from "#lib/format.ts";
import { formatAgo, formatDate, formatDateTime, formatDay, formatMonth, formatUtc } from "#lib/format-date.ts";
import { formatBytes, formatDays, formatDurationSeconds, formatWindow, plural } from "#lib/format-size.ts";

describe("numbers", () => {
  test.each([
    [0.742, "0.742"],
    [0.00132, "0.00132"],
    [0.61, "0.61"],
    [0.3, "0.30"],
    [6.9, "6.9"],
    [47, "47"],
    [350.28, "350.3"],
    [12_345.6, "12,346"],
    [0, "0"],
    [-0.031, "−0.031"],
    [null, "–"],
    [Number.NaN, "–"],
  ])("%s reads %s", (value, text) => expect(formatNumber(value)).toBe(text));

  test("a negative that rounds to nothing loses its sign", () => expect(formatNumber(-0.001, 2)).toBe("0.00"));
  test("ratios have two decimals, scores none", () => {
    expect(formatRatio(0.7999999)).toBe("0.80");
    expect(formatScore(78.5)).toBe("79");
  });
  test("p-values below a thousandth say so", () => {
    expect(formatPValue(0.00148)).toBe("0.001");
    expect(formatPValue(0.0004)).toBe("<0.001");
  });
  test("percent has one decimal and no dust of binary fractions", () => {
    expect(formatPercent(0.714)).toBe("71.4%");
    expect(formatPercent(0.2845)).toBe("28.5%");
    expect(formatPercent(0.285, 0)).toBe("29%");
  });
  test("differences of rates are points with a sign", () => {
    expect(formatPoints(0.023)).toBe("+2.3 points");
    expect(formatPoints(-0.1875)).toBe("−18.8 points");
    expect([0.00132, 0.0424, 0.1875, 0, null].map(formatGap)).toEqual([
      "0.13 points",
      "4.2 points",
      "18.8 points",
      "0.00 points",
      "–",
    ]);
    expect(formatValue(0.002, "points")).toBe("0.20 points");
  });
});

describe("money", () => {
  test.each([
    [2_737_620.73, "EUR", "€2.74M", "€2,737,621"],
    [180_303.27, "EUR", "€180k", "€180,303"],
    [21_600_000, "USD", "$21.6M", "$21,600,000"],
    [999_700, "GBP", "£1M", "£999,700"],
    [12.5, "GBP", "£12.50", "£12.50"],
    [640, "CHF", "CHF 640", "CHF 640"],
    [-1_200_000, "EUR", "−€1.2M", "−€1,200,000"],
  ])("%d %s is %s and in full %s", (amount, currency, compact, full) => {
    expect(formatMoneyCompact(amount, currency)).toBe(compact);
    expect(formatMoney(amount, currency)).toBe(full);
  });
});

describe("values with units", () => {
  test.each([
    [0.041, "fraction", "4.1%"],
    [0.002, "fraction", "0.20%"],
    [4.1, "%", "4.1%"],
    [47, "ms", "47 ms"],
    [1_930_000, "EUR/month", "€1.93M/month"],
    [0.742, "", "0.742"],
    [0.742, null, "0.742"],
    [6.9, "bp", "6.9 bp"],
    [25_000_000, "bytes", "25 MB"],
    [172_800, "seconds", "2 d"],
    [null, "ms", "–"],
  ])("%s in %s is %s", (value, unit, text) => expect(formatValue(value, unit)).toBe(text));
  test("a fraction is typed as percent", () => expect(unitLabel("fraction")).toBe("%"));
});

describe("lengths and sizes", () => {
  test.each([
    [45, "45 s"],
    [900, "15 min"],
    [7200, "2 h"],
    [100_000, "27 h"],
    [48 * 86_400, "48 d"],
  ])("%d seconds are %s", (seconds, text) => expect(formatDurationSeconds(seconds)).toBe(text));
  test("windows read as people say them", () => {
    expect(formatWindow(604_800)).toBe("7 days");
    expect(formatWindow(3600)).toBe("1 hour");
    expect(formatWindow(300)).toBe("5 minutes");
  });
  test("days round down, bytes to one decimal, plurals follow the count", () => {
    expect(formatDays(48.9)).toBe("48 d");
    expect(formatBytes(1_540)).toBe("1.5 kB");
    expect(formatBytes(999_600)).toBe("1 MB");
    expect(plural(1, "stage")).toBe("1 stage");
    expect(plural(1200, "criterion", "criteria")).toBe("1,200 criteria");
  });
});

describe("dates in a zone", () => {
  const at = "2026-03-16T23:30:00Z";
  test("the zone decides the day", () => {
    expect(formatDate(at, "UTC")).toBe("16 Mar 2026");
    expect(formatDate(at, "Europe/Berlin")).toBe("17 Mar 2026");
    expect(formatDateTime(at, "America/New_York")).toBe("16 Mar 2026, 19:30");
    expect(formatDay(at, "Asia/Kolkata")).toBe("17 Mar");
    expect(formatMonth("2026-09-01T00:00:00Z")).toBe("Sep 2026");
    expect(formatUtc(at)).toBe("2026-03-16 23:30:00 UTC");
  });
  test.each([
    ["2026-03-16T08:59:40Z", "now"],
    ["2026-03-16T08:48:00Z", "12 min"],
    ["2026-03-16T06:30:00Z", "2 h"],
    ["2026-03-15T20:00:00Z", "yesterday"],
    ["2026-03-13T20:00:00Z", "3 d"],
    ["2026-02-12T20:00:00Z", "12 Feb 2026"],
    ["2026-03-16T11:00:00Z", "in 2 h"],
    ["2026-03-26T09:00:00Z", "in 10 d"],
  ])("%s is %s at nine", (moment, text) => expect(formatAgo(moment, "2026-03-16T09:00:00Z")).toBe(text));
  test("late last night is hours, not yesterday", () => {
    expect(formatAgo("2026-03-15T23:00:00Z", "2026-03-16T03:00:00Z")).toBe("4 h");
  });
});

test.each([
  ["ms", "ms"],
  ["fraction", "fraction"],
  ["EUR/month", "EUR/month"],
  ["bps of turnover", ""],
  ["complaints", ""],
  [null, ""],
])("a column says the unit %s on each number as %j", (unit, said) => {
  expect(unitInColumn(unit)).toBe(said);
});

test("numbers of one column have the decimals of the most detailed one", () => {
  expect(decimalsInColumn([0.72, 0.752, null])).toBe(3);
  expect(decimalsInColumn([12_000, 40])).toBe(0);
  expect(decimalsInColumn([])).toBe(0);
});
