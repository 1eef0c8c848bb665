import { describe, expect, test } from "vitest";
import { decideLifecycle, type LifecycleFacts, type LifecycleVerb, lifecycle, wentLiveAt } from "#domain/lifecycle.ts";
import type { Rollout } from "#domain/maturity.ts";

const rollout = (given: Partial<Rollout>): Rollout => ({
  ...{ strategy: "full", production: true, traffic: 1, startedAt: 1, endedAt: null },
  ...given,
});

test.each([
  ["draft before stage 1 began", { started: false, rollouts: [], integratedAt: null }, "draft"],
  ["active from then on", { started: true, rollouts: [], integratedAt: null }, "active"],
  [
    "a shadow takes no traffic: active",
    { started: true, rollouts: [rollout({ strategy: "shadow", traffic: 0 })], integratedAt: 1 },
    "active",
  ],
  [
    "live with the first traffic in production",
    { started: true, rollouts: [rollout({ strategy: "canary", traffic: 0.05 })], integratedAt: null },
    "live",
  ],
  ["live by stage 7 where no deployment is recorded", { started: true, rollouts: [], integratedAt: 1 }, "live"],
  [
    "resting outweighs what runs",
    { started: true, rollouts: [rollout({})], integratedAt: null, resting: "paused" as const },
    "paused",
  ],
])("%s", (_, given, expected) => {
  expect(lifecycle(given)).toBe(expected);
});

test("it went live with its first traffic in production, not with the end of stage 7", () => {
  const shadow = rollout({ strategy: "shadow", traffic: 0, startedAt: 1 });
  const trial = rollout({ production: false, startedAt: 2 });
  const canary = rollout({ strategy: "canary", traffic: 0.05, startedAt: 3, endedAt: 4 });
  expect(wentLiveAt({ rollouts: [rollout({ startedAt: 5 }), canary, trial, shadow], integratedAt: 9 })).toBe(3);
  expect(wentLiveAt({ rollouts: [shadow, trial], integratedAt: 9 })).toBeNull();
  expect(wentLiveAt({ rollouts: [], integratedAt: 9 })).toBe(9);
});

const facts = (given: Partial<LifecycleFacts>): LifecycleFacts => ({
  ...{ underway: "live", recorded: null, held: null, running: [] },
  ...given,
});

describe("a step by the lead", () => {
  test.each<[string, LifecycleVerb, Partial<LifecycleFacts>, string | null]>([
    ["pauses what goes on", "pause", { underway: "draft" }, "paused"],
    ["takes up what was paused", "resume", { recorded: "paused" }, null],
    ["takes up what was cancelled", "resume", { recorded: "cancelled" }, null],
    ["cancels anything, also what runs", "cancel", { running: ["R13"] }, "cancelled"],
    ["cancels what was paused", "cancel", { recorded: "paused" }, "cancelled"],
    ["retires what was live and is switched off", "retire", {}, "retired"],
    ["retires it from a pause, too", "retire", { recorded: "paused" }, "retired"],
  ])("%s", (_, verb, given, to) => {
    expect(decideLifecycle(verb, facts(given))).toEqual({ ok: true, to });
  });

  test.each<[string, LifecycleVerb, Partial<LifecycleFacts>, string]>([
    ["nothing to take up", "resume", {}, "The project is under way already."],
    ["stage 1 holds it", "resume", { held: "defer" }, "The business case decided to defer."],
    ["paused twice", "pause", { recorded: "paused" }, "The project is paused already."],
    ["cancelled after it was retired", "cancel", { recorded: "retired" }, "Take it up again first."],
    ["retired without ever being live", "retire", { underway: "active" }, "Cancel a project that never went live."],
    ["retired with one that runs", "retire", { running: ["R13 full"] }, "A deployment still runs: R13 full. End it"],
    ["retired with two", "retire", { running: ["A", "B"] }, "2 deployments still run: A, B. End them"],
  ])("is refused: %s", (_, verb, given, because) => {
    expect(decideLifecycle(verb, facts(given))).toMatchObject({ ok: false, because: expect.stringContaining(because) });
  });
});
