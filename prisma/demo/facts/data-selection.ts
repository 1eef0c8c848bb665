import type { FactsSetting, StageFact } from "./stage-fact.ts";

const DAY_MS = 86_400_000;

/** One primary source that carries its labels, and what is known of it. */
export function dataSelectionFacts({ at }: FactsSetting): StageFact[] {
  const measuredAt = new Date(at.getTime() - DAY_MS).toISOString();
  return [
    {
      kind: "data-sources",
      key: "warehouse",
      data: {
        name: "Warehouse",
        role: "primary",
        required: true,
        kind: "table",
        system: "Data warehouse",
        owner: "Data office",
        access: "granted",
        legal: "cleared",
        personalData: "none",
        historyMonths: 36,
        rows: 2_400_000,
        latencyH: 12,
        loadsExpected: 30,
        loadsArrived: 30,
        relevance: 5,
        univariateAuc: 0.74,
        linkageRate: 0.97,
        populationCoverage: 0.95,
        labelNoise: 0.03,
        availableAtPredictionTime: true,
        carriesLabels: true,
      },
    },
    {
      kind: "quality-profiles",
      key: "warehouse-1",
      data: {
        source: "warehouse",
        measuredAt,
        rows: 2_400_000,
        requiredColumns: 20,
        nullCells: 480_000,
        checkedCells: 48_000_000,
        validCells: 47_520_000,
        duplicateRows: 4_800,
        rulesEvaluated: 12_000,
        rulesPassed: 11_760,
        records: 2_400_000,
        onTimeRecords: 2_328_000,
        auditedRecords: 200,
        correctRecords: 189,
        sampleShare: { north: 0.52, south: 0.48 },
        populationShare: { north: 0.5, south: 0.5 },
        tool: "Nightly profiler",
      },
    },
    { kind: "features", key: "amount_log", data: numeric("amount_log") },
    { kind: "features", key: "days_since_last", data: numeric("days_since_last") },
    {
      kind: "datasheets",
      key: "warehouse",
      data: {
        source: "warehouse",
        revision: "1",
        motivation: "Collected in daily business, not for learning.",
        composition: "One row an event; no free text.",
        collection: "Written by the operating system at the moment of the event.",
        preprocessing: "Duplicates dropped, times in UTC.",
        uses: "This project and monthly reporting; not for judging staff.",
        distribution: "Inside the company only.",
        maintenance: "The data office, reviewed each quarter.",
      },
    },
  ];
}

function numeric(name: string) {
  return { name, dtype: "number", source: "warehouse", availableAtPrediction: true };
}
