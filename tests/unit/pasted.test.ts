import { describe, expect, it } from "vitest";
import { meanOf, pastedNumbers } from "#components/form/pasted-numbers.ts";
import { pastedTable } from "#components/form/pasted-table.ts";
import type { RowColumn } from "#components/form/row-cell.tsx";

describe("pasted numbers", () => {
  it.each<[string, string, (number | string)[]]>([
    ["a column", "1\n2\r\n3.5\n", [1, 2, 3.5]],
    ["a row of a spreadsheet", "1\t2\t3", [1, 2, 3]],
    ["spaces", "1 2  3", [1, 2, 3]],
    ["semicolons with decimal commas", "1,5;2,5", [1.5, 2.5]],
    ["commas followed by spaces", "1, 2, 3", [1, 2, 3]],
    ["commas alone, between plain numbers", "1,2,3", [1, 2, 3]],
    ["thousands", "1,200\n12,000.5", [1200, 12_000.5]],
    ["negative and small ones", "-4\n1e-3", [-4, 0.001]],
    ["a word among them, which stays by its place", "1\nabc\n3", [1, "abc", 3]],
    ["nothing", " \n", []],
  ])("%s", (_, text, cells) => {
    expect(pastedNumbers(text).cells).toEqual(cells);
  });

  it("names what is no number by its place from 1", () => {
    expect(pastedNumbers("1\n–\n3\nn/a").bad).toEqual([
      { place: 2, text: "–" },
      { place: 4, text: "n/a" },
    ]);
  });

  it("has no mean of nothing", () => {
    expect([meanOf([]), meanOf([1, 2, 6])]).toEqual([null, 3]);
  });
});

describe("a pasted table", () => {
  const columns: RowColumn[] = [
    { key: "name", label: "Group", kind: "text" },
    { key: "tp", label: "True positives", kind: "number", whole: true },
    { key: "fp", label: "False positives", kind: "number", whole: true },
    { key: "protected", label: "Protected", kind: "yes-no" },
    { key: "share", label: "Share", kind: "percent" },
    { key: "bad", label: "Bad direction", kind: "choice", options: [{ value: "up", label: "Upwards" }] },
  ];

  it("comes in the order of the form where no line names the columns", () => {
    expect(pastedTable("18-25\t420\t1,050\n26-40\t760\t2,010", columns).rows).toEqual([
      { name: "18-25", tp: 420, fp: 1050 },
      { name: "26-40", tp: 760, fp: 2010 },
    ]);
  });

  it("comes in any order where the first line names them, by label, key or initials", () => {
    const { rows, named, problems } = pastedTable("FP;Group;TP;protected\n5;old;4;yes\n7;new;;no", columns);
    expect(rows).toEqual([
      { name: "old", tp: 4, fp: 5, protected: true },
      { name: "new", fp: 7, protected: false },
    ]);
    expect(named).toEqual(["False positives", "Group", "True positives", "Protected"]);
    expect(problems).toEqual([]);
  });

  it("reads percents, choices and quoted cells", () => {
    const { rows } = pastedTable('group,share,bad direction\n"a ""b""",12%,upwards\nc,0.5,up', columns);
    expect(rows).toEqual([
      { name: 'a "b"', share: 0.12, bad: "up" },
      { name: "c", share: 0.5, bad: "up" },
    ]);
  });

  it("says what could not be read, and where", () => {
    const { rows, problems } = pastedTable("group\ttp\tzzz\n18-25\tmany\t1\n26-40\t1.5\t1", columns);
    expect(rows).toEqual([{ name: "18-25" }, { name: "26-40" }]);
    expect(problems).toEqual([
      "There is no column “zzz”",
      "Row 1, True positives: “many” is no number",
      "Row 2, True positives: “1.5” is no number",
    ]);
  });

  it("reads nothing out of nothing, and says where a row is too long", () => {
    expect(pastedTable("  \n", columns)).toEqual({ rows: [], problems: [], named: [] });
    expect(pastedTable("a\t1\t2\tyes\t1\tup\textra", columns).problems).toEqual([
      "Row 1 has more cells than there are columns",
    ]);
  });
});
