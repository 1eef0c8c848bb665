import { expect, test } from "vitest";
import { runsOf } from "#app/(app)/projects/[slug]/activity-runs.ts";

test("what was done over and over stands once, at its newest time; what came between parts it", () => {
  const told = ["edited", "edited", "signed", "edited"].map((words, at) => ({ words, at }));
  expect(runsOf(told, ({ words }) => words)).toEqual([
    { newest: told[0], times: 2 },
    { newest: told[2], times: 1 },
    { newest: told[3], times: 1 },
  ]);
  expect(runsOf([], String)).toEqual([]);
});
