import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FORMULAS as EXPLAINED } from "#domain/calculators.ts";
import { data } from "./vectors/data.ts";
import { fairnessAndDrift } from "./vectors/fairness-drift.ts";
import { frame } from "./vectors/frame.ts";
import { type Bag, type Formulas, Input } from "./vectors/input.ts";
import { loop } from "./vectors/loop.ts";
import { operations } from "./vectors/operations.ts";
import { project } from "./vectors/project.ts";

/** More cases than the shipped ones can be run with VECTORS=path. */
const FILE = process.env.VECTORS ?? "tests/fixtures/vectors.json";

const FORMULAS: Formulas = { ...frame, ...data, ...fairnessAndDrift, ...project, ...operations, ...loop };

type Vector = { name: string; formula: string; input: Bag; expected: unknown; tolerance: number };

const vectors: Vector[] = JSON.parse(readFileSync(FILE, "utf8"));

test.each(vectors)("$name", ({ formula, input, expected, tolerance }) => {
  expectClose(computed(formula, input), expected, tolerance);
});

/** The functions that the headings of lifecycle C name. */
const NAMED = [
  ...["value_model", "delay_cost", "delay_var", "value_score", "feasibility", "priority"],
  ...["instant", "hysteresis", "progress", "success_rollup"],
  ...["availability", "usefulness", "dq_score", "representation_ratio", "bias_register"],
  ...["fairness", "disparity", "fair_verdict", "certainty", "wilson", "newcombe", "katz", "z2"],
  ...["psi", "jsd", "ks", "chi2_drift", "w1_norm", "psi_state", "dataset_drift"],
  ...["rollup", "merge", "alert_run", "burn", "burn_alert", "stale", "fingerprint", "incident_times"],
  ...["prop_test", "welch", "n_prop", "n_mean", "srm", "seq_error", "msprt", "mwu", "canary"],
  ...["trigger", "noninf", "paired", "best_interval", "retrain_worth", "next_cron_utc"],
  ...["journey", "health", "risk_class", "governance_tier", "dwell", "flow", "bottleneck", "dcm", "time_split"],
  "ml_test_score",
];

test("every formula that the reference names can be given a case, and is explained", () => {
  expect(NAMED.filter((name) => !(name in FORMULAS))).toEqual([]);
  expect(Object.keys(FORMULAS).filter((name) => !(name in EXPLAINED))).toEqual([]);
});

test("a case of another formula fails by its name", () => {
  expect(() => computed("unheard_of: something", {})).toThrow("nothing computes “unheard_of”");
});

function computed(formula: string, input: Bag): unknown {
  const [name = ""] = formula.split(":");
  const compute = FORMULAS[name.trim()];
  if (!compute) throw new Error(`nothing computes “${name.trim()}”`);
  return compute(new Input(input));
}

/** Only what is expected is compared: a result may say more, and what it does not say is null. Numbers within the tolerance. */
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
    expect(actual ?? null).toBe(expected);
  }
}
