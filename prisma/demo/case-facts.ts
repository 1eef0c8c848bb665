import type { Role } from "#domain/vocabulary.ts";
import type { StageFact } from "./facts/stage-fact.ts";
import type { StoryClock } from "./story-clock.ts";

type Line = [
  key: string,
  title: string,
  category: string,
  period: string,
  planned: number,
  actual?: number,
  fte?: number,
];
type Person = [key: string, name: string, relation: string, benefit: string, harm: string];

/** Who is concerned by CARDGUARD, what it may cost, and what it takes for granted. */
export function cardguardCase({ day }: StoryClock): StageFact[] {
  return [
    ...people(day("2025-03-04"), [
      [
        "card-holders",
        "Card holders",
        "affected",
        "Fewer frauds and fewer blocked cards",
        "An honest payment is stopped",
      ],
      ["fraud-desk", "Fraud desk", "user", "Cases in the order of their risk", "Trust in a score that is wrong"],
      ["card-business", "Head of cards", "owner", "Lower losses", "Complaints about declined payments"],
      ["supervisor", "Banking supervision", "regulator", "Traceable decisions", "None"],
      [
        "switch-team",
        "Authorisation switch",
        "operator",
        "One decision instead of fourteen",
        "A slower answer at peak",
      ],
    ]),
    ...budget([
      ["team-2025", "Six people, build", "people", `build`, 520_000, 548_000, 6],
      ["compute-2025", "Training and serving, build", "compute", "build", 92_000, 84_500],
      ["device-2025", "Device vendor, first year", "licence", "first year", 108_000, 118_000],
      ["labels-2025", "Labelling of disputed cases", "data", "build", 38_000, 31_200],
      ["team-run", "Two people, running", "people", "this year", 230_000, undefined, 2],
    ]),
    assumption(
      "review-share",
      "Half a percent of payments can be reviewed by hand",
      4,
      "held",
      "Roster of the fraud desk",
    ),
    assumption("device-licence", "The device vendor renews at today’s price", 3, "open", "Talks in the autumn"),
    assumption("chargeback-share", "Nine of ten frauds come back as a chargeback", 3, "held", "Sample of 400 cases"),
  ];
}

export function readmitCase({ day }: StoryClock): StageFact[] {
  return [
    ...people(day("2025-05-14"), [
      [
        "patients",
        "Patients and families",
        "affected",
        "A call and a visit that prevent a return",
        "Help goes to others",
      ],
      ["follow-up-team", "Nurse-led follow-up team", "user", "The list arrives in time", "More calls than hours"],
      ["wards", "Wards", "operator", "No paper score to fill in", "One more field at discharge"],
      ["finance", "Director of finance", "owner", "Bed days saved", "None"],
    ]),
    ...budget([
      ["team", "Seven people, build", "people", "build", 640_000, 668_000, 7],
      ["record-access", "Record interface", "licence", "build", 96_000, 104_000],
      ["pilot-wards", "Nursing hours of the pilot", "people", "pilot", 88_000, undefined, 3],
    ]),
    assumption(
      "call-helps",
      "A call within two days prevents one return in eight",
      3,
      "open",
      "Comparison of two wards",
    ),
    assumption("codes-alike", "Both hospitals code diagnoses alike", 2, "held", "Two coders, 400 stays"),
  ];
}

export function shelfcastCase({ day }: StoryClock): StageFact[] {
  return [
    ...people(day("2025-11-06"), [
      ["shop-managers", "Shop managers", "user", "An order that is right more often", "Less say in their own order"],
      ["fresh-food", "Head of fresh food", "owner", "Less waste", "None"],
    ]),
    assumption("promotions-known", "Promotions are known four days ahead", 2, "open", "Log of the promotions calendar"),
  ];
}

/** What the months in use really brought, against the plan of the case. */
export function cardguardBenefits(day: StoryClock["day"]): StageFact[] {
  const months = [
    ["2025-12-01", 52_400],
    ["2026-01-01", 96_150],
    ["2026-02-01", 131_900],
  ] as const;
  return months.map(([month, amount], i) => ({
    kind: "benefit-realised",
    key: `month-${i + 1}`,
    data: { month: day(month), amount, basis: "Fraud loss against the same month under the rules" },
  }));
}

function people(consultedAt: string, rows: readonly Person[]): StageFact[] {
  return rows.map(([key, name, relation, benefit, harm]) => ({
    ...{ kind: "stakeholders", key, by: "PM" as Role },
    data: { name, relation, benefit, harm, consultedAt },
  }));
}

function budget(rows: readonly Line[]): StageFact[] {
  return rows.map(([key, title, category, period, planned, actual, fte]) => ({
    ...{ kind: "budget-lines", key, by: "PM" as Role },
    data: { title, category, period, planned, ...(actual !== undefined && { actual }), ...(fte && { fte }) },
  }));
}

function assumption(key: string, statement: string, confidence: number, state: string, howTested: string): StageFact {
  return { kind: "assumptions", key, by: "PM", data: { statement, confidence, state, howTested } };
}
