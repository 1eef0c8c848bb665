import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { data } from "./vectors/data.ts";
import { fairnessAndDrift } from "./vectors/fairness-drift.ts";
import { frame } from "./vectors/frame.ts";
import { type Bag, type Formulas, Input } from "./vectors/input.ts";
import { operations } from "./vectors/operations.ts";
import { project } from "./vectors/project.ts";

/** More cases than the shipped ones can be run with VECTORS=path. */
const FILE = process.env.VECTORS ?? "tests/fixtures/vectors.json";

const FORMULAS: Formulas = { ...frame, ...data, ...fairnessAndDrift, ...project, ...operations };

type Vector = { name: string; formula: string; input: Bag; expected: unknown; tolerance: number };

const vectors: Vector[] = JSON.parse(readFileSync(FILE, "utf8"));

test.each(vectors)("$name", ({ formula, input, expected, tolerance }) => {
  const [name = ""] = formula.split(":");
  const compute = FORMULAS[name];
  if (!compute) throw new Error(`nothing computes "${name}"`);
  expectClose(compute(new Input(input)), expected, tolerance);
});

/** Only what is expected is compared: a result may say more. Numbers within the vector's tolerance. */
function expectClose(actual: unknown, expected: unknown, tolerance: number): void {
  if (typeof expected === "number") {
    expect(actual).toBeTypeOf("number");
    expect(Math.abs(Number(actual) - expected)).toBeLessThanOrEqual(tolerance);
  } else if (Array.isArray(expected)) {
    expect(actual).toHaveLength(expected.length);
    expected.forEach((each, index) => {
      expectClose((actual as unknown[])[index], each, tolerance);
    });
  } else if (typeof expected === "object" && expected !== null) {
    for (const [key, each] of Object.entries(expected)) expectClose((actual as Bag)[key], each, tolerance);
  } else {
    expect(actual).toBe(expected);
  }
}
