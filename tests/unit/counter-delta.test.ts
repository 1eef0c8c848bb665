import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addedSince, type CounterState } from "#domain/counter-delta.ts";

const HOUR = 3_600e9;

describe("what a counter has added since its last reading", () => {
  const before = { at: 10, amounts: [7] };
  test.each([
    ["the difference", before, { start: 1, at: 11, amounts: [9] }, [2]],
    ["nothing where it stands still", before, { start: 1, at: 11, amounts: [7] }, [0]],
    ["all of it where it fell", before, { start: 1, at: 11, amounts: [3] }, [3]],
    ["unknown where it was read before", before, { start: 1, at: 10, amounts: [9] }, null],
    ["unknown where a newer one was", before, { start: 1, at: 9, amounts: [5] }, null],
    ["all of it where it began lately", null, { start: 1, at: 24 * HOUR, amounts: [5] }, [5]],
    ["all of it where it began this moment", null, { start: 5, at: 5, amounts: [5] }, [5]],
    ["unknown where it began long ago", null, { start: 1, at: 24 * HOUR + 2, amounts: [5] }, null],
    ["unknown where nobody knows when it began", null, { start: 0, at: 5, amounts: [5] }, null],
    [
      "per bucket, where only the sum may fall",
      { at: 1, amounts: [2, 5, 1, 1] },
      { start: 1, at: 2, amounts: [3, 4, 1, 2] },
      [1, -1, 0, 1],
    ],
    [
      "all of it where a bucket fell",
      { at: 1, amounts: [2, 5, 2, 0] },
      { start: 1, at: 2, amounts: [3, 6, 1, 2] },
      [3, 6, 1, 2],
    ],
  ])("%s", (_, state, reading, added) => {
    expect(addedSince(state, reading)).toEqual(added);
  });

  test("in any order and however often told, the additions are never more than the counter, and its last reading is whole", () => {
    const rises = fc.array(fc.nat(100), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(rises, fc.array(fc.nat(19), { maxLength: 60 }), (steps, picks) => {
        const totals = steps.map((_, i) => steps.slice(0, i + 1).reduce((a, b) => a + b, 0));
        let state: CounterState | null = null;
        let sum = 0;
        for (const pick of [...picks.map((p) => p % totals.length), totals.length - 1]) {
          const reading = { start: 1, at: pick + 2, amounts: [totals[pick] ?? 0] };
          sum += addedSince(state, reading)?.[0] ?? 0;
          if (!state || reading.at > state.at) state = reading;
        }
        return sum === totals.at(-1);
      }),
    );
  });
});
