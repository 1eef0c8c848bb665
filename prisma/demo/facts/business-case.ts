import type { FactsSetting, StageFact } from "./stage-fact.ts";

const DAY_MS = 86_400_000;

/** Who is concerned, what it may cost, and what the case takes for granted. */
export function businessCaseFacts({ at, affectsPeople }: FactsSetting): StageFact[] {
  const before = (days: number) => new Date(at.getTime() - days * DAY_MS).toISOString();
  const year = at.getUTCFullYear();
  return [
    person("deciders", "The people who decide today", "user", "Fewer cases to look at", before(6)),
    person("operations", "Operations", "operator", "One queue instead of three", before(5)),
    ...(affectsPeople
      ? [person("concerned", "Those about whom is decided", "affected", "Faster answers", before(4))]
      : []),
    line("team", "The team", "people", `${year}`, 120_000, 2.5),
    line("machines", "Training and serving", "compute", `${year}`, 24_000),
    {
      kind: "assumptions",
      key: "volume-stays",
      by: "PM",
      data: {
        statement: "The number of cases stays within a tenth of last year’s",
        confidence: 4,
        howTested: "Monthly count against last year",
        state: "open",
      },
    },
  ];
}

/** What only the running case writes or knows: for tests of the kinds, recorded by no story. */
export function businessCaseHistory({ at }: FactsSetting): StageFact[] {
  const month = new Date(at.getTime() - 45 * DAY_MS).toISOString().slice(0, 8);
  return [
    {
      kind: "benefit-realised",
      key: "first-month",
      by: "PM",
      data: { month: `${month}01`, amount: 12_500.5, basis: "Monthly closing" },
    },
    {
      kind: "framing-revisions",
      key: "1",
      data: {
        summary: "A confirmed fraud chargeback within 60 days",
        revision: 1,
        changed: ["Prediction target"],
        framing: {
          predictionTarget: "A confirmed fraud chargeback within 60 days",
          errorCosts: { gainTp: 380, costFp: 20 },
        },
      },
    },
    {
      kind: "value-revisions",
      key: "1",
      data: {
        summary: "First value case",
        revision: 1,
        value: { benefitMonthly: 210_000, buildCost: 640_000, runCostMonthly: 32_000, successProbability: 0.85 },
      },
    },
  ];
}

function person(key: string, name: string, relation: string, benefit: string, consulted: string): StageFact {
  return {
    kind: "stakeholders",
    key,
    by: "PM",
    data: { name, relation, benefit, consultedAt: consulted.slice(0, 10) },
  };
}

function line(key: string, title: string, category: string, period: string, planned: number, fte?: number): StageFact {
  return { kind: "budget-lines", key, by: "PM", data: { title, category, period, planned, ...(fte && { fte }) } };
}
