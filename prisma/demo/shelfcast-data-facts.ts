import { datasheetFact, type Found, featureFact, profileFact, sourceFact } from "./data-profile.ts";
import type { StageFact } from "./facts/stage-fact.ts";
import type { StoryClock } from "./story-clock.ts";

/** Sources, features and profiles of SHELFCAST; mean quality 86.0, the weather's timeliness is the weakest of all. */
export function shelfcastDataFacts(clock: StoryClock): StageFact[] {
  return [...sources(), ...features(), ...shelfcastProfiles(clock, "2025-11-24"), ...datasheets()];
}

export function shelfcastProfiles({ moment }: StoryClock, day: string): StageFact[] {
  return Object.entries(PROFILED).map(([source, { rows, columns, ...found }]) =>
    profileFact({ source, run: day, measuredAt: moment(day, "04:00"), rows, columns }, found),
  );
}

function sources(): StageFact[] {
  return [
    sourceFact("till-sales", {
      ...{ name: "Till sales", role: "primary", kind: "table", system: "Tills", owner: "Shop systems" },
      ...{ historyMonths: 36, rows: 61_000_000, latencyH: 2, loadsExpected: 30, loadsArrived: 30, relevance: 5 },
      ...{ linkageRate: 0.99, populationCoverage: 0.97, labelNoise: 0.04, carriesLabels: true },
    }),
    sourceFact("stock-levels", {
      ...{ name: "Stock levels", role: "secondary", kind: "table", system: "Warehouse system", owner: "Logistics" },
      ...{ historyMonths: 30, rows: 24_000_000, latencyH: 4, loadsExpected: 30, loadsArrived: 29, relevance: 4 },
      ...{ univariateAuc: 0.68, linkageRate: 0.97, populationCoverage: 0.95 },
    }),
    sourceFact("promotions", {
      ...{
        name: "Promotions calendar",
        role: "enrichment",
        kind: "file",
        system: "Shared folder",
        owner: "Promotions team",
      },
      ...{ historyMonths: 26, rows: 310_000, latencyH: 12, loadsExpected: 30, loadsArrived: 26, relevance: 4 },
      ...{ univariateAuc: 0.7, linkageRate: 0.93, populationCoverage: 1 },
    }),
    sourceFact("weather", {
      ...{
        name: "Weather",
        role: "enrichment",
        kind: "third_party",
        system: "Weather service",
        owner: "Weather service",
      },
      ...{ licence: "Yearly subscription", historyMonths: 60, rows: 1_200_000, latencyH: 3, loadsExpected: 30 },
      ...{
        loadsArrived: 28,
        relevance: 3,
        univariateAuc: 0.58,
        linkageRate: 1,
        populationCoverage: 1,
        costMonthly: 240,
      },
    }),
    sourceFact("price-list", {
      ...{ name: "Price list", role: "enrichment", kind: "table", system: "Trading", owner: "Trading" },
      ...{ historyMonths: 48, rows: 4_100_000, latencyH: 6, loadsExpected: 30, loadsArrived: 30, relevance: 3 },
      ...{ univariateAuc: 0.61, linkageRate: 0.99, populationCoverage: 1 },
    }),
  ];
}

function features(): StageFact[] {
  return [
    featureFact("sold_same_weekday", "number", "till-sales", { importance: 0.41 }),
    featureFact("stock_at_four", "number", "stock-levels", { importance: 0.11 }),
    featureFact("on_promotion", "boolean", "promotions", { importance: 0.19 }),
    featureFact("temperature_forecast", "number", "weather", { importance: 0.08 }),
    featureFact("price_change", "number", "price-list", { importance: 0.06 }),
  ];
}

const PROFILED: Readonly<Record<string, Found & { rows: number; columns: number }>> = {
  "till-sales": {
    ...{ rows: 61_000_000, columns: 11, completeness: 0.878, validity: 0.868, uniqueness: 0.878 },
    ...{ consistency: 0.85894, timeliness: 0.864, audit: [300, 276] },
  },
  "stock-levels": {
    ...{ rows: 24_000_000, columns: 9, completeness: 0.865, validity: 0.861, uniqueness: 0.869 },
    ...{ consistency: 0.85177, timeliness: 0.857, audit: [200, 182] },
  },
  promotions: {
    ...{ rows: 310_000, columns: 7, completeness: 0.851, validity: 0.859, uniqueness: 0.857 },
    ...{ consistency: 0.8456, timeliness: 0.847, audit: [200, 181] },
  },
  weather: {
    ...{ rows: 1_200_000, columns: 14, completeness: 0.858, validity: 0.855, uniqueness: 0.868 },
    ...{ consistency: 0.84733, timeliness: 0.84 },
  },
  "price-list": {
    ...{ rows: 4_100_000, columns: 6, completeness: 0.861, validity: 0.865, uniqueness: 0.865 },
    ...{ consistency: 0.85243, timeliness: 0.851, audit: [200, 182] },
  },
};

/** Where the team keeps its data pages; only the tills, which carry the truth, are described here. */
function datasheets(): StageFact[] {
  const elsewhere = ["stock-levels", "promotions", "weather", "price-list"].map((source) => ({
    kind: "datasheets",
    key: source,
    data: { source, link: `https://wiki.example.org/shelf/data/${source}` },
  }));
  return [
    datasheetFact("till-sales", [
      "Written to sell and to count cash; not made for forecasts.",
      "One row an item, shop and day: units, takings, hours in which the shelf was empty.",
      "Every till sends its receipts at night; shops that are closed send nothing.",
      "Returns are taken off, and days with an empty shelf corrected upwards.",
      "Accounting, replenishment and this forecast. Not for judging shops or staff.",
      "Inside the company.",
      "Shop systems, with a count of a sample of shelves each month.",
    ]),
    ...elsewhere,
  ];
}
