import { datasheetFact, type Found, featureFact, profileFact, sourceFact } from "./data-profile.ts";
import type { StageFact } from "./facts/stage-fact.ts";
import type { StoryClock } from "./story-clock.ts";

/** Sources, features, profiles and datasheets of CARDGUARD; their mean quality is 93.5. */
export function cardguardDataFacts(clock: StoryClock): StageFact[] {
  return [...sources(clock), ...features(), ...cardguardProfiles(clock, "2025-03-17"), ...datasheets()];
}

/** A run of the profiler over all five sources on a day of the story. */
export function cardguardProfiles({ moment }: StoryClock, day: string): StageFact[] {
  return Object.entries(PROFILED).map(([source, { rows, columns, ...found }]) =>
    profileFact({ source, run: day, measuredAt: moment(day, "04:30"), rows, columns }, found),
  );
}

function sources({ day }: StoryClock): StageFact[] {
  return [
    sourceFact("auth-stream", {
      ...{ name: "Authorisation stream", role: "primary", kind: "stream", system: "Kafka, payments core" },
      ...{ owner: "Payments platform", personalData: "personal", historyMonths: 40, rows: 31_000_000, latencyH: 0.02 },
      ...{ loadsExpected: 30, loadsArrived: 27, relevance: 5, univariateAuc: 0.79, linkageRate: 1 },
      ...{ populationCoverage: 0.99, costMonthly: 2_100 },
    }),
    sourceFact("chargebacks", {
      ...{ name: "Chargebacks", role: "label", kind: "table", system: "Dispute desk", owner: "Disputes" },
      ...{ personalData: "personal", historyMonths: 60, rows: 9_400_000, latencyH: 1_440 },
      ...{ loadsExpected: 30, loadsArrived: 29, relevance: 5, linkageRate: 0.97, populationCoverage: 0.98 },
      ...{ labelNoise: 0.035, availableAtPredictionTime: false },
    }),
    sourceFact("device-fingerprint", {
      ...{ name: "Device fingerprint", role: "enrichment", kind: "third_party", system: "Vendor API" },
      ...{ owner: "Device vendor", licence: "Commercial, per call", licenceExpires: day("2026-12-31") },
      ...{ personalData: "personal", historyMonths: 12, rows: 24_000_000, latencyH: 0.05 },
      ...{ loadsExpected: 30, loadsArrived: 21, relevance: 4, univariateAuc: 0.71, linkageRate: 0.86 },
      ...{ populationCoverage: 0.83, costMonthly: 6_800 },
    }),
    sourceFact("merchant-registry", {
      ...{ name: "Merchant registry", role: "enrichment", required: false, kind: "table", system: "Acquirer database" },
      ...{ owner: "Acquiring", historyMonths: 84, rows: 5_200_000, latencyH: 24, loadsExpected: 30, loadsArrived: 30 },
      ...{ relevance: 4, univariateAuc: 0.66, linkageRate: 0.95, populationCoverage: 0.97 },
    }),
    sourceFact("customer-profile", {
      ...{ name: "Customer profile", role: "secondary", required: false, kind: "table", system: "Core banking" },
      ...{ owner: "Customer data office", personalData: "personal", historyMonths: 120, rows: 5_600_000, latencyH: 24 },
      ...{ loadsExpected: 30, loadsArrived: 30, relevance: 3, univariateAuc: 0.58, linkageRate: 0.99 },
      ...{ populationCoverage: 0.98 },
    }),
  ];
}

function features(): StageFact[] {
  return [
    featureFact("amount_log", "number", "auth-stream", { importance: 0.21 }),
    featureFact("merchant_category", "category", "auth-stream", { importance: 0.17 }),
    featureFact("hours_since_last_payment", "number", "auth-stream", { importance: 0.12 }),
    featureFact("payments_last_hour", "number", "auth-stream", { importance: 0.11 }),
    featureFact("device_age", "number", "device-fingerprint", { importance: 0.09 }),
    featureFact("merchant_age", "number", "merchant-registry", { importance: 0.05 }),
    featureFact("account_tenure", "number", "customer-profile", { importance: 0.04 }),
  ];
}

const BY_AGE: Found["groups"] = {
  "18-25": [0.1905, 0.17],
  "26-40": [0.381, 0.34],
  "41-60": [0.2857, 0.32],
  "61+": [0.1428, 0.17],
};

const PROFILED: Readonly<Record<string, Found & { rows: number; columns: number }>> = {
  "auth-stream": {
    ...{ rows: 31_000_000, columns: 48, completeness: 0.953, validity: 0.948, uniqueness: 0.983 },
    ...{ consistency: 0.92304, timeliness: 0.923, audit: [300, 293], groups: BY_AGE },
  },
  chargebacks: {
    ...{ rows: 9_400_000, columns: 14, completeness: 0.935, validity: 0.925, uniqueness: 0.965 },
    ...{ consistency: 0.89289, timeliness: 0.81, audit: [400, 386], groups: BY_AGE },
  },
  "device-fingerprint": {
    ...{ rows: 24_000_000, columns: 22, completeness: 0.919, validity: 0.959, uniqueness: 0.994 },
    ...{ consistency: 0.93095, timeliness: 0.939, audit: [200, 196] },
    groups: { app: [0.63, 0.53], browser: [0.37, 0.47] },
  },
  "merchant-registry": {
    ...{ rows: 5_200_000, columns: 19, completeness: 0.936, validity: 0.946, uniqueness: 0.976 },
    ...{ consistency: 0.91358, timeliness: 0.876, audit: [200, 190] },
  },
  "customer-profile": {
    ...{ rows: 5_600_000, columns: 31, completeness: 0.95, validity: 0.945, uniqueness: 0.985 },
    ...{ consistency: 0.92489, timeliness: 0.915, audit: [200, 194], groups: BY_AGE },
  },
};

function datasheets(): StageFact[] {
  return [
    datasheetFact("auth-stream", [
      "Written to authorise payments, kept to settle disputes; not made for learning.",
      "One row an authorisation request: card key, amount, merchant, channel, answer. No names, no free text.",
      "Emitted by the payments core at the moment of the request; nobody fills in anything.",
      "Repeats of the same request are dropped, times are UTC, the card key is salted and turned over yearly.",
      "Settlement, disputes and this model. Not for judging customers as persons.",
      "Inside the bank; the vendor of the switch sees it while it runs.",
      "The payments platform team answers for it; rows are kept for 24 months.",
    ]),
    datasheetFact("chargebacks", [
      "Kept because card schemes ask for it; here it is the truth about fraud.",
      "One row a dispute, with reason code, amount, dates and outcome.",
      "Customers dispute a payment by app, by telephone or at the desk; clerks choose the code.",
      "Codes that mean goods not received are left out; two clerks label a sample twice a year.",
      "Labels for this model and the reports to the schemes.",
      "Inside the bank and to the card schemes.",
      "The disputes desk, with a half-year check of the codes.",
    ]),
    datasheetFact("device-fingerprint", [
      "Bought to recognise a device that returns under another account.",
      "One row a session, a pseudonymous device key and forty signals of browser or app.",
      "A script of the vendor runs in the checkout; the consent banner names it.",
      "Signals that identify a person are dropped before storage.",
      "Fraud only, by contract. Advertising is excluded.",
      "Licensed by the vendor until the end of 2026, not to be passed on.",
      "The vendor’s service desk; its monthly report lists outages.",
    ]),
  ];
}
