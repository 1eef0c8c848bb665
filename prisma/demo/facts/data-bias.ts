import type { FactsSetting, StageFact } from "./stage-fact.ts";

const DAY_MS = 86_400_000;
const GROUPS = ["18-25", "26-40", "41-60", "61+"];
const POPULATION = [0.14, 0.31, 0.35, 0.2];
const SAMPLE = [0.15, 0.33, 0.34, 0.18];
const BASE_RATES = [0.0031, 0.0026, 0.0022, 0.0024];

/** One attribute with its groups, and two risks whose mitigations are proven; one was accepted until then. */
export function dataBiasFacts({ at }: FactsSetting): StageFact[] {
  const inDays = (days: number) => new Date(at.getTime() + days * DAY_MS).toISOString().slice(0, 10);
  return [
    {
      kind: "protected-attributes",
      key: "age-band",
      data: { name: "Age band", groups: GROUPS, source: "collected", referenceGroup: "41-60" },
    },
    ...GROUPS.map((group, at) => ({
      kind: "group-baselines",
      key: `age-band-${group.replace("+", "-up")}`,
      data: {
        attribute: "age-band",
        group,
        populationShare: POPULATION[at],
        sampleShare: SAMPLE[at],
        baseRate: BASE_RATES[at],
        labelNoise: 0.03,
        n: Math.round(2_400_000 * (SAMPLE[at] ?? 0)),
      },
    })),
    {
      kind: "features",
      key: "account_tenure",
      data: {
        name: "account_tenure",
        dtype: "number",
        source: "warehouse",
        availableAtPrediction: true,
        isProxyFor: "age-band",
        proxyAssociation: 0.21,
      },
    },
    {
      kind: "bias-risks",
      key: "late-labels",
      data: {
        title: "Labels arrive later for young customers",
        biasOrigin: "measurement",
        harm: "allocation",
        attribute: "age-band",
        groups: ["18-25"],
        likelihood: 3,
        severity: 4,
        likelihoodAfter: 2,
        severityAfter: 3,
        state: "mitigated",
      },
    },
    {
      kind: "bias-risks",
      key: "one-threshold",
      data: {
        title: "One threshold for groups with different base rates",
        biasOrigin: "aggregation",
        harm: "quality_of_service",
        attribute: "age-band",
        likelihood: 2,
        severity: 4,
        likelihoodAfter: 1,
        severityAfter: 4,
        state: "mitigated",
      },
    },
    {
      kind: "bias-mitigations",
      key: "wait-for-labels",
      data: {
        title: "Train on labels that are older than the longest delay",
        risk: "late-labels",
        phase: "data",
        technique: "relabel",
        owner: "Data team",
        due: inDays(-2),
        verifyMetric: "Label noise of 18-25 at most 0.03",
        doneOn: inDays(-4),
        verified: true,
        measured: 0.03,
        evidence: "200 cases of 18-25 labelled twice, 194 alike",
      },
    },
    {
      kind: "bias-mitigations",
      key: "calibrate-by-group",
      data: {
        title: "Calibrate the score for each group",
        risk: "one-threshold",
        phase: "post",
        technique: "group_calibration",
        owner: "Data team",
        due: inDays(-2),
        verifyMetric: "Calibration error of each group at most 0.02",
        doneOn: inDays(-3),
        verified: true,
        measured: 0.016,
        evidence: "Held-out month, largest error of four groups",
      },
    },
    {
      kind: "risk-acceptances",
      key: "one-threshold-rv",
      by: "RV",
      data: {
        risk: "one-threshold",
        role: "RV",
        reason: "Small while the score is calibrated by group; it is measured again on the solution.",
        validUntil: inDays(120),
      },
    },
  ];
}
