import type { StageDocument } from "#stages/field.ts";
import type { StoryClock } from "./story-clock.ts";

/** What READMIT says of its data, its model and its pilot. */
export function readmitBuild(onCall: string, { day }: StoryClock): Record<string, StageDocument> {
  return {
    "data-selection": {
      populationDefinition:
        "Adults discharged from medical and surgical wards of the four hospitals, maternity excluded.",
      requiredHistoryMonths: 36,
      requiredRows: 180_000,
      requiredLatencyH: 12,
      supervised: true,
      labelDefinition:
        "An unplanned admission to any hospital of the region within 30 days of discharge; planned stays do not count.",
      labelAudit: { n: 300, agree: 281 },
      leakageReview:
        "Codes that are written after discharge were found in the extract and removed; each field now carries the time at which it was known.",
      minimisationNote: "Ward notes and addresses stay out; the area index replaces the postcode.",
      selectionRationale:
        "The record extract and the laboratory results carry the signal, the admissions history the truth, and the deprivation index the circumstances. Ward notes were asked for and are not used: no legal basis yet.",
    },
    "data-bias": {
      intersections: ["insurance × age band"],
      fairnessMetrics: ["equal_opportunity_difference", "demographic_parity_ratio", "false_positive_rate_difference"],
      fairnessRationale:
        "Being selected helps, so the patients who are missed count: the share of later returns that is found must not differ by insurance. Parity is watched beside it, since need differs between groups.",
      groupsConsulted:
        "Two patient councils and the ward sisters; uninsured patients asked for a call in their language.",
      attributeUseRule: "train_and_audit",
      sourceAnswers: {
        historical: "Who came back shows access to care as much as need: some never returned because they could not.",
        representation: "Uninsured patients are one in fourteen here and one in nine in the region.",
        measurement: "Diagnosis coding differs by site, and shorter stays are coded with less care.",
        aggregation: "Surgical and medical wards return for different reasons; the model knows the ward type.",
        learning: "The objective counts errors alike, which favours the largest group.",
        evaluation: "The test year holds one winter only; another one is added when it is complete.",
        deployment: "Staff may trust a low score too much; a low score is shown without a number.",
      },
    },
    "data-pipeline": {
      architectureLink: "https://wiki.example.org/read/data-flow",
      captureMode: "batch",
      orchestrator: "Airflow",
      storage: "PostgreSQL and Parquet",
      trainingServingPath: "shared_code",
      freshnessSlaS: 43_200,
      retentionDays: 1_095,
      deletionProcess:
        "The record office removes a patient from all extracts within a week; training sets are rebuilt monthly.",
      aggregationMethod: "snapshot",
      backfillPolicy: "Snapshots of each month are kept for three years and can be replayed.",
      monthlyCost: 5_200,
      onCall,
    },
    model: {
      approachSummary:
        "Gradient boosting over 96 features of the stay, the diagnoses, the laboratory and earlier stays, calibrated by isotonic regression, with group weights for insurance.",
      designAlternatives:
        "A logistic model lost three points; a survival model gave the same order and was harder to explain.",
      split: { train: 0.7, validation: 0.15, test: 0.15, trainUntil: day("2025-03-31"), testFrom: day("2025-05-01") },
      searchStrategy: "random",
      searchBudget: { trials: 80, hours: 36 },
      transferLearning: false,
      operatingThreshold: 0.18,
      thresholdRationale:
        "The team can visit one patient in eight, which is a score of 0.18; the break-even lies at 0.03.",
      scoresAreProbabilities: true,
      calibrationError: 0.024,
      explainabilityMethod: "shap",
      reproducibilityTolerance: 0.005,
      stalenessNote: "Winter patients differ; without a refresh the area under the curve falls by a point a season.",
      environmentalCostKwh: 60,
    },
    integration: {
      deploymentAnswers: {
        abPipeline: { answer: "planned", detail: "After the pilot, by ward.", number: 1 },
        canary: { answer: "yes", detail: "Two wards, a tenth of the discharges.", number: 0.1 },
        shadow: { answer: "yes", detail: "Four weeks without anybody seeing the scores.", number: 28 },
        featureStore: { answer: "no", detail: "Shared code builds the features on both sides." },
        onlineTraining: { answer: "no", detail: "Never on patients." },
        trainingDataAggregation: { answer: "yes", detail: "Monthly snapshots.", number: 1_095 },
        servingTrainingCoupling: { answer: "yes", detail: "Encoding is shared.", number: 3 },
        monitoringProcess: { answer: "yes", detail: "Fortnightly with the ward sisters.", number: 14 },
        incidentProcess: { answer: "yes", detail: "The paper score comes back within the hour.", number: 60 },
        inferenceLatency: { answer: "yes", detail: "Twice a day in batches.", number: 400 },
        privacyRegime: { answer: "yes", detail: "UK GDPR; access through the record office.", number: 1 },
        budget: { answer: "yes", detail: "Approved for the pilot.", number: 26_000 },
        headCount: { answer: "yes", detail: "One engineer, one informatician.", number: 2 },
        skills: { answer: "planned", detail: "A clinical safety officer starts next quarter.", number: 1 },
        rollback: { answer: "yes", detail: "The paper score, printed as before.", number: 30 },
      },
      latencyBudgetMs: 600,
      peakRps: 5,
      rolloutPlan: [
        { traffic: 0.1, hours: 1_344, rule: "The gap between groups stays under 0.10" },
        { traffic: 0.5, hours: 1_344, rule: "Reviewer has signed the solution bias" },
        { traffic: 1, hours: 0, rule: "Lead and reviewer agree" },
      ],
      humanOversight: "Nurses decide whom they call. They can add and drop patients, and the reason is kept.",
      userNotice: "Patients read in the discharge letter that a score orders the calls, and may refuse it.",
      fallback: "The paper score orders the list, as before.",
    },
    monitoring: {
      onCallLink: "https://oncall.example.org/read",
      labelFeedback: { path: "Admissions of the region, monthly", delayDays: 30 },
      topFeatures: ["earlier_stays", "length_of_stay", "haemoglobin", "deprivation_index"],
    },
  };
}

export function readmitAssessment(dataSource: "shadow" | "canary", dates: readonly string[]): StageDocument {
  const [from, to, nextReview] = dates;
  return {
    release: "R3",
    dataSource,
    period: { from: `${from}T00:00:00Z`, to: `${to}T00:00:00Z` },
    attribute: "insurance",
    groups: ["private", "public", "uninsured", "other"],
    decisionDefinition: "On the call list after the nurses added and dropped patients.",
    favourableOutcome: "positive",
    metricsChosen: [
      { metric: "equal_opportunity_difference", kind: "at_most", threshold: 0.1 },
      { metric: "demographic_parity_ratio", kind: "at_least", threshold: 0.8 },
    ],
    humanStepEffect: "Nurses add one patient in twenty to the list, mostly from the public group.",
    residualStatement:
      "On shadow data the share of returns that is found differs by 0.08 between insurance groups, below the limit. The group of other insurances holds twenty patients and is listed, not judged.",
    nextReview,
  };
}
