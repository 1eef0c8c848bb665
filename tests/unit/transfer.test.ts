import fc from "fast-check";
import { expect, test } from "vitest";
import { mapLine, newTurn, turnIds } from "#server/transfer/id-map.ts";
import { rowProblem } from "#server/transfer/row-checks.ts";

const turn = fc.bigInt({ min: 1n, max: 2n ** 40n - 1n });

test("turned ids stay ids, keep the order of their times, are never the old ones, and no two become one", () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), turn, (one, other, by) => {
      const turned = turnIds(by);
      expect(turned(one)).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(turned(one)).not.toBe(one);
      expect(turned(one).slice(0, 26)).toBe(one.slice(0, 26));
      expect(turned(one) === turned(other)).toBe(one === other);
      expect(turned(turned(one))).toBe(one);
    }),
  );
  expect(newTurn()).toBeGreaterThan(0n);
});

test("a line gets new ids wherever they stand; ids of other systems stay", () => {
  const [project, row, person, foreign] = ["1", "2", "3", "4"].map((n) => `01900000-0000-7000-8000-00000000000${n}`);
  const known = {
    own: new Set([row ?? ""]),
    people: new Map([[person ?? "", "ana"]]),
    project: [project ?? "", "new"] as const,
  };
  const line = JSON.stringify({ project, row, person, text: `see ${row}`, foreign });
  expect(JSON.parse(mapLine(known, (id) => `turned ${id.at(-1)}`)(line))).toEqual({
    project: "new",
    row: "turned 2",
    person: "ana",
    text: "see turned 2",
    foreign,
  });
});

test.each([
  ["stage", { key: "model", state: "done", document: {} }, null],
  ["stage", { key: "eleventh", state: "done", document: {} }, /key/],
  ["stage", { key: "model", state: "done", document: { nonsense: 1 } }, /nonsense/],
  ["fact", { kind: "lunch", data: {} }, /no kind of fact/],
  ["fact", { kind: "trigger-firings", data: {} }, /trigger evaluation/],
  ["evidence", { stage_key: "model", kind: "link", url: "javascript:alert(1)" }, /url/],
  ["stored_file", { sha256: "../../etc/passwd", size_bytes: 3 }, /sha256/],
  ["criterion_evaluation", { anything: true }, null],
])("a row of %s is what a verb of ours could have written: %o", (table, row, words) => {
  const problem = rowProblem(table, row);
  if (words === null) expect(problem).toBeNull();
  else expect(problem).toMatch(words);
});
