import fc from "fast-check";
import { expect, test } from "vitest";
import { splitList } from "#components/form/list-input.tsx";
import { parseNumber } from "#components/form/parse-number.ts";

test.each([
  ["1,200.50", 1200.5],
  ["1200,5", 1200.5],
  ["1.200,50", 1200.5],
  ["1 200,50", 1200.5],
  ["1,200", 1200],
  ["3.100", 3.1],
  ["3.100.000", 3_100_000],
  ["3,100,000", 3_100_000],
  ["$3.1M", 3_100_000],
  ["€ 410k", 410_000],
  ["70%", 70],
  ["−4", -4],
  [".5", 0.5],
  ["2e3", 2000],
])("%s is read as %d", (text, value) => expect(parseNumber(text)).toBe(value));

test.each(["abc", "1.2.3", "--4", "1,2,3.4.5", "€", "12 apples", "1,,2"])("%s is no number", (text) =>
  expect(parseNumber(text)).toBeNull(),
);

test("nothing typed is nothing", () => {
  expect(parseNumber("")).toBeUndefined();
  expect(parseNumber("   ")).toBeUndefined();
});

test("what is shown with separators is read back as the same number", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (thousandths) => {
      const value = thousandths / 1000;
      expect(parseNumber(value.toLocaleString("en-GB", { maximumFractionDigits: 12 }))).toBe(value);
    }),
  );
});

test("a pasted list is split by lines, commas and semicolons", () => {
  expect(splitList("DE, FR;IT\n\nES ")).toEqual(["DE", "FR", "IT", "ES"]);
});
