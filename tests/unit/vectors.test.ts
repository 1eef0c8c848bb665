import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { staleness } from "#domain/alerts.ts";
import { geEps } from "#domain/comparison.ts";
import { instant, type Judged, type Patience, run } from "#domain/criterion-state.ts";
import {
  type FairnessVerdict,
  fairnessComponent,
  HEALTH_CAPS,
  type HealthCap,
  type HealthParts,
  health,
  operationsScore,
  scheduleScore,
} from "#domain/health.ts";
import { journey, stageCompletion } from "#domain/journey.ts";
import { progress, successRollup } from "#domain/progress.ts";
import { governanceTier, type RiskAnswers, type RiskClass, riskClass } from "#domain/risk-class.ts";
import {
  breakEvenProbability,
  delayAtRisk,
  delayCost,
  expectedValue,
  type ValueCase,
  valueModel,
} from "#domain/value.ts";
import { type FeasibilityAnswers, feasibility, priority, quadrant, valueScore } from "#domain/value-score.ts";
import { type CriterionState, STAGE_STATES, type StageState } from "#domain/vocabulary.ts";
import { STAGES } from "#stages/registry.ts";

/** More cases than the shipped ones can be run with VECTORS=path. */
const FILE = process.env.VECTORS ?? "tests/fixtures/vectors.json";

type Bag = Record<string, unknown>;
type Vector = { name: string; formula: string; input: Bag; expected: unknown; tolerance: number };

/** Reads a vector's input: names in snake_case, types as the formula says. */
class Input {
  readonly #bag: Bag;

  constructor(bag: Bag) {
    this.#bag = bag;
  }

  number(name: string): number {
    const value = this.#bag[name];
    if (typeof value !== "number") throw new Error(`"${name}" is not a number`);
    return value;
  }

  maybe(name: string): number | null {
    return this.#bag[name] === null || this.#bag[name] === undefined ? null : this.number(name);
  }

  text(name: string): string {
    const value = this.#bag[name];
    if (typeof value !== "string") throw new Error(`"${name}" is not a text`);
    return value;
  }

  flag(name: string): boolean {
    return this.#bag[name] === true;
  }

  in(name: string): Input {
    return new Input((this.#bag[name] ?? {}) as Bag);
  }

  list<T>(name: string): T[] {
    return this.#bag[name] as T[];
  }

  entries(): [string, unknown][] {
    return Object.entries(this.#bag);
  }
}

const FORMULAS: Record<string, (input: Input) => unknown> = {
  ge_eps: (input) => geEps(input.number("a"), input.number("b")),
  value_model: (input) => {
    const { npv, roi, paybackMonths, monthlyRate } = valueModel(valueCase(input.in("v")), input.maybe("d") ?? 0);
    return { npv, roi, payback_months: paybackMonths, monthly_rate: monthlyRate };
  },
  delay_cost: (input) => delayCost(valueCase(input.in("v")), input.number("d")),
  delay_var: (input) => {
    const risk = delayAtRisk(valueCase(input.in("v")), input.number("o"), input.number("m"), input.number("p"));
    const { expectedDelayMonths, expectedLoss, worstLoss } = risk;
    return { expected_delay_months: expectedDelayMonths, expected_loss: expectedLoss, worst_loss: worstLoss };
  },
  act_threshold: (input) => breakEvenProbability(input.number("gain_tp"), input.number("cost_fp")),
  expected_value: (input) => expectedValue(outcomes(input.in("cm")), outcomes(input.in("val"))),
  value_score: (input) =>
    valueScore({
      npv: input.maybe("npv_"),
      npvReference: input.number("npv_ref"),
      strategic: input.maybe("strategic"),
      urgency: input.maybe("urgency"),
    }),
  feasibility: (input) => feasibility(likerts(input.in("f"))),
  quadrant: (input) => quadrant(input.maybe("v"), input.maybe("f")),
  priority: (input) => priority(input.maybe("v"), input.maybe("f")),
  instant: (input) => instant(criterion(input.in("c")), input.maybe("v"), input.number("n")),
  hysteresis: (input) =>
    run(criterion(input.in("c")), input.list<[number | null, number]>("points")).map(({ state }) => state),
  progress: (input) => progress(criterion(input.in("c")), input.maybe("v")),
  success_rollup: (input) =>
    successRollup(
      input.list<Bag>("items").map((bag) => {
        const item = new Input(bag);
        return {
          weight: item.number("weight"),
          progress: item.maybe("progress"),
          state: item.text("state") as CriterionState,
          mustHave: item.flag("must_have"),
        };
      }),
    ),
  stale: (input) => {
    const { last } = Object.fromEntries(input.entries());
    const lastAt = typeof last === "string" ? instantOf(last) : null;
    const { ageSeconds, stale } = staleness(instantOf(input.text("now")), lastAt, input.number("expected_interval_s"));
    return { age_s: ageSeconds, stale };
  },
  stage_completion: (input) =>
    stageCompletion({
      state: stageState(input.text("state")),
      requiredFields: input.number("req_total"),
      filledFields: input.number("req_done"),
      requiredItems: input.number("chk_total"),
      doneItems: input.number("chk_done"),
    }),
  journey: (input) => {
    const stages = input.in("comps");
    const parts = STAGES.map(({ number, weight }) => ({ weight, completion: stages.maybe(String(number)) }));
    const result = journey(input.number("poc_fraction"), parts);
    return { production_progress: result.productionProgress, journey: result.journey };
  },
  health: (input) => {
    const { score, band, coverage } = health(healthParts(input.in("comp")), input.list<unknown>("caps").map(capOf));
    return { score, band, coverage };
  },
  operations_score: (input) =>
    operationsScore(input.number("critical"), input.number("warning"), input.number("stale_monitors")),
  fairness_component: (input) => fairnessComponent(input.list<FairnessVerdict>("verdicts")),
  risk_class: (input) => riskClass(riskAnswers(input.in("a"))),
  governance_tier: (input) =>
    governanceTier(input.text("cls") as RiskClass, {
      severity: input.number("severity"),
      reach: input.number("reach"),
      autonomy: input.number("autonomy"),
    }),
  schedule_score: (input) => scheduleScore(input.number("planned_days"), input.number("forecast_days")),
};

const vectors: Vector[] = JSON.parse(readFileSync(FILE, "utf8"));
const covered = vectors.filter((vector) => formulaOf(vector) in FORMULAS);
const waiting = [...new Set(vectors.map(formulaOf))].filter((name) => !(name in FORMULAS));

describe(`${covered.length} of ${vectors.length} worked cases`, () => {
  test.each(covered)("$name", (vector) => {
    const result = FORMULAS[formulaOf(vector)]?.(new Input(vector.input));
    expectClose(result, vector.expected, vector.tolerance);
  });

  test(`waiting for their formulas: ${vectors.length - covered.length} (${waiting.join(", ")})`, () => {
    expect(covered.length + vectors.filter((vector) => waiting.includes(formulaOf(vector))).length).toBe(
      vectors.length,
    );
  });
});

function formulaOf({ formula }: Vector): string {
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

function valueCase(v: Input): ValueCase {
  return {
    horizonMonths: v.number("horizon_months"),
    buildMonths: v.number("build_months"),
    rampMonths: v.number("ramp_months"),
    upfrontCost: v.number("upfront_cost"),
    buildCost: v.number("build_cost"),
    runCostMonthly: v.number("run_cost_monthly"),
    benefitMonthly: v.number("benefit_monthly"),
    successProbability: v.number("success_probability"),
    discountAnnual: v.number("discount_annual"),
    delayBurnMonthly: v.maybe("delay_burn_monthly") ?? 0,
  };
}

function outcomes(cells: Input): { tp: number; fp: number; fn: number; tn: number } {
  return { tp: cells.number("tp"), fp: cells.number("fp"), fn: cells.number("fn"), tn: cells.number("tn") };
}

function likerts(f: Input): FeasibilityAnswers {
  return {
    dataAvailability: f.maybe("data_availability"),
    dataQuality: f.maybe("data_quality"),
    technicalSimplicity: f.maybe("technical_simplicity"),
    skills: f.maybe("skills"),
    integration: f.maybe("integration"),
    complianceEase: f.maybe("compliance_ease"),
  };
}

function criterion(c: Input): Judged & Patience & { baseline: number | null } {
  return {
    direction: c.text("direction") as Judged["direction"],
    baseline: c.maybe("baseline"),
    target: c.maybe("target"),
    guardrail: c.maybe("guardrail"),
    targetLow: c.maybe("target_low"),
    targetHigh: c.maybe("target_high"),
    guardrailLow: c.maybe("guardrail_low"),
    guardrailHigh: c.maybe("guardrail_high"),
    minSamples: c.maybe("min_samples") ?? 1,
    breachAfter: c.maybe("breach_after") ?? 3,
    recoverAfter: c.maybe("recover_after") ?? 2,
    staleAfter: c.maybe("stale_after") ?? 2,
  };
}

function healthParts(comp: Input): HealthParts {
  return {
    success: comp.maybe("success"),
    operations: comp.maybe("operations"),
    fairness: comp.maybe("fairness"),
    schedule: comp.maybe("schedule"),
    data: comp.maybe("data"),
    evidence: comp.maybe("evidence"),
    risk: comp.maybe("risk"),
  };
}

/** A vector may name its cap or only give the limit, alone or in a pair. */
function capOf(given: unknown): HealthCap {
  const caps = Object.keys(HEALTH_CAPS) as HealthCap[];
  const words = Array.isArray(given) ? given : [given];
  const cap = caps.find((name) => words.some((word) => word === name || word === HEALTH_CAPS[name].limit));
  if (!cap) throw new Error(`unknown cap ${JSON.stringify(given)}`);
  return cap;
}

function riskAnswers(a: Input): Partial<RiskAnswers> {
  const given = Object.fromEntries(a.entries());
  const flag = (name: string) => (typeof given[name] === "boolean" ? given[name] : undefined);
  return {
    art5Practice: flag("art5_practice"),
    annexIThirdPartyAssessment: flag("annex_i_third_party_assessment"),
    annexIiiArea: typeof given.annex_iii_area === "string" ? given.annex_iii_area : undefined,
    art63Exempt: flag("art6_3_exempt"),
    profilesPeople: flag("profiles_people"),
    interactsWithPeople: flag("interacts_with_people"),
    syntheticContent: flag("synthetic_content"),
    emotionOrBiometricCategorisation: flag("emotion_or_biometric_categorisation"),
  };
}

function stageState(text: string): StageState {
  const state = STAGE_STATES.find((each) => each === text);
  if (!state) throw new Error(`unknown state ${text}`);
  return state;
}

/** Vectors leave the zone out where it is UTC. */
function instantOf(text: string): number {
  return Date.parse(/Z|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`);
}
