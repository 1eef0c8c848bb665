import type { Fact, FactData } from "#stages/fact.ts";
import { FACT_KINDS, factKindOf } from "#stages/fact-kinds.ts";
import { businessCaseFacts, businessCaseHistory } from "./business-case.ts";
import { dataBiasFacts } from "./data-bias.ts";
import { dataPipelineFacts } from "./data-pipeline.ts";
import { dataSelectionFacts } from "./data-selection.ts";
import { integrationFacts } from "./integration.ts";
import { modelFacts } from "./model.ts";
import { monitoringFacts } from "./monitoring.ts";
import { retrainingFacts } from "./retraining.ts";
import { solutionBiasFacts } from "./solution-bias.ts";
import type { FactsSetting, StageFact } from "./stage-fact.ts";

/**
 * Facts that open a stage's gate where the tier asks for them, after the facts of the stages before it. The smaller
 * projects of the demo record them, and so do tests.
 */
export function stageFacts(stage: string, setting: FactsSetting): StageFact[] {
  return SAMPLES[stage]?.(setting) ?? [];
}

const SAMPLES: Readonly<Record<string, (setting: FactsSetting) => StageFact[]>> = {
  "business-case": businessCaseFacts,
  "data-selection": dataSelectionFacts,
  "data-bias": dataBiasFacts,
  "data-pipeline": dataPipelineFacts,
  model: modelFacts,
  integration: integrationFacts,
  "solution-bias": solutionBiasFacts,
  monitoring: monitoringFacts,
  retraining: retrainingFacts,
};

/** What the running case writes by itself: known to tests, recorded by no story. */
const HISTORIES: Readonly<Record<string, (setting: FactsSetting) => StageFact[]>> = {
  "business-case": businessCaseHistory,
};

/** All of them as the law reads them, for tests without a database. */
export function sampledFacts(setting: FactsSetting): Record<string, Fact[]> {
  const sampled: Record<string, Fact[]> = {};
  for (const stage of new Set(FACT_KINDS.map((kind) => kind.stage)))
    for (const { kind, key, data } of [...stageFacts(stage, setting), ...(HISTORIES[stage]?.(setting) ?? [])]) {
      sampled[kind] ??= [];
      sampled[kind]?.push(factIn(kind, key, data, setting.at.getTime()));
    }
  for (const facts of Object.values(sampled)) facts.sort((a, b) => b.at - a.at);
  return sampled;
}

function factIn(kind: string, key: string, data: FactData, time: number): Fact {
  const { at } = factKindOf(kind);
  const named = at ? data[at] : undefined;
  const happened = typeof named === "string" ? Date.parse(named) : time;
  return { key, at: happened, version: 1, recordedAt: time, recordedBy: null, data };
}
