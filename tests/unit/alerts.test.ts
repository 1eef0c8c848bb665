import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AlertChange,
  type AlertFact,
  type CriterionVerdict,
  criterionSeverity,
  decideAlert,
  fingerprintText,
  isStale,
  REFIRE_MS,
  reconcileAlert,
  staleness,
} from "#domain/alerts.ts";
import { CRITERION_STATES, type CriterionState } from "#domain/vocabulary.ts";

const T = Date.UTC(2026, 2, 16, 9);
const HOUR = 3_600_000;
const OPEN: AlertFact = {
  state: "open",
  openedAt: T,
  lastSeenAt: T,
  occurrences: 1,
  resolvedAt: null,
  resolvedBy: null,
};
const RESOLVED: AlertFact = { ...OPEN, state: "resolved", resolvedAt: T + HOUR, resolvedBy: "rule" };

function verdict(state: CriterionState, windowEnd: number, since = windowEnd): CriterionVerdict {
  return { state, windowEnd, since };
}

describe("a criterion's alert", () => {
  it.each<[string, AlertFact | null, CriterionVerdict, AlertChange]>([
    [
      "opens with the first breach, at the window that showed it",
      null,
      verdict("breached", T + HOUR, T),
      { do: "open", openedAt: T, lastSeenAt: T + HOUR },
    ],
    ["is not opened by a value at risk", null, verdict("at_risk", T), { do: "none" }],
    ["is not opened by silence", null, verdict("no_data", T), { do: "none" }],
    [
      "is touched while the breach lasts",
      OPEN,
      verdict("breached", T + HOUR, T),
      { do: "touch", lastSeenAt: T + HOUR },
    ],
    ["is left alone by the same window again", OPEN, verdict("breached", T), { do: "none" }],
    ["is resolved when the criterion is met", OPEN, verdict("met", T + HOUR), { do: "resolve", resolvedAt: T + HOUR }],
    [
      "is resolved when it is only at risk",
      OPEN,
      verdict("at_risk", T + HOUR),
      { do: "resolve", resolvedAt: T + HOUR },
    ],
    ["is not resolved by silence", OPEN, verdict("no_data", T + HOUR), { do: "none" }],
    [
      "stays live while acknowledged",
      { ...OPEN, state: "acknowledged" },
      verdict("breached", T + HOUR, T),
      { do: "touch", lastSeenAt: T + HOUR },
    ],
    ["stays resolved while the criterion is met", RESOLVED, verdict("met", T + 2 * HOUR), { do: "none" }],
    [
      "is reopened by a breach 30 minutes after",
      RESOLVED,
      verdict("breached", T + HOUR + REFIRE_MS),
      { do: "reopen", lastSeenAt: T + HOUR + REFIRE_MS, occurrences: 2 },
    ],
    [
      "is followed by a new one later than that",
      RESOLVED,
      verdict("breached", T + HOUR + REFIRE_MS + 1),
      { do: "open", openedAt: T + HOUR + REFIRE_MS + 1, lastSeenAt: T + HOUR + REFIRE_MS + 1 },
    ],
    [
      "is reopened when a late point undoes the recovery",
      RESOLVED,
      verdict("breached", T + HOUR, T),
      { do: "reopen", lastSeenAt: T + HOUR, occurrences: 2 },
    ],
    [
      "resolved by hand stays so for the window that was seen",
      { ...RESOLVED, resolvedBy: "person" },
      verdict("breached", T),
      { do: "none" },
    ],
    [
      "resolved by hand reopens with the next breached window soon after",
      { ...RESOLVED, resolvedBy: "person" },
      verdict("breached", T + HOUR + 1, T),
      { do: "reopen", lastSeenAt: T + HOUR + 1, occurrences: 2 },
    ],
    [
      "resolved by hand is followed by a new one when that window is later",
      { ...RESOLVED, resolvedBy: "person" },
      verdict("breached", T + 3 * HOUR, T),
      { do: "open", openedAt: T + 3 * HOUR, lastSeenAt: T + 3 * HOUR },
    ],
  ])("%s", (_, alert, seen, change) => {
    expect(reconcileAlert(alert, seen)).toEqual(change);
  });

  it("never has two changes for one verdict: once applied, the same verdict changes nothing", () => {
    const states = fc.constantFrom(...CRITERION_STATES);
    const known = fc.option(
      fc.constantFrom<AlertFact>(OPEN, { ...OPEN, state: "acknowledged" }, RESOLVED, {
        ...RESOLVED,
        resolvedBy: "person",
      }),
    );
    fc.assert(
      fc.property(known, states, fc.integer({ min: -3, max: 6 }), (alert, state, hours) => {
        const seen = verdict(state, T + hours * HOUR);
        const after = apply(alert, reconcileAlert(alert, seen));
        expect(reconcileAlert(after, seen)).toEqual({ do: "none" });
      }),
    );
  });

  it.each([
    [true, 3, "critical"],
    [true, 2, "warning"],
    [false, 3, "warning"],
    [false, 1, "warning"],
  ] as const)("for a must-have (%s) at tier %s is %s", (mustHave, tier, severity) => {
    expect(criterionSeverity(mustHave, tier)).toBe(severity);
  });
});

function apply(alert: AlertFact | null, change: AlertChange): AlertFact | null {
  if (change.do === "none") return alert;
  if (change.do === "open") return { ...OPEN, openedAt: change.openedAt, lastSeenAt: change.lastSeenAt };
  const before = alert ?? OPEN;
  if (change.do === "resolve")
    return { ...before, state: "resolved", resolvedAt: change.resolvedAt, resolvedBy: "rule" };
  if (change.do === "touch") return { ...before, lastSeenAt: change.lastSeenAt };
  return {
    ...before,
    state: "open",
    lastSeenAt: change.lastSeenAt,
    occurrences: change.occurrences,
    resolvedAt: null,
    resolvedBy: null,
  };
}

describe("what people do with it", () => {
  it("acknowledges an open one, once", () => {
    expect(decideAlert("open", "acknowledge", { roles: ["ML"] })).toEqual({ ok: true, to: "acknowledged" });
    expect(decideAlert("acknowledged", "acknowledge", { roles: ["ML"] })).toMatchObject({
      ok: false,
      code: "CONFLICT",
    });
  });

  it.each(["open", "acknowledged"] as const)("resolves one that is %s, with a note", (state) => {
    expect(decideAlert(state, "resolve", { roles: ["LD"], note: "Rolled back" })).toEqual({ ok: true, to: "resolved" });
    expect(decideAlert(state, "resolve", { roles: ["LD"], note: " " })).toMatchObject({ ok: false, code: "INVALID" });
  });

  it("cannot touch a resolved one", () => {
    for (const verb of ["acknowledge", "resolve"] as const) {
      expect(decideAlert("resolved", verb, { roles: ["LD"], note: "again" })).toMatchObject({
        ok: false,
        code: "CONFLICT",
      });
    }
  });

  it("ends a drill by any answer of a person, and by none of a service", () => {
    const drill = { roles: ["ML"], drill: true } as const;
    expect(decideAlert("open", "acknowledge", drill)).toEqual({ ok: true, to: "resolved" });
    expect(decideAlert("open", "resolve", drill)).toEqual({ ok: true, to: "resolved" });
    expect(decideAlert("resolved", "acknowledge", drill)).toMatchObject({ ok: false, code: "CONFLICT" });
    expect(decideAlert("open", "acknowledge", { ...drill, service: true })).toMatchObject({ code: "FORBIDDEN" });
    expect(decideAlert("open", "acknowledge", { roles: ["ML"], service: true })).toMatchObject({ ok: true });
  });

  it.each(["RV", "VW"] as const)("is not for a %s, and says for whom", (role) => {
    const decision = decideAlert("open", "acknowledge", { roles: [role] });
    expect(decision).toMatchObject({ ok: false, code: "FORBIDDEN", who: ["PM", "ML", "LD"] });
  });
});

describe("fingerprints and staleness", () => {
  it("sorts labels by key, so that their order does not matter", () => {
    expect(fingerprintText("mon_7", "threshold", { segment: "ecommerce", region: "eu" })).toBe(
      "mon_7|threshold|region=eu,segment=ecommerce",
    );
    expect(fingerprintText("recall", "criterion", {})).toBe("recall|criterion|");
    const far = { "\u{1F600}": "1", "\uFF01": "2", ä: "3", Z: "4" };
    expect(fingerprintText("m", "threshold", far), "by bytes, not by UTF-16 unit or locale").toBe(
      "m|threshold|Z=4,ä=3,\uFF01=2,\u{1F600}=1",
    );
  });

  it("is stale after more than three intervals, or when nothing ever came", () => {
    expect(isStale(T, T - 3 * HOUR, 3600)).toBe(false);
    expect(isStale(T, T - 3 * HOUR - 1, 3600)).toBe(true);
    expect(staleness(T, null, 3600)).toEqual({ ageSeconds: null, stale: true });
    expect(staleness(T, T - 90_000, 3600)).toEqual({ ageSeconds: 90, stale: false });
  });
});
