import { describe, expect, it } from "vitest";
import { BURN_TABLE, budgetLeft, burnAlert, burnRate, burnTable, burnThreshold } from "#domain/burn-rate.ts";
import { incidentTimes } from "#domain/incident-times.ts";

const SLO = 0.99;
const EVEN = { bad: 1, total: 100 };

describe("burn rates", () => {
  it("of 1 spend the budget exactly", () => {
    expect(burnRate(EVEN, SLO)).toBeCloseTo(1, 12);
    expect(budgetLeft(EVEN, SLO)).toBeCloseTo(0, 12);
    expect(budgetLeft({ bad: 2, total: 100 }, SLO)).toBeCloseTo(-1, 12);
  });

  it.each([
    [{ bad: 0, total: 0 }, SLO],
    [EVEN, 1],
    [EVEN, 1.2],
    [EVEN, -0.1],
    [EVEN, Number.NaN],
  ])("are unknown for %o at an SLO of %s", (tally, slo) => {
    expect(burnRate(tally, slo)).toBeNull();
    expect(budgetLeft(tally, slo)).toBeNull();
  });

  it("have the thresholds of the table for a period of 30 days", () => {
    const hours = [1, 6, 24, 72];
    const fractions = [0.02, 0.05, 0.1, 0.1];
    BURN_TABLE.forEach(({ threshold }, row) => {
      expect(burnThreshold(fractions[row] ?? 0, 720, hours[row] ?? 0)).toBeCloseTo(threshold, 9);
    });
    expect(burnThreshold(0.1, 720, 0)).toBeNull();
  });

  it("spend the same shares of the budget in a period of another length", () => {
    burnTable(30, 1000).forEach(({ threshold }, row) => {
      expect(threshold).toBeCloseTo(BURN_TABLE[row]?.threshold ?? 0, 9);
    });
    const week = burnTable(7, 1e6).map(({ threshold }) => Number(threshold.toFixed(3)));
    expect(week).toEqual([3.36, 1.4, 0.7, 0.233]);
  });

  it("leave an hour with fewer than 1,000 requests to the longer windows", () => {
    expect(burnTable(30, 999).map(({ long }) => long)).toEqual(["6h", "1d", "3d"]);
    const windows = { "1h": { bad: 9, total: 20 }, "5m": { bad: 2, total: 2 } };
    expect(burnAlert(windows, SLO, burnTable(30, 20)).fires).toBe(false);
    expect(burnAlert(windows, SLO)).toMatchObject({ fires: true, row: "1h/5m" });
  });
});

describe("a burn alert", () => {
  const at = (rate: number) => ({ bad: rate * 10, total: 1000 });
  it.each([
    ["both windows reach their threshold exactly", { "1h": at(14.4), "5m": at(14.4) }, "1h/5m"],
    ["only the long window does", { "1h": at(20), "5m": at(14) }, null],
    ["only the short window does", { "1h": at(14), "5m": at(20) }, null],
    ["the short window has no requests", { "1h": at(20), "5m": { bad: 0, total: 0 } }, null],
    ["a window is missing", { "1h": at(20) }, null],
    ["a lower row holds", { "1h": at(2), "5m": at(2), "1d": at(3), "2h": at(4) }, "1d/2h"],
    ["two rows hold", { "1h": at(15), "5m": at(15), "6h": at(7), "30m": at(7) }, "1h/5m"],
  ])("where %s", (_, windows, row) => {
    const alert = burnAlert(windows, SLO);
    expect(alert.fires ? alert.row : null).toBe(row);
  });

  it("says which of its rows pages and which writes a ticket", () => {
    expect(burnAlert({ "3d": at(1), "6h": at(2) }, SLO)).toMatchObject({ severity: "ticket", row: "3d/6h" });
    expect(burnAlert({ "1h": at(15), "5m": at(15) }, SLO)).toMatchObject({ severity: "page" });
  });
});

describe("incident times", () => {
  const MINUTE = 60_000;
  it("are means over what happened, and unknown where nothing did", () => {
    expect(incidentTimes([])).toEqual({ acknowledgeMinutes: null, resolveMinutes: null, open: 0 });
    expect(
      incidentTimes([
        { openedAt: 0, acknowledgedAt: null, resolvedAt: 10 * MINUTE },
        { openedAt: 0, acknowledgedAt: 4 * MINUTE, resolvedAt: null },
      ]),
    ).toEqual({ acknowledgeMinutes: 4, resolveMinutes: 10, open: 1 });
  });
});
