import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toCsv } from "#lib/csv.ts";

describe("a CSV file", () => {
  test("ends each line as RFC 4180 says, the last one too", () => {
    expect(toCsv(["a", "b"], [[1, 2]])).toBe("a,b\r\n1,2\r\n");
    expect(toCsv(["a"], [])).toBe("a\r\n");
  });

  test.each([
    ["a comma", "a,b", '"a,b"'],
    ["a quote", 'say "x"', '"say ""x"""'],
    ["a line break", "a\nb", '"a\nb"'],
    ["a formula", "=1+1", "'=1+1"],
    ["a formula with plus", "+1", "'+1"],
    ["a formula with minus", "-1+cmd", "'-1+cmd"],
    ["a formula with at", "@SUM(A1)", "'@SUM(A1)"],
    ["a formula behind a tab", "\t=1", "'\t=1"],
    ["a full-width formula", "＝1+1", "'＝1+1"],
    ["a formula with a quote", '=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ["nothing", "", ""],
    ["other scripts", "日本 🎉", "日本 🎉"],
  ])("keeps a text with %s harmless", (_, text, cell) => {
    expect(toCsv(["x"], [[text]])).toBe(`x\r\n${cell}\r\n`);
  });

  test.each([
    [-1.5, "-1.5"],
    [0, "0"],
    [1e21, "1e+21"],
    [true, "true"],
    [null, ""],
    [undefined, ""],
    [new Date(Date.UTC(2026, 0, 2, 3, 4, 5)), "2026-01-02T03:04:05.000Z"],
  ])("writes %s as %j", (value, cell) => {
    expect(toCsv(["x"], [[value]])).toBe(`x\r\n${cell}\r\n`);
  });

  test("of any texts is read back as it was, but for the apostrophe that disarms", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 5 }), (rows) => {
        const disarmed = rows.map((row) => row.map((text) => (/^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text)));
        expect(readCsv(toCsv(["a", "b"], rows))).toEqual([["a", "b"], ...disarmed]);
      }),
    );
  });
});

/** A reader written from the RFC, not from our writer. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  const row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
    if (end !== ",") rows.push(row.splice(0));
  }
  return rows;
}
