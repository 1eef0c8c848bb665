import type { StageDocument } from "#stages/field.ts";
import type { StoryClock } from "./story-clock.ts";

/** What CARDGUARD says of its data, its model, its deployment and its operation. */
export function cardguardBuild(onCall: string, { day }: StoryClock): Record<string, StageDocument> {
  return {
    "data-selection": {
      populationDefinition:
        "Card-not-present payments of private customers in the euro area, about 31 million authorisations a month.",
      requiredHistoryMonths: 18,
      requiredRows: 5_000_000,
      requiredLatencyH: 0.02,
      supervised: true,
      labelDefinition:
        "Fraud when a chargeback with a fraud code arrives within 60 days of the payment, or when the customer confirms it.",
      labelAudit: { n: 400, agree: 386 },
      leakageReview:
        "Every feature was rebuilt as of the authorisation time and compared with the stored value; two merchant features that looked ahead were dropped.",
      minimisationNote:
        "Names, addresses and free text are dropped; the customer key is salted and turned over yearly.",
      selectionRationale:
        "The authorisation stream carries the signal and chargebacks the truth. Device fingerprints add four points of recall and are licensed until the end of the year; the merchant registry and the customer profile add context. Social data was refused.",
    },
    "data-bias": {
      intersections: ["age band × country"],
      fairnessMetrics: [
        "false_positive_rate_difference",
        "equal_opportunity_difference",
        "predictive_parity_difference",
      ],
      fairnessRationale:
        "A stopped honest payment is the harm, so false positives count first. Demographic parity is shown but not chosen, because base rates of fraud differ by age.",
      groupsConsulted:
        "The customer council met twice; the appeal path and the plain wording of step-ups came from it.",
      attributeUseRule: "audit_only",
      sourceAnswers: {
        historical: "The old rules declined young customers more often, and their chargebacks are in the data.",
        representation: "Customers over 60 pay less often online and are few in the sample.",
        measurement: "Chargebacks from abroad arrive late, so recent fraud looks smaller there.",
        aggregation: "Travellers behave unlike everybody else; they have a feature of their own.",
        learning: "The objective weighs amounts, which favours customers who spend more.",
        evaluation: "The test weeks hold few new shops; they are listed as a slice.",
        deployment: "Analysts may follow the score blindly; one case in twenty is shown without it.",
      },
    },
    "data-pipeline": {
      architectureLink: "https://wiki.example.org/card/data-flow",
      captureMode: "stream",
      orchestrator: "Dagster",
      storage: "Iceberg tables",
      trainingServingPath: "feature_store",
      freshnessSlaS: 300,
      retentionDays: 730,
      deletionProcess:
        "An erasure request removes the customer key from every copy within a day, and from the next training set.",
      aggregationMethod: "event_log",
      backfillPolicy: "Rebuilt from the event log, month by month, with the code of that month.",
      monthlyCost: 9_400,
      onCall,
    },
    model: {
      approachSummary:
        "Gradient boosting over 140 features of the payment, the device, the merchant and the last hours of the card, with the cost of errors in the objective. It answers in 20 ms and explains itself by feature.",
      designAlternatives:
        "Logistic regression lost nine points of recall; a recurrent network won one point and cost four times the latency.",
      split: {
        train: 0.7,
        validation: 0.15,
        test: 0.15,
        trainUntil: day("2025-06-30"),
        testFrom: day("2025-08-01"),
      },
      searchStrategy: "bayesian",
      searchBudget: { trials: 120, hours: 60 },
      transferLearning: false,
      operatingThreshold: 0.05,
      thresholdRationale:
        "The break-even probability from the error costs is 0.05, and the desk can review half a percent.",
      scoresAreProbabilities: true,
      calibrationError: 0.012,
      explainabilityMethod: "shap",
      reproducibilityTolerance: 0.005,
      stalenessNote:
        "Without a refresh recall falls by about two points a month, faster after a change at large merchants.",
      environmentalCostKwh: 140,
    },
    integration: {
      deploymentAnswers: {
        abPipeline: { answer: "yes", detail: "Random assignment by card key.", number: 2 },
        canary: { answer: "yes", detail: "Five percent first, then a quarter.", number: 0.05 },
        shadow: { answer: "yes", detail: "Two weeks without acting.", number: 14 },
        featureStore: { answer: "yes", detail: "One definition for training and serving.", number: 140 },
        onlineTraining: { answer: "no", detail: "Labels come too late for it." },
        trainingDataAggregation: { answer: "yes", detail: "From the event log.", number: 540 },
        servingTrainingCoupling: { answer: "yes", detail: "Encoding and calibration are shared.", number: 2 },
        monitoringProcess: { answer: "yes", detail: "Weekly review with the fraud desk.", number: 7 },
        incidentProcess: { answer: "yes", detail: "The rota answers within a quarter of an hour.", number: 15 },
        inferenceLatency: { answer: "yes", detail: "Measured at 1.5 times the peak.", number: 80 },
        privacyRegime: { answer: "yes", detail: "GDPR; access and appeal in the app.", number: 1 },
        budget: { answer: "yes", detail: "Approved for the year.", number: 32_000 },
        headCount: { answer: "yes", detail: "Two engineers and one analyst.", number: 3 },
        skills: { answer: "yes", detail: "The gap in stream processing is closed.", number: 0 },
        rollback: { answer: "yes", detail: "The previous release stays warm.", number: 5 },
      },
      latencyBudgetMs: 80,
      peakRps: 900,
      rolloutPlan: [
        { traffic: 0.05, hours: 168, rule: "No alert, false positives within the guardrail" },
        { traffic: 0.25, hours: 168, rule: "Recall above the rules on the same payments" },
        { traffic: 1, hours: 0, rule: "Lead and reviewer agree" },
      ],
      humanOversight:
        "The fraud desk can override any decision and switch the whole solution back to the rules at any time.",
      userNotice: "Customers see in the app why a payment was held, and can confirm it or object with one tap.",
      fallback: "The fourteen rules answer instead, within the same time budget.",
      dataProtectionAssessment: "https://wiki.example.org/card/privacy-assessment",
    },
    monitoring: {
      onCallLink: "https://oncall.example.org/card",
      reviewCadenceDays: 7,
      labelFeedback: { path: "Chargeback feed and confirmations in the app", delayDays: 60 },
      proxyUntilLabels: "Score drift, overrides by analysts and complaints.",
      topFeatures: ["merchant_category", "device_age", "amount_log", "hours_since_last_payment"],
      primaryDriftMethod: { numeric: "psi", categorical: "psi" },
      explainInProduction: "sample",
      decisionLogRetentionDays: 730,
      fireDrillAt: day("2025-11-18"),
      feedbackChannel: "https://northwind.example.org/held-payments",
    },
    retraining: {
      strategy: "hybrid",
      maxModelAgeDays: 120,
      trainingWindow: { kind: "sliding", days: 540 },
      evaluationPolicy: "same_recent_window",
      primaryMetric: "recall",
      margin: 0.002,
      guardrailMetrics: ["fpr_gap_age", "precision"],
      approval: "human",
      rollbackKeep: 2,
      blackoutWindows: [{ cron: yearlyOn(day("2025-11-24")), hours: 120 }],
      worth: { gainPerDay: 120, decayDays: 60, risk: 400 },
    },
  };
}

/** The week of the sales, in which nothing is promoted; it moves with the story. */
function yearlyOn(date: string): string {
  const [, month, day] = date.split("-").map(Number);
  return `0 0 ${day} ${month} *`;
}

/** The two assessments: on the canary before full roll-out, and on production for the third release. */
export function cardguardAssessment(release: string, dataSource: "canary" | "production", dates: readonly string[]) {
  const [from, to, nextReview] = dates;
  return {
    release,
    dataSource,
    period: { from: `${from}T00:00:00Z`, to: `${to}T00:00:00Z` },
    attribute: "age band",
    groups: ["18-25", "26-40", "41-60", "61+"],
    decisionDefinition: "Stepped up or declined, after thresholds and after the overrides of analysts.",
    favourableOutcome: "negative",
    metricsChosen: [
      { metric: "false_positive_rate_difference", kind: "at_most", threshold: 0.002 },
      { metric: "equal_opportunity_difference", kind: "at_most", threshold: 0.08 },
      { metric: "predictive_parity_difference", kind: "at_most", threshold: 0.1 },
    ],
    referenceGroup: "best",
    humanStepEffect: "Analysts reverse one alarm in nine, alike in all age bands.",
    residualStatement:
      "False positives differ by 0.0013 between age bands, below the limit of 0.002, and the difference is proven. True positives differ by 0.042, below 0.08, though the sample of the oldest band leaves room for doubt.",
    nextReview,
  } satisfies StageDocument;
}
