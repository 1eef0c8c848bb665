import type { StageFact } from "./stage-facts.ts";

export function dataSelectionFacts(): StageFact[] {
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
      },
    },
  ];
}
