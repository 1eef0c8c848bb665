import type { Tier } from "#domain/vocabulary.ts";
import { answerAt } from "#stages/answer-at.ts";
import { isRequired } from "#stages/completeness.ts";
import { factBag } from "#stages/fact.ts";
import type { CriterionFacts, StageFacts } from "#stages/facts.ts";
import type { StageDocument } from "#stages/field.ts";
import { STAGES, stageOf } from "#stages/registry.ts";
import { sampledFacts } from "../../prisma/demo/facts/stage-facts.ts";

export type SampleOptions = {
  affectsPeople?: boolean;
  /** A real person, where the document is going to a database. */
  userId?: string;
  /** The key of a criterion that exists. */
  northStar?: string;
};

export const SAMPLE_USER = "0190c4de-7a10-7000-8000-000000000001";
export const SAMPLE_REVIEWER = "0190c4de-7a10-7000-8000-000000000003";
export const SAMPLE_NOW = Date.UTC(2026, 2, 16, 9);

/** Answers that only sometimes are asked for by a rule between fields, and from which tier. */
const BETWEEN_FIELDS: Readonly<Record<string, { from: Tier; paths: readonly string[] }>> = {
  "business-case": {
    from: 2,
    paths: ["dataAvailability", "dataQuality", "technicalSimplicity", "skills"].map((name) => `feasibility.${name}`),
  },
  "success-criteria": { from: 2, paths: ["tradeOffRule"] },
  integration: { from: 2, paths: ["deploymentAnswers.rollback.number"] },
};

/** The least document with which the stage's fields pass its gate at that tier, dates counted from `now`. */
export function completeDocument(stageKey: string, tier: Tier, options: SampleOptions = {}, now = SAMPLE_NOW) {
  const { affectsPeople = true } = options;
  const documents = fullDocuments(options, now);
  const full = documents[stageKey] ?? {};
  const stage = stageOf(stageKey);
  const project = { tier, affectsPeople, documents };
  const required = stage.fields.filter((field) => isRequired(field, full, project)).map(({ path }) => path);
  const extra = BETWEEN_FIELDS[stageKey];
  return picked(full, [...required, ...(extra && tier >= extra.from ? extra.paths : [])]);
}

export function completeDocuments(tier: Tier, options: SampleOptions = {}, now = SAMPLE_NOW) {
  return Object.fromEntries(STAGES.map(({ key }) => [key, completeDocument(key, tier, options, now)]));
}

/** A project whose documents and criteria leave no requirement of the stages open. */
export function completeFacts(tier: Tier, change: Partial<StageFacts> = {}): StageFacts {
  return {
    ...factBag(sampledFacts({ tier, affectsPeople: true, at: new Date(SAMPLE_NOW) })),
    tier,
    affectsPeople: true,
    states: {},
    documents: completeDocuments(tier),
    criteria: sampleCriteria(),
    alerts: [],
    answers: {},
    signOffs: [
      { subject: "item:2.8", version: 3, role: "PM", userId: SAMPLE_USER, decision: "approved", voided: false },
      { subject: "item:4.8", version: 3, role: "RV", userId: SAMPLE_REVIEWER, decision: "approved", voided: false },
      { subject: "item:8.8", version: 3, role: "RV", userId: SAMPLE_REVIEWER, decision: "approved", voided: false },
    ],
    version: 3,
    now: SAMPLE_NOW,
    ...change,
  };
}

export function sampleCriteria(): CriterionFacts[] {
  return [
    criterion({ key: "net_fraud_loss", name: "Net fraud loss", kind: "business", baseline: 9.4, target: 6.5 }),
    criterion({ key: "recall", name: "Recall", kind: "model", baseline: 0.52, target: 0.72, guardrail: 0.66 }),
    criterion({ key: "latency", name: "Latency", kind: "operational", baseline: 180, target: 80, guardrail: 110 }),
    criterion({ key: "fpr_gap", name: "FPR gap", kind: "fairness", baseline: 0.0045, target: 0.002, guardrail: 0.003 }),
  ];
}

export function criterion(given: Partial<CriterionFacts> = {}): CriterionFacts {
  const { baseline = 0.5, target = 0.8 } = given;
  return {
    direction: (target ?? 1) >= (baseline ?? 0) ? "gte" : "lte",
    key: "recall",
    name: "Recall",
    kind: "model",
    phase: "production",
    mustHave: true,
    baseline: 0.5,
    target: 0.8,
    targetLow: null,
    targetHigh: null,
    guardrail: 7.5,
    guardrailLow: null,
    guardrailHigh: null,
    windowSeconds: 86_400,
    minSamples: 30,
    ownerId: SAMPLE_USER,
    state: "met",
    hasPoints: true,
    firstPointAt: SAMPLE_NOW - 60 * 86_400_000,
    lastPointAt: SAMPLE_NOW - 3_600_000,
    validationIssues: [],
    ...given,
  };
}

/** Every answer of every stage, told as one project: fraud scoring for card payments. */
export function fullDocuments(options: SampleOptions = {}, now = SAMPLE_NOW): Readonly<Record<string, StageDocument>> {
  const { affectsPeople = true, userId = SAMPLE_USER, northStar = "net_fraud_loss" } = options;
  return {
    "business-case": {
      problemStatement: "Chargebacks cost the bank 14.4 million a year, and the rules catch six of ten.",
      currentProcess: "Fourteen hand-written rules stop payments; two analysts review the rest by hand.",
      businessOwner: userId,
      intendedUse: "Scoring card payments at the moment of authorisation.",
      outOfScopeUse: "Deciding on credit, or judging customers as persons.",
      strategicAlignment: 5,
      urgency: 4,
      horizonMonths: 36,
      discountAnnual: 0.08,
      upfrontCost: 80_000,
      buildCost: 640_000,
      buildMonths: 7,
      rampMonths: 4,
      runCostMonthly: 32_000,
      benefitMonthly: 210_000,
      benefitBasis: "Loss of last year times the recall gained, confirmed by finance.",
      successProbability: 0.85,
      delayOptimistic: 0,
      delayLikely: 1,
      delayPessimistic: 4,
      delayBurnMonthly: 45_000,
      budgetTotal: 1_000_000,
      headCount: 6,
      skillsNeeded: ["fraud", "gradient boosting"],
      skillsMissing: ["none"],
      feasibility: {
        dataAvailability: 5,
        dataQuality: 4,
        technicalSimplicity: 3,
        skills: 4,
        integration: 3,
        complianceEase: 3,
      },
      framing: {
        entity: "One card payment",
        predictionTarget: "A confirmed fraud chargeback within 60 days",
        taskType: "binary",
        predictionMoment: "At the authorisation request",
        labelDelayDays: 60,
        decision: "Approve, step up or decline",
        action: "Decline the payment",
        actor: "The payment switch",
        automation: "auto_with_override",
        errorCosts: { gainTp: 380, costFp: 20, costFn: 400, valueTn: 0 },
        nonMlBaseline: { text: "Fourteen rules written by hand", value: 0.52 },
        minimumSuccess: "Recall of 0.66 at 0.5% reviewed",
        whyMl: "Fraud patterns change faster than rules can be written and tested.",
      },
      mandatory: false,
      deRiskPlan: "https://wiki.example.org/fraud/de-risk",
      alternatives: [
        { option: "Do nothing", cost: 0, benefit: "None", whyNot: "Losses keep growing." },
        {
          ...{ option: "More analysts", cost: 60_000, runCostMonthly: 15_000, benefitMonthly: 24_000 },
          ...{ benefit: "Four points of recall", whyNot: "Does not scale." },
        },
      ],
      jurisdictions: ["DE", "FR"],
      personalData: true,
      automatedDecision: true,
      affectsPeople,
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
      impact: { severity: 4, reach: 4, autonomy: 3 },
      goNoGo: "go",
    },
    "success-criteria": {
      northStar,
      offlineOnlineLink: "Each point of recall stopped 90,000 of loss a month in the last two pilots.",
      proxyCorrelation: 0.8,
      evaluationProtocol: "time_ordered",
      testMinPositives: 400,
      observationDays: 90,
      killCriteria: "Recall under 0.60 for four weeks.",
      tradeOffRule: "Net loss wins over recall, fairness over both.",
    },
    "data-selection": {
      populationDefinition: "Card-not-present payments of private customers in the euro area.",
      requiredHistoryMonths: 24,
      requiredRows: 5_000_000,
      requiredLatencyH: 4,
      supervised: true,
      labelDefinition: "Fraud when a chargeback with a fraud code arrives within 60 days.",
      labelAudit: { n: 200, agree: 189 },
      leakageReview: "Each feature was rebuilt as of the authorisation time and compared.",
      minimisationNote: "Names and addresses were dropped.",
      selectionRationale: "The authorisation stream carries the signal; others add little.",
    },
    "data-bias": {
      protectedAttributes: ["age band"],
      attributeSource: "collected",
      suspectedProxies: ["none after testing each feature"],
      intersections: ["age band × region"],
      fairnessMetrics: ["false_positive_rate_difference"],
      fairnessRationale: "A declined honest payment is the harm; base rates of fraud differ by age.",
      harmTypes: ["allocation"],
      groupsConsulted: "Customer council, twice; the appeal path was added.",
      attributeUseRule: "audit_only",
      sourceAnswers: {
        historical: "Old rules declined young customers more often.",
        representation: "New customers are few.",
        measurement: "Chargebacks are reported late abroad.",
        aggregation: "Travellers behave differently.",
        learning: "The objective weighs amounts.",
        evaluation: "The test set lacks new shops.",
        deployment: "Analysts may follow the score blindly.",
      },
    },
    "data-pipeline": {
      architectureLink: "https://wiki.example.org/fraud/flow",
      captureMode: "stream",
      orchestrator: "Airflow",
      storage: "Parquet on S3",
      trainingServingPath: "separate",
      freshnessSlaS: 300,
      retentionDays: 730,
      deletionProcess: "A nightly job removes erased customers from each copy.",
      aggregationMethod: "event_log",
      backfillPolicy: "Rebuilt from the event log.",
      skewThreshold: 0.1,
      monthlyCost: 4_000,
      onCall: userId,
    },
    model: {
      approachSummary: "Gradient boosting over 140 features of the payment and its recent history.",
      designAlternatives: "Logistic regression and a recurrent network.",
      split: { train: 0.7, validation: 0.15, test: 0.15, trainUntil: "2025-10-31", testFrom: "2025-12-01" },
      searchStrategy: "random",
      searchBudget: { trials: 60, hours: 40 },
      transferLearning: true,
      baseModel: { name: "merchant2vec", version: "1.2", licence: "Apache-2.0", source: "In house", frozenLayers: 2 },
      operatingThreshold: 0.05,
      thresholdRationale: "The break-even probability is 0.05.",
      scoresAreProbabilities: true,
      calibrationError: 0.02,
      explainabilityMethod: "shap",
      reproducibilityTolerance: 0.005,
      stalenessNote: "Recall falls by two points a month without a refresh.",
      environmentalCostKwh: 85,
    },
    integration: {
      deploymentAnswers: Object.fromEntries(
        DEPLOYMENT_QUESTIONS.map((name) => [name, { answer: "yes", detail: "In place.", number: 1 }]),
      ),
      latencyBudgetMs: 80,
      peakRps: 900,
      latencySeries: "latency_p95_ms",
      rolloutPlan: [
        { traffic: 0.05, hours: 168, rule: "No alert" },
        { traffic: 1, hours: 0, rule: "Lead agrees" },
      ],
      humanOversight: "The fraud desk can switch to rules at any time.",
      userNotice: "Customers are told in the app and can appeal.",
      fallback: "The fourteen rules answer instead.",
      dataProtectionAssessment: "https://wiki.example.org/fraud/dpia",
    },
    "solution-bias": {
      release: "R1",
      dataSource: "canary",
      period: { from: dayFrom(now, -45, "T00:00:00Z"), to: dayFrom(now, -10, "T00:00:00Z") },
      attribute: "age band",
      groups: ["18-25", "26-40", "41-60", "61+"],
      decisionDefinition: "Declined or stepped up after overrides.",
      favourableOutcome: "negative",
      metricsChosen: [{ metric: "false_positive_rate_difference", kind: "at_most", threshold: 0.002 }],
      referenceGroup: "best",
      humanStepEffect: "Analysts reverse one alarm in nine, alike in all groups.",
      residualStatement: "A gap of 0.0013 remains, below the limit, and is watched.",
      nextReview: dayFrom(now, 120),
    },
    monitoring: {
      onCallLink: "https://oncall.example.org/fraud",
      reviewCadenceDays: 7,
      labelFeedback: { path: "Chargeback feed", delayDays: 60 },
      proxyUntilLabels: "Score drift and analyst overrides.",
      topFeatures: ["merchant_category", "device_age"],
      primaryDriftMethod: { numeric: "psi", categorical: "psi" },
      explainInProduction: "sample",
      decisionLogRetentionDays: 365,
      fireDrillAt: dayFrom(now, -20),
      feedbackChannel: "https://bank.example.org/appeal",
    },
    retraining: {
      strategy: "hybrid",
      maxModelAgeDays: 120,
      trainingWindow: { kind: "sliding", days: 540 },
      evaluationPolicy: "same_recent_window",
      primaryMetric: northStar,
      margin: 0.01,
      guardrailMetrics: ["fpr_gap"],
      approval: "human",
      monthlyBudget: 5_000,
      rollbackKeep: 2,
      blackoutWindows: [{ cron: yearlyOn(dayFrom(now, 120)), hours: 96 }],
    },
  };
}

const DEPLOYMENT_QUESTIONS = stageOf("integration")
  .fields.filter(({ path }) => path.startsWith("deploymentAnswers.") && path.endsWith(".answer"))
  .map(({ path }) => path.split(".")[1] ?? "");

/** A line that lies well ahead of the tests that promote something. */
function yearlyOn(date: string): string {
  const [, month, day] = date.split("-").map(Number);
  return `0 0 ${day} ${month} *`;
}

function dayFrom(now: number, days: number, time = ""): string {
  return new Date(now + days * 86_400_000).toISOString().slice(0, 10) + time;
}

function picked(document: StageDocument, paths: readonly string[]): StageDocument {
  return paths.reduce<StageDocument>((kept, path) => withAnswer(kept, path, answerAt(document, path)), {});
}

/** The document with another answer at the path; undefined takes the answer away. */
export function withAnswer(document: StageDocument, path: string, answer: unknown): StageDocument {
  const [name = "", ...rest] = path.split(".");
  if (rest.length > 0) {
    const group = answerAt(document, name);
    const inner = typeof group === "object" && group !== null ? { ...group } : {};
    return { ...document, [name]: withAnswer(inner, rest.join("."), answer) };
  }
  const { [name]: _old, ...others } = document;
  return answer === undefined ? others : { ...others, [name]: answer };
}
