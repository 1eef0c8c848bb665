import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FORMULAS } from "#domain/calculators.ts";

const vectors: { formula: string }[] = JSON.parse(readFileSync("tests/fixtures/vectors.json", "utf8"));
const names = [...new Set(vectors.map(({ formula }) => formula.split(":")[0] ?? ""))];

describe("calculators", () => {
  it("explain every formula that has worked cases", () => {
    expect(names.filter((name) => !(name in FORMULAS))).toEqual([]);
  });

  it.each(Object.entries(FORMULAS))("%s is explained in one to three plain sentences", (_, calculator) => {
    const sentences = calculator.inWords.match(/[^.]+\.(?=\s|$)/g) ?? [];
    expect(sentences.length).toBeGreaterThanOrEqual(1);
    expect(calculator.inWords).toMatch(/\.$/);
    expect(calculator.inWords).not.toMatch(/[!√ΣΔ]/);
    expect(calculator.title).not.toMatch(/[.!]$/);
    expect(calculator.source).not.toBe("");
    const shown = `${calculator.title} ${calculator.inWords} ${calculator.source}`;
    expect(shown, "a mark of the reference says nothing to its reader").not.toMatch(/\b[BCG]\d+(\.\d+)?\b/);
  });
});
