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
/** Formulas still to be written; a formula leaves this list with its function. */
const WAITING = new Set(
  "rollup merge alert_run burn burn_threshold burn_alert budget_left fingerprint incident_times prop_test welch n_prop n_mean srm seq_error msprt mwu canary noninf paired best_interval trigger next_cron_utc retrain_worth dwell flow bottleneck dcm time_split ml_test_score reopen".split(
    " ",
  ),
);

type Vector = { name: string; formula: string; input: Bag; expected: unknown; tolerance: number };

const vectors: Vector[] = JSON.parse(readFileSync(FILE, "utf8"));

test.each(vectors.filter(({ formula }) => nameOf(formula) in FORMULAS || !WAITING.has(nameOf(formula))))(
  "$name",
  ({ formula, input, expected, tolerance }) => {
    const compute = FORMULAS[nameOf(formula)];
    if (!compute) throw new Error(`nothing computes "${nameOf(formula)}"`);
    expectClose(compute(new Input(input)), expected, tolerance);
  },
);

function nameOf(formula: string): string {
  return formula.split(":")[0] ?? "";
}

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
