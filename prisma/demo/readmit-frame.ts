import type { CriterionInput } from "#domain/criteria.ts";
import type { StageDocument } from "#stages/field.ts";

/** What READMIT says in its business case and success criteria. */
export function readmitFrame(businessOwner: string): Record<"case" | "criteria", StageDocument> {
  return {
    case: {
      problemStatement:
        "Of a hundred adults sent home from St. Aldhelm Hospitals, almost fifteen come back unplanned within a month. Many of these returns are avoidable with a call and a visit, but nurses can reach only one patient in eight and choose by a paper score.",
      currentProcess:
        "Ward clerks fill in a paper score at discharge. A nurse-led team of twelve calls the patients at the top of the list, when the list arrives in time.",
      businessOwner,
      intendedUse:
        "Ordering adult patients by the chance of an unplanned return, 24 hours before discharge, so that follow-up goes where it helps most.",
      outOfScopeUse:
        "Deciding whether somebody may go home, refusing care, billing, or use on children and maternity wards.",
      strategicAlignment: 5,
      urgency: 4,
      horizonMonths: 36,
      discountAnnual: 0.06,
      upfrontCost: 120_000,
      buildCost: 780_000,
      buildMonths: 10,
      rampMonths: 8,
      runCostMonthly: 26_000,
      benefitMonthly: 170_000,
      benefitBasis:
        "Bed days saved by 1.6 fewer returns per hundred discharges, at the tariff of last year. Confirmed by the director of finance.",
      successProbability: 0.6,
      delayOptimistic: 0,
      delayLikely: 3,
      delayPessimistic: 8,
      delayBurnMonthly: 38_000,
      budgetTotal: 1_150_000,
      headCount: 7,
      skillsNeeded: ["clinical informatics", "survival analysis", "record integration"],
      skillsMissing: ["clinical safety officer"],
      feasibility: {
        dataAvailability: 3,
        dataQuality: 3,
        technicalSimplicity: 3,
        skills: 3,
        integration: 2,
        complianceEase: 1,
      },
      framing: {
        entity: "One discharge of an adult",
        predictionTarget: "An unplanned readmission within 30 days",
        taskType: "binary",
        predictionMoment: "24 hours before the planned discharge",
        labelDelayDays: 30,
        decision: "Which patients the follow-up team calls and visits",
        action: "A call within two days and a visit within a week",
        actor: "The nurse-led follow-up team",
        automation: "advise",
        errorCosts: { gainTp: 1_900, costFp: 110, costFn: 2_300, valueTn: 0 },
        nonMlBaseline: { text: "The LACE-like paper score, area under the curve", value: 0.61 },
        minimumSuccess:
          "An area under the curve of 0.69, with no insurance group found less often than by the paper score",
        whyMl:
          "The paper score knows four things about a patient. Returns hang on combinations of diagnoses, earlier stays and circumstances that no form can ask for.",
      },
      alternatives: [
        { option: "Do nothing", cost: 0, benefit: "None", whyNot: "Returns have not fallen in five years." },
        {
          option: "Call every patient",
          cost: 1_400_000,
          benefit: "Most of the effect",
          whyNot: "Forty nurses who cannot be hired.",
        },
      ],
      jurisdictions: ["GB"],
      personalData: true,
      automatedDecision: false,
      affectsPeople: true,
      riskAnswers: {
        art5Practice: false,
        annexIThirdPartyAssessment: true,
        annexIiiArea: "none",
        art63Exempt: false,
        profilesPeople: true,
        interactsWithPeople: false,
        syntheticContent: false,
        emotionOrBiometricCategorisation: false,
      },
      impact: { severity: 4, reach: 3, autonomy: 2 },
      goNoGo: "go",
    },
    criteria: {
      northStar: "readmission_rate",
      offlineOnlineLink:
        "In last year's trial on two wards, each point of area under the curve above 0.65 moved about one more return in a hundred into reach of the team.",
      evaluationProtocol: "time_and_group",
      testMinPositives: 600,
      observationDays: 180,
      killCriteria: "Area under the curve below 0.65 on any ward, or a group found less often than by the paper score.",
      tradeOffRule: "The difference between groups wins over all; then returns, then discrimination, then calibration.",
    },
  };
}

const DAY = 86_400;
const WEEK = 7 * DAY;

const weekly = { windowSeconds: WEEK, cadenceSeconds: WEEK };

export const READMIT_CRITERIA: readonly CriterionInput[] = [
  {
    key: "readmission_rate",
    name: "Readmissions per 100 discharges",
    kind: "business",
    unit: "per 100",
    direction: "lte",
    baseline: 14.8,
    target: 13.2,
    guardrail: 14.5,
    windowSeconds: 90 * DAY,
    cadenceSeconds: WEEK,
    minSamples: 4_000,
    staleAfter: 1,
    weight: 3,
    mustHave: true,
    series: { name: "readmissions_per_100" },
  },
  {
    key: "auc_test",
    name: "Area under the curve on test data",
    kind: "model",
    phase: "offline",
    direction: "gte",
    baseline: 0.61,
    target: 0.72,
    guardrail: 0.69,
    ...weekly,
    minSamples: 600,
    weight: 3,
    mustHave: true,
    series: { name: "auc", labels: { split: "test" } },
  },
  {
    key: "calibration_error",
    name: "Calibration error",
    kind: "model",
    direction: "lte",
    baseline: 0.045,
    target: 0.02,
    guardrail: 0.03,
    ...weekly,
    minSamples: 100,
    weight: 2,
    series: { name: "calibration_error" },
  },
  {
    key: "scoring_time",
    name: "Scoring time, p95",
    kind: "operational",
    unit: "ms",
    direction: "lte",
    baseline: 900,
    target: 400,
    guardrail: 600,
    ...weekly,
    minSamples: 100,
    weight: 1,
    mustHave: true,
    series: { name: "scoring_ms_p95" },
  },
  {
    key: "tpr_gap_insurance",
    name: "Patients found, gap by insurance",
    kind: "fairness",
    direction: "lte",
    baseline: 0.1875,
    target: 0.1,
    guardrail: 0.15,
    ...weekly,
    minSamples: 300,
    breachAfter: 1,
    weight: 3,
    mustHave: true,
    series: { name: "tpr_gap", labels: { attribute: "insurance" } },
  },
];
