import type { CriterionInput } from "#domain/criteria.ts";
import type { StageDocument } from "#stages/field.ts";

/** What SHELFCAST says, as far as it has come. */
export function shelfcastDocuments(owner: string, onCall: string): Record<string, StageDocument> {
  return {
    "business-case": {
      problemStatement:
        "Shops of Green Basket throw away fresh food worth 4.1% of turnover and still run out of it on one day in nine, because orders follow last week and ignore weather, promotions and holidays.",
      currentProcess:
        "The shop manager confirms an order that repeats the same weekday of last week, at four in the morning.",
      businessOwner: owner,
      intendedUse: "Proposing order quantities of fresh items, per shop and day, one to seven days ahead.",
      outOfScopeUse: "Setting prices, planning staff, or ordering goods that keep for longer than two weeks.",
      strategicAlignment: 3,
      urgency: 3,
      horizonMonths: 24,
      discountAnnual: 0.09,
      upfrontCost: 30_000,
      buildCost: 260_000,
      buildMonths: 6,
      rampMonths: 6,
      runCostMonthly: 14_000,
      benefitMonthly: 72_000,
      benefitBasis: "Nine tenths of a point of waste in 140 shops, at cost price, confirmed by the head of fresh food.",
      successProbability: 0.75,
      delayOptimistic: 0,
      delayLikely: 1,
      delayPessimistic: 3,
      delayBurnMonthly: 16_000,
      budgetTotal: 320_000,
      headCount: 3,
      feasibility: {
        dataAvailability: 4,
        dataQuality: 3,
        technicalSimplicity: 4,
        skills: 4,
        integration: 3,
        complianceEase: 5,
      },
      framing: {
        entity: "One item in one shop on one day",
        predictionTarget: "Units that would be sold if the shelf were never empty",
        taskType: "forecasting",
        predictionMoment: "04:00 local time, before the order closes",
        labelDelayDays: 1,
        decision: "The order quantity",
        action: "The order is filled in; the shop manager may change it",
        actor: "The ordering system",
        automation: "auto_with_override",
        errorCosts: { gainTp: 2.4, costFp: 1.6, costFn: 2.4, valueTn: 0 },
        nonMlBaseline: { text: "The same weekday of last week, weighted error", value: 0.31 },
        minimumSuccess: "A weighted error of 0.27 over a full season",
        whyMl:
          "Weather, promotions and holidays move demand together; 9,000 items times 140 shops cannot be ruled by hand.",
      },
      jurisdictions: ["FR"],
      personalData: false,
      automatedDecision: true,
      affectsPeople: false,
      riskAnswers: {
        art5Practice: false,
        annexIThirdPartyAssessment: false,
        annexIiiArea: "none",
        art63Exempt: false,
        profilesPeople: false,
        interactsWithPeople: false,
        syntheticContent: false,
        emotionOrBiometricCategorisation: false,
      },
      impact: { severity: 2, reach: 2, autonomy: 3 },
      goNoGo: "go",
    },
    "success-criteria": {
      northStar: "waste_share",
      offlineOnlineLink:
        "In the 2024 trial a fall of the weighted error by a tenth took two tenths of a point off the waste.",
      evaluationProtocol: "time_ordered",
      observationDays: 84,
      killCriteria: "Weighted error above 0.27 after two rounds of features, or shelves empty more often than today.",
      tradeOffRule: "Waste wins, as long as shelves are not empty more often than today.",
    },
    "data-selection": {
      populationDefinition: "Fresh items in the 140 shops of the country, from their first day on the shelf.",
      requiredHistoryMonths: 26,
      requiredRows: 20_000_000,
      requiredLatencyH: 6,
      supervised: true,
      labelDefinition: "Units sold, corrected upwards for the hours in which the shelf was empty.",
      leakageReview:
        "The promotions calendar is used as it stood at four in the morning, not as it was corrected later.",
      selectionRationale:
        "Till sales and stock levels carry the signal; promotions, weather and the price list explain the peaks. Loyalty cards were refused: nothing here needs to know who buys.",
    },
    "data-pipeline": {
      captureMode: "batch",
      orchestrator: "Prefect",
      storage: "Parquet in object storage",
      trainingServingPath: "shared_code",
      freshnessSlaS: 21_600,
      aggregationMethod: "snapshot",
      onCall,
    },
    model: {
      approachSummary:
        "Gradient boosting over lagged sales, weather and calendar, one model for all shops, with a quantile for each service level.",
      designAlternatives:
        "A temporal network reached 0.239 at four times the cost; the seasonal naive stays as the floor.",
      split: { train: 0.75, validation: 0.1, test: 0.15 },
      searchStrategy: "random",
      transferLearning: false,
    },
  };
}

const DAY = 86_400;
const weekly = { windowSeconds: 7 * DAY, cadenceSeconds: 7 * DAY };

export const SHELFCAST_CRITERIA: readonly CriterionInput[] = [
  {
    key: "waste_share",
    name: "Waste, share of turnover",
    kind: "business",
    unit: "%",
    direction: "lte",
    baseline: 4.1,
    target: 3.2,
    guardrail: 3.9,
    windowSeconds: 28 * DAY,
    cadenceSeconds: 7 * DAY,
    minSamples: 1_000,
    weight: 3,
    mustHave: true,
    series: { name: "waste_share_percent" },
  },
  {
    key: "wape",
    supports: "waste_share",
    name: "Weighted error of the forecast",
    kind: "model",
    phase: "offline",
    direction: "lte",
    baseline: 0.31,
    target: 0.22,
    guardrail: 0.27,
    ...weekly,
    minSamples: 1_000,
    weight: 3,
    mustHave: true,
    series: { name: "wape", labels: { split: "backtest" } },
  },
  {
    key: "order_bias",
    supports: "wape",
    name: "Ordered above or below demand",
    kind: "operational",
    phase: "offline",
    direction: "range",
    baseline: -0.06,
    targetLow: -0.02,
    targetHigh: 0.02,
    guardrailLow: -0.05,
    guardrailHigh: 0.05,
    ...weekly,
    minSamples: 1_000,
    weight: 1,
    series: { name: "order_bias", labels: { split: "backtest" } },
  },
];
