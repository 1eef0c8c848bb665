import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { IdSet, isCanonical } from "#server/transfer/id-set.ts";

const NIL = "00000000-0000-0000-0000-000000000000";

describe("a set of ids", () => {
  test("holds what was added and nothing else, however often it grew", () => {
    const ids = Array.from({ length: 20_000 }, () => randomUUID());
    const set = new IdSet();
    expect(ids.filter((id) => set.add(id))).toEqual(ids);
    expect(ids.filter((id) => set.has(id))).toEqual(ids);
    expect(ids.filter((id) => set.add(id))).toEqual([]);
    expect(Array.from({ length: 20_000 }, () => randomUUID()).filter((id) => set.has(id))).toEqual([]);
  });

  test("tells ids apart that differ in one digit, wherever it stands", () => {
    const base = "01a20450-a751-7369-a120-816ac29707ce";
    const others = [...base].flatMap((digit, at) =>
      digit === "-" ? [] : [`${base.slice(0, at)}${digit === "0" ? "f" : "0"}${base.slice(at + 1)}`],
    );
    const set = new IdSet();
    set.add(base);
    expect(others).toHaveLength(32);
    expect(others.filter((id) => set.has(id))).toEqual([]);
    expect(others.filter((id) => set.add(id))).toEqual(others);
  });

  test("knows ids that are mostly zeroes, and the one that is nothing else", () => {
    const zeroes = [NIL, ...[1, 10, 15, 20, 35].map((at) => `${NIL.slice(0, at)}1${NIL.slice(at + 1)}`)];
    const set = new IdSet();
    for (const id of zeroes) {
      expect(set.has(id)).toBe(false);
      expect(set.add(id)).toBe(true);
      expect(set.add(id)).toBe(false);
      expect(set.has(id)).toBe(true);
    }
  });
});

test.each([
  ["01a20450-a751-7369-a120-816ac29707ce", true],
  ["01A20450-A751-7369-A120-816AC29707CE", false],
  ["{01a20450-a751-7369-a120-816ac29707ce}", false],
  ["01a20450a7517369a120816ac29707ce", false],
  ["01a2-0450-a751-7369-a120-816a-c297-07ce", false],
  ["", false],
])("“%s” is as the database writes ids: %s", (id, canonical) => expect(isCanonical(id)).toBe(canonical));
