import type { Role } from "#domain/vocabulary.ts";
import { baselineFacts, type Later, mitigationFact, riskFact } from "./bias-records.ts";
import { featureFact } from "./data-profile.ts";
import type { StageFact } from "./facts/stage-fact.ts";
import type { Name } from "./people.ts";
import type { StoryClock } from "./story-clock.ts";

/** The register of CARDGUARD as it was planned: four risks, none above 8 once its mitigation is proven. */
export function cardguardBiasFacts(clock: StoryClock): StageFact[] {
  const AGE = { attribute: "age-band" };
  return [
    {
      kind: "protected-attributes",
      key: "age-band",
      data: { name: "Age band", groups: ["18-25", "26-40", "41-60", "61+"], source: "collected" },
    },
    ...baselineFacts("age-band", [
      { group: "18-25", shares: [0.1905, 0.17], baseRate: 0.00285, labelNoise: 0.038, n: 199_950 },
      { group: "26-40", shares: [0.381, 0.34], baseRate: 0.00255, labelNoise: 0.034, n: 399_900 },
      { group: "41-60", shares: [0.2857, 0.32], baseRate: 0.00243, labelNoise: 0.033, n: 299_870 },
      { group: "61+", shares: [0.1428, 0.17], baseRate: 0.00247, labelNoise: 0.036, n: 149_880 },
    ]),
    featureFact("hour_of_day", "number", "auth-stream", {
      isProxyFor: "age-band",
      proxyAssociation: 0.19,
      importance: 0.03,
    }),
    featureFact("device_age", "number", "device-fingerprint", {
      ...{ isProxyFor: "age-band", proxyAssociation: 0.24, importance: 0.09 },
    }),
    riskFact("old-rules", "Declines of the old rules teach the model to decline young customers", {
      ...{ ...AGE, biasOrigin: "historical", groups: ["18-25"], from: [4, 4], to: [2, 4] },
    }),
    riskFact("few-over-60", "Customers over 60 are few, so their usual payments look unusual", {
      ...{ ...AGE, biasOrigin: "representation", groups: ["61+"], from: [3, 4], to: [2, 3] },
    }),
    riskFact("late-chargebacks", "Fraud abroad is reported late and looks rarer than it is", {
      ...{ biasOrigin: "measurement", harm: "quality_of_service", from: [3, 3], to: [2, 3] },
    }),
    riskFact("blind-analysts", "Analysts follow the score where they should look themselves", {
      ...{ biasOrigin: "deployment", harm: "quality_of_service", from: [3, 3], to: [2, 3] },
    }),
    ...mitigations(clock, false),
  ];
}

/** What was proven since, and the risk that lead and reviewer accept for half a year. */
export function cardguardBiasProofs(clock: StoryClock): Later[] {
  const days = ["2025-09-15", "2025-09-15", "2025-07-14", "2025-12-08"];
  const proven = mitigations(clock, true).map((fact, i) => ({ day: days[i] ?? "", by: "Ines Duarte" as const, fact }));
  return [...proven, accepted(clock, "LD", "Henrik Vos"), accepted(clock, "RV", "Priya Raman")];
}

function accepted(clock: StoryClock, role: Role, by: Name): Later {
  const data = {
    ...{ risk: "old-rules", role, validUntil: clock.day("2026-07-10") },
    reason:
      "The gap by age is a fifth of a point and watched weekly; removing it altogether would cost four points of recall.",
  };
  return {
    day: "2026-01-14",
    by,
    fact: { kind: "risk-acceptances", key: `old-rules-2026-${role.toLowerCase()}`, data },
  };
}

function mitigations({ day }: StoryClock, proven: boolean): StageFact[] {
  return [
    mitigationFact("relabel-declines", {
      ...{ risk: "old-rules", title: "Leave payments that only the old rules declined out of the labels" },
      ...{ phase: "data", technique: "relabel", owner: "Ines Duarte", due: day("2025-09-12") },
      verifyMetric: "False positive rate of 18-25 within 0.002 of the others, on the test weeks",
      ...(proven && {
        verified: true,
        doneOn: day("2025-09-10"),
        measured: 0.0016,
        evidence: "Test weeks of September, run 41",
      }),
    }),
    mitigationFact("weigh-over-60", {
      ...{ risk: "few-over-60", title: "Weigh rows by age band in training" },
      ...{ phase: "pre", technique: "reweigh", owner: "Ines Duarte", due: day("2025-09-12") },
      verifyMetric: "Recall of 61+ within 0.05 of the others",
      ...(proven && {
        verified: true,
        doneOn: day("2025-09-09"),
        measured: 0.041,
        evidence: "Test weeks of September, run 41",
      }),
    }),
    mitigationFact("wait-for-labels", {
      ...{ risk: "late-chargebacks", title: "Train only on payments older than 75 days" },
      ...{ phase: "data", technique: "other", owner: "Tomas Okafor", due: day("2025-07-11") },
      verifyMetric: "Label noise abroad at most 0.04",
      ...(proven && {
        verified: true,
        doneOn: day("2025-07-04"),
        measured: 0.037,
        evidence: "400 disputes labelled twice, 386 alike",
      }),
    }),
    mitigationFact("hidden-scores", {
      ...{ risk: "blind-analysts", title: "Show one case in twenty without its score" },
      ...{ phase: "process", technique: "human_review", owner: "Fraud desk", due: day("2025-12-05") },
      verifyMetric: "Overrides with and without the score differ by at most 5 points",
      ...(proven && {
        verified: true,
        doneOn: day("2025-11-28"),
        measured: 3.2,
        evidence: "November, 1,180 cases of the desk",
      }),
    }),
  ];
}
