import { geEps } from "#domain/comparison.ts";
import { instant, type Judged, type Patience, run } from "#domain/criterion-state.ts";
import { FRAMING_ANSWERS, framingScore } from "#domain/framing.ts";
import { progress, successRollup } from "#domain/progress.ts";
import {
  breakEvenProbability,
  delayAtRisk,
  delayCost,
  expectedValue,
  type ValueCase,
  valueModel,
} from "#domain/value.ts";
import { type FeasibilityAnswers, feasibility, priority, quadrant, valueScore } from "#domain/value-score.ts";
import type { CriterionState } from "#domain/vocabulary.ts";
import { type Bag, type Formulas, Input } from "./input.ts";

/** C0 to C2: comparison, value, criteria. */
export const frame: Formulas = {
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
      npvReference: input.maybe("npv_ref") ?? ORGANISATION_NPV,
      strategic: input.maybe("strategic"),
      urgency: input.maybe("urgency"),
    }),
  feasibility: (input) => feasibility(likerts(input.in("f"))),
  quadrant: (input) => quadrant(input.maybe("v"), input.maybe("f")),
  priority: (input) => priority(input.maybe("v"), input.maybe("f")),
  framing_score: (input) => {
    const given = Object.fromEntries(input.in("f").entries());
    const { score, missing } = framingScore(
      Object.fromEntries(FRAMING_ANSWERS.map((name) => [name, given[snake(name)]])),
    );
    return { score, missing: missing.map(snake) };
  },
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
};

/** What an organisation starts with (C1); a case may leave it out. */
const ORGANISATION_NPV = 1_000_000;

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

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
