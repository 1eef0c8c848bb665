import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentFrom, type Leaves, leavesIn, sameAnswer } from "#stages/form/leaves.ts";
import { changedPaths, mergeAnswers, restoreTyping, typingToKeep } from "#stages/form/merge.ts";

const answer = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.integer(),
  fc.boolean(),
  fc.array(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 3 }),
  fc.array(fc.record({ option: fc.string({ maxLength: 4 }), cost: fc.integer() }), { maxLength: 2 }),
);
const leaves: fc.Arbitrary<Leaves> = fc.dictionary(fc.constantFrom("a", "b.c", "b.d", "e", "f.g.h"), answer);

describe("laying a document flat", () => {
  it("walks groups, keeps lists whole and leaves blanks out", () => {
    const document = { a: "x", b: { c: 0, d: "" }, rows: [{ option: "y" }], none: null, empty: [] };
    expect(leavesIn(document)).toEqual({ a: "x", "b.c": 0, rows: [{ option: "y" }] });
  });

  it("comes back to the same document", () => {
    fc.assert(fc.property(leaves, (flat) => same(leavesIn(documentFrom(flat)), flat)));
  });

  it.each([
    [" padded ", "padded", true],
    ["", undefined, true],
    [[], undefined, true],
    [[{}], undefined, true],
    [[{ a: "" }, { a: "x" }], [{ a: "x" }], true],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [0, undefined, false],
    [false, undefined, false],
    ["a", "b", false],
    [["a", "b"], ["b", "a"], false],
  ])("compares as the server keeps: %j and %j", (a, b, equal) => {
    expect(sameAnswer(a, b)).toBe(equal);
  });
});

describe("merging what two people wrote", () => {
  const base = { problem: "old", cost: 1, goal: "old" };

  it("takes their changes where nothing was typed here", () => {
    expect(mergeAnswers(base, base, { ...base, cost: 2 })).toEqual({ values: { ...base, cost: 2 }, clashes: {} });
  });

  it("keeps own changes where they changed nothing", () => {
    const mine = { ...base, problem: "mine" };
    expect(mergeAnswers(base, mine, { ...base, cost: 2 }).values).toEqual({ problem: "mine", cost: 2, goal: "old" });
  });

  it("offers both where both changed the same answer, with own typing on screen", () => {
    const merged = mergeAnswers(base, { ...base, goal: "mine" }, { ...base, goal: "theirs" });
    expect(merged.values.goal).toBe("mine");
    expect(merged.clashes).toEqual({ goal: { mine: "mine", theirs: "theirs" } });
  });

  it("is content where both wrote the same", () => {
    expect(mergeAnswers(base, { ...base, goal: "new" }, { ...base, goal: "new " }).clashes).toEqual({});
  });

  it("counts a cleared answer as a change", () => {
    const { goal: _, ...cleared } = base;
    expect(mergeAnswers(base, cleared, base).values).toEqual(cleared);
    expect(mergeAnswers(base, base, cleared).values).toEqual(cleared);
    expect(mergeAnswers(base, cleared, { ...base, goal: "theirs" }).clashes).toEqual({
      goal: { mine: undefined, theirs: "theirs" },
    });
  });

  it("never drops a typed value, whatever the others did", () => {
    fc.assert(
      fc.property(leaves, leaves, leaves, (before, mine, theirs) => {
        const { values } = mergeAnswers(before, mine, theirs);
        for (const path of changedPaths(before, mine)) expect(sameAnswer(values[path], mine[path])).toBe(true);
      }),
    );
  });

  it("never drops theirs silently: it is on screen, or offered, or equal to what was there", () => {
    fc.assert(
      fc.property(leaves, leaves, leaves, (before, mine, theirs) => {
        const { values, clashes } = mergeAnswers(before, mine, theirs);
        for (const path of changedPaths(before, theirs)) {
          const seen = clashes[path] ? clashes[path].theirs : values[path];
          expect(sameAnswer(seen, theirs[path])).toBe(true);
        }
      }),
    );
  });
});

describe("typing kept on the device", () => {
  it("comes back whole over the version that it started from", () => {
    fc.assert(
      fc.property(leaves, leaves, (saved, typed) => {
        const back = restoreTyping(carried(saved, typed), saved);
        expect(changedPaths(back.values, typed)).toEqual([]);
        expect(back.clashes).toEqual({});
      }),
    );
  });

  it("comes back over any later version without losing a word", () => {
    fc.assert(
      fc.property(leaves, leaves, leaves, (saved, typed, later) => {
        const { values } = restoreTyping(carried(saved, typed), later);
        for (const path of changedPaths(saved, typed)) expect(sameAnswer(values[path], typed[path])).toBe(true);
      }),
    );
  });

  it("is nothing once everything is saved", () => {
    fc.assert(
      fc.property(leaves, (saved) => {
        expect(typingToKeep(saved, saved)).toEqual({ base: {}, values: {} });
      }),
    );
  });
});

/** Through JSON, as the device keeps it. */
function carried(saved: Leaves, typed: Leaves) {
  return JSON.parse(JSON.stringify(typingToKeep(saved, typed)));
}

function same(a: Leaves, b: Leaves): boolean {
  return changedPaths(a, b).length === 0;
}
