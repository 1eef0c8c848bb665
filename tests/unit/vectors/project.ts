import { staleness } from "#domain/alerts.ts";
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
import { governanceTier, type RiskAnswers, type RiskClass, riskClass } from "#domain/risk-class.ts";
import { STAGE_STATES, type StageState } from "#domain/vocabulary.ts";
import { STAGES } from "#stages/registry.ts";
import { type Formulas, type Input, instantOf } from "./input.ts";

/** C7 and C10 as far as the portfolio needs them: freshness, journey, health, risk. */
export const project: Formulas = {
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
    const own = input.in("weights");
    const parts = STAGES.map(({ number, weight }) => ({
      weight: own.maybe(String(number)) ?? weight,
      completion: stages.maybe(String(number)),
    }));
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
  risk_class: (input) => riskClass(answersMeant(input.in("a"))),
  governance_tier: (input) =>
    governanceTier(input.text("cls") as RiskClass, {
      severity: input.number("severity"),
      reach: input.number("reach"),
      autonomy: input.number("autonomy"),
    }),
  schedule_score: (input) => scheduleScore(input.number("planned_days"), input.number("forecast_days")),
};

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

const NAMED: Record<HealthCap, RegExp> = {
  ...{ critical_alert: /alert/, critical_residual_bias: /bias|residual/, guardrail_breached: /guardrail/ },
  ...{ fairness_fail: /fairness/, stale_monitor: /stale/, must_have_at_risk: /must/ },
};

/** A vector may name its cap or only give the limit, alone, in a pair or in a record. */
function capOf(given: unknown): HealthCap {
  const caps = Object.keys(HEALTH_CAPS) as HealthCap[];
  const words: unknown[] = typeof given === "object" && given !== null ? Object.values(given) : [given];
  const cap =
    caps.find((name) => words.includes(HEALTH_CAPS[name].limit)) ??
    caps.find((name) => words.some((word) => typeof word === "string" && NAMED[name].test(word)));
  if (!cap) throw new Error(`unknown cap ${JSON.stringify(given)}`);
  return cap;
}

/**
 * A case names the answers that matter: beside one that says yes, what it leaves out is a no. What it names without an
 * answer is open, and so is everything where nothing says yes.
 */
function answersMeant(a: Input): Partial<RiskAnswers> {
  const yes = a.entries().some(([, value]) => value === true || (typeof value === "string" && value !== "none"));
  return { ...(yes && NO), ...riskAnswers(a) };
}

const NO: RiskAnswers = {
  ...{ art5Practice: false, annexIThirdPartyAssessment: false, annexIiiArea: "none", art63Exempt: false },
  ...{ profilesPeople: false, interactsWithPeople: false, syntheticContent: false },
  emotionOrBiometricCategorisation: false,
};

function riskAnswers(a: Input): Partial<RiskAnswers> {
  const given = Object.fromEntries(a.entries());
  const flag = (name: string) => (typeof given[name] === "boolean" ? given[name] : undefined);
  const all: Partial<RiskAnswers> = {
    art5Practice: flag("art5_practice"),
    annexIThirdPartyAssessment: flag("annex_i_third_party_assessment"),
    annexIiiArea: typeof given.annex_iii_area === "string" ? given.annex_iii_area : "none",
    art63Exempt: flag("art6_3_exempt"),
    profilesPeople: flag("profiles_people"),
    interactsWithPeople: flag("interacts_with_people"),
    syntheticContent: flag("synthetic_content"),
    emotionOrBiometricCategorisation: flag("emotion_or_biometric_categorisation"),
  };
  const named = new Set(a.entries().map(([name]) => name.replaceAll("_", "").toLowerCase()));
  return Object.fromEntries(Object.entries(all).filter(([name]) => named.has(name.toLowerCase())));
}

function stageState(text: string): StageState {
  const state = STAGE_STATES.find((each) => each === text);
  if (!state) throw new Error(`unknown state ${text}`);
  return state;
}
