import { baselineFacts, type Later, mitigationFact, riskFact } from "./bias-records.ts";
import { featureFact } from "./data-profile.ts";
import type { StageFact } from "./facts/stage-fact.ts";
import { BY_INSURANCE } from "./readmit-data-facts.ts";
import type { StoryClock } from "./story-clock.ts";

/** The register of READMIT as it was planned; what is still not proven is that uninsured patients are found as often. */
export function readmitBiasFacts(clock: StoryClock): StageFact[] {
  const insured = { attribute: "insurance" };
  return [
    attribute("insurance", "Insurance", Object.keys(BY_INSURANCE)),
    attribute("sex", "Sex", ["women", "men"]),
    attribute("age-band", "Age band", ["18-44", "45-64", "65-79", "80+"]),
    ...baselineFacts("insurance", [
      { group: "private", shares: [0.42, 0.4], baseRate: 0.24, labelNoise: 0.05, n: 89_880 },
      { group: "public", shares: [0.49, 0.47], baseRate: 0.233, labelNoise: 0.061, n: 104_860 },
      { group: "uninsured", shares: [0.0714, 0.1111], baseRate: 0.267, labelNoise: 0.118, n: 15_280 },
      { group: "other", shares: [0.0186, 0.0189], baseRate: 0.25, labelNoise: 0.07, n: 3_980 },
    ]),
    ...baselineFacts("sex", [
      { group: "women", shares: [0.54, 0.52], baseRate: 0.231 },
      { group: "men", shares: [0.46, 0.48], baseRate: 0.249 },
    ]),
    ...baselineFacts("age-band", [
      { group: "18-44", shares: [0.21, 0.24], baseRate: 0.152 },
      { group: "45-64", shares: [0.3, 0.3], baseRate: 0.211 },
      { group: "65-79", shares: [0.31, 0.29], baseRate: 0.274 },
      { group: "80+", shares: [0.18, 0.17], baseRate: 0.318 },
    ]),
    featureFact("area_index", "number", "deprivation-index", {
      isProxyFor: "insurance",
      proxyAssociation: 0.31,
      importance: 0.03,
    }),
    featureFact("earlier_stays", "number", "admissions-history", {
      ...{ isProxyFor: "insurance", proxyAssociation: 0.22, importance: 0.18 },
      description: "Stays that ended before this one began.",
    }),
    riskFact("access-label", "The label shows access to care rather than need", {
      ...{ ...insured, biasOrigin: "historical", groups: ["uninsured"], from: [4, 4], to: [2, 4] },
    }),
    riskFact("few-uninsured", "Uninsured patients are too few to be found as often", {
      ...{ ...insured, biasOrigin: "representation", harm: "over_under_representation", groups: ["uninsured"] },
      ...{ from: [4, 5], to: [2, 4] },
    }),
    riskFact("coding-by-site", "Diagnosis coding differs by site", {
      ...{ biasOrigin: "measurement", harm: "quality_of_service", from: [3, 4], to: [2, 3] },
    }),
    riskFact("pooled-thresholds", "One threshold for wards whose patients return for different reasons", {
      ...{ biasOrigin: "aggregation", harm: "quality_of_service", from: [3, 3], to: [2, 3] },
    }),
    riskFact("override-habits", "Staff take patients off the list by habit", {
      ...{ biasOrigin: "deployment", from: [2, 4], to: [1, 4] },
    }),
    ...mitigations(clock, false),
  ];
}

/** Four of five are proven by the pilot. */
export function readmitBiasProofs(clock: StoryClock): Later[] {
  const days = ["2025-11-03", null, "2025-10-20", "2025-12-15", "2026-03-02"];
  return mitigations(clock, true).flatMap((fact, i) => {
    const day = days[i];
    return day ? [{ day, by: "Ines Duarte" as const, fact }] : [];
  });
}

function attribute(key: string, name: string, groups: readonly string[]): StageFact {
  return { kind: "protected-attributes", key, data: { name, groups, source: "collected" } };
}

function mitigations({ day }: StoryClock, proven: boolean): StageFact[] {
  const owner = "Ines Duarte";
  return [
    mitigationFact("count-elsewhere", {
      ...{ risk: "access-label", title: "Count admissions to any hospital of the region, not only here", owner },
      ...{ phase: "data", technique: "relabel", due: day("2025-10-31") },
      verifyMetric: "Label noise of uninsured patients at most 0.12",
      ...(proven && {
        verified: true,
        doneOn: day("2025-10-30"),
        measured: 0.118,
        evidence: "300 stays coded by two people",
      }),
    }),
    mitigationFact("community-hospitals", {
      ...{ risk: "few-uninsured", title: "Add fourteen months from two community hospitals", owner },
      ...{ phase: "data", technique: "collect_more", due: day("2026-04-30") },
      verifyMetric: "Representation ratio of uninsured patients at least 0.80",
    }),
    mitigationFact("code-map", {
      ...{ risk: "coding-by-site", title: "Map the codes of the fourth hospital, and group rare ones", owner },
      ...{ phase: "pre", technique: "other", due: day("2025-10-17") },
      verifyMetric: "Share of unmapped codes at most 2% on every site",
      ...(proven && {
        verified: true,
        doneOn: day("2025-10-15"),
        measured: 1.4,
        evidence: "Extract of October, all four sites",
      }),
    }),
    mitigationFact("ward-calibration", {
      ...{ risk: "pooled-thresholds", title: "Calibrate by ward type", owner },
      ...{ phase: "post", technique: "group_calibration", due: day("2025-12-12") },
      verifyMetric: "Calibration error of each ward type at most 0.03",
      ...(proven && {
        verified: true,
        doneOn: day("2025-12-10"),
        measured: 0.027,
        evidence: "Test year, three ward types",
      }),
    }),
    mitigationFact("reasons-for-overrides", {
      ...{ risk: "override-habits", title: "Ask for a reason, and read the reasons each month", owner: "Ward sisters" },
      ...{ phase: "process", technique: "human_review", due: day("2026-02-27") },
      verifyMetric: "Overrides with a reason at least 95%",
      ...(proven && { verified: true, doneOn: day("2026-02-26"), measured: 97, evidence: "Two pilot wards, February" }),
    }),
  ];
}
