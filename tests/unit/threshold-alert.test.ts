import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verdictOfTicks } from "#domain/alert-verdict.ts";
import { decideSnooze } from "#domain/snooze.ts";
import {
  acknowledgeAlert,
  isLive,
  NEVER_FIRED,
  remindersDue,
  resolveByHand,
  runAlert,
  snoozeAlert,
  stepAlert,
  type ThresholdAlert,
  type Tick,
} from "#domain/threshold-alert.ts";
import type { Role } from "#domain/vocabulary.ts";

const TIMES = { forSeconds: 60, keepSeconds: 60 };
const MINUTE = 60_000;

/** Ticks a minute apart from minute 0: 1 true, 0 false, - no data. */
function ticks(line: string): Tick[] {
  return [...line].map((mark, index) => ({ at: index * MINUTE, met: mark === "-" ? null : mark === "1" }));
}

function last(line: string, times = TIMES): ThresholdAlert {
  return runAlert(ticks(line), times).at(-1) ?? NEVER_FIRED;
}

describe("a threshold alert", () => {
  it.each([
    ["0", "ok"],
    ["1", "pending"],
    ["10", "ok"],
    ["11", "open"],
    ["1-", "pending"],
    ["1--1", "open"],
    ["101", "pending"],
    ["110", "open"],
    ["1100", "resolved"],
    ["110-0", "resolved"],
    ["1101", "open"],
    ["110100", "resolved"],
    ["11001", "pending"],
    ["110010", "ok"],
    ["110011", "open"],
  ])("after the ticks %s is %s", (line, state) => {
    expect(last(line).state).toBe(state);
  });

  it("opens at once, and resolves at once, where the times are 0", () => {
    const none = { forSeconds: 0, keepSeconds: 0 };
    expect(last("1", none).state).toBe("open");
    expect(last("10", none).state).toBe("resolved");
  });

  it("that opens again within 30 minutes of resolving is the same alert, once more; later it is a new one", () => {
    expect(last("110011")).toMatchObject({ openedAt: MINUTE, occurrences: 2 });
    expect(last(`1100${"0".repeat(28)}11`)).toMatchObject({ openedAt: MINUTE, occurrences: 2 });
    expect(last(`1100${"0".repeat(29)}11`)).toMatchObject({ openedAt: 34 * MINUTE, occurrences: 1 });
  });

  it("keeps its state when it is acknowledged, and still resolves by itself", () => {
    const acknowledged = acknowledgeAlert(last("11"));
    expect(acknowledged.state).toBe("acknowledged");
    const later = stepAlert(acknowledged, { at: 2 * MINUTE, met: true }, TIMES);
    expect(later.state).toBe("acknowledged");
    const quiet = [3, 4].reduce((alert, at) => stepAlert(alert, { at: at * MINUTE, met: false }, TIMES), later);
    expect(quiet.state).toBe("resolved");
    expect(acknowledgeAlert(last("1")).state).toBe("pending");
  });

  it("resolved by hand starts a new pending where the condition is still true", () => {
    const resolved = resolveByHand(last("11"), 1.5 * MINUTE);
    expect(resolved).toMatchObject({ state: "resolved", resolvedAt: 1.5 * MINUTE });
    expect(stepAlert(resolved, { at: 2 * MINUTE, met: true }, TIMES)).toMatchObject({
      state: "pending",
      trueSince: 2 * MINUTE,
    });
    expect(resolveByHand(last("1"), MINUTE).state).toBe("pending");
  });

  it("reminds while it is open, not acknowledged and not asleep", () => {
    const open = last("11");
    expect(remindersDue(open, 0)).toBe(true);
    expect(remindersDue(snoozeAlert(open, 10), 9)).toBe(false);
    expect(remindersDue(snoozeAlert(open, 10), 10)).toBe(true);
    expect(remindersDue(acknowledgeAlert(open), 0)).toBe(false);
    expect(snoozeAlert(last("1"), 10).snoozedUntil).toBeNull();
  });
});

describe("laws of threshold alerts", () => {
  const marks = fc.array(fc.constantFrom("0", "1", "-"), { maxLength: 60 }).map((each) => each.join(""));
  const times = fc.record({ forSeconds: fc.nat(600), keepSeconds: fc.nat(600) });

  it("silence changes nothing, so it never resolves", () => {
    fc.assert(
      fc.property(marks, times, fc.nat(100), (line, given, silent) => {
        const before = runAlert(ticks(line), given).at(-1) ?? NEVER_FIRED;
        const quiet = Array.from({ length: silent }, (_, index) => ({ at: 1e9 + index * MINUTE, met: null }));
        expect(quiet.reduce((alert, tick) => stepAlert(alert, tick, given), before)).toEqual(before);
      }),
    );
  });

  it("a tick that comes twice counts once", () => {
    fc.assert(
      fc.property(marks, times, (line, given) => {
        const twice = ticks(line).flatMap((tick) => [tick, tick]);
        expect(runAlert(twice, given).at(-1)).toEqual(runAlert(ticks(line), given).at(-1));
      }),
    );
  });

  it("it resolves only on a false tick and opens only on a true one", () => {
    fc.assert(
      fc.property(marks, times, (line, given) => {
        const steps = runAlert(ticks(line), given);
        steps.forEach((alert, index) => {
          const before = steps[index - 1] ?? NEVER_FIRED;
          if (isLive(before) && !isLive(alert)) expect(line[index]).toBe("0");
          if (!isLive(before) && isLive(alert)) expect(line[index]).toBe("1");
        });
      }),
    );
  });
});

describe("snoozing", () => {
  const warning = { state: "open", severity: "warning" } as const;
  it.each([
    ["an ML engineer a warning", warning, ["ML"], 1, true],
    ["a viewer a warning", warning, ["VW"], 1, false],
    ["the lead a critical alert", { ...warning, severity: "critical" }, ["LD"], 1, true],
    ["an ML engineer a critical alert", { ...warning, severity: "critical" }, ["ML"], 1, false],
    ["the lead a resolved one", { ...warning, state: "resolved" }, ["LD"], 1, false],
    ["the lead until a time that is past", warning, ["LD"], 0, false],
  ] as const)("%s", (_, alert, roles, until, ok) => {
    expect(decideSnooze(alert, { roles, until, now: 0 }).ok).toBe(ok);
  });

  it("wakes by those who may put to sleep", () => {
    const waking = (roles: readonly Role[]) =>
      decideSnooze({ state: "open", severity: "critical" }, { roles, until: null, now: 0 }).ok;
    expect([waking(["LD"]), waking(["ML"])]).toEqual([true, false]);
  });

  it("says who may", () => {
    const refused = decideSnooze({ state: "open", severity: "critical" }, { roles: ["ML"], until: 1, now: 0 });
    expect(refused).toMatchObject({ because: "A critical alert is snoozed by a lead of this project." });
  });
});

describe("an alert that a person resolved", () => {
  const ticks = (...list: [minute: number, met: boolean][]) =>
    list.map(([minute, met]) => ({ at: minute * 60_000, met }));
  const times = { forSeconds: 300, keepSeconds: 0 };

  it("stays closed until something is measured again, then waits its whole time anew", () => {
    const seen = ticks([0, true], [5, true]);
    expect(verdictOfTicks(seen, times)).toMatchObject({ state: "breached", since: 5 * 60_000 });
    const byHand = 5 * 60_000;
    expect(verdictOfTicks(seen, times, byHand)).toMatchObject({ state: "breached", windowEnd: byHand });
    expect(verdictOfTicks([...seen, ...ticks([6, true], [10, true])], times, byHand)).toMatchObject({ state: "met" });
    const again = [...seen, ...ticks([6, true], [10, true], [11, true])];
    expect(verdictOfTicks(again, times, byHand)).toMatchObject({ state: "breached", since: 11 * 60_000 });
  });

  it("forgets the wait at a tick that is false", () => {
    const line = ticks([0, true], [5, true], [6, true], [8, false], [9, true], [13, true]);
    expect(verdictOfTicks(line, times, 5 * 60_000)).toMatchObject({ state: "met" });
  });
});
