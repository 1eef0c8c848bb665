import type { BackwardFacts } from "#domain/backward-facts.ts";
import { businessCaseBackward } from "#stages/business-case/backward.ts";
import { dataBiasBackward } from "#stages/data-bias/backward.ts";
import { dataPipelineBackward } from "#stages/data-pipeline/backward.ts";
import { dataSelectionBackward } from "#stages/data-selection/backward.ts";
import type { FactBag } from "#stages/fact.ts";
import type { LiveAlert } from "#stages/facts.ts";
import type { StageDocument } from "#stages/field.ts";
import { integrationBackward } from "#stages/integration/backward.ts";
import type { LiveSignals } from "#stages/live-signals.ts";
import { monitoringBackward } from "#stages/monitoring/backward.ts";
import { retrainingBackward } from "#stages/retraining/backward.ts";
import { solutionBiasBackward } from "#stages/solution-bias/backward.ts";

/** What the stages tell the backward rules, beside criteria and people, which the server knows. */
export type BackwardSetting = {
  facts: FactBag;
  documents: Readonly<Record<string, StageDocument>>;
  alerts: readonly LiveAlert[];
  /** What the series say of what runs; left out where nobody asked them. */
  live?: LiveSignals;
  /** When it went live; null while it has not. */
  liveSince: number | null;
  /** The project's IANA zone. */
  zone: string;
  now: number;
};

type Known = "now" | "criteria" | "goalposts" | "modelStartedAt" | "liveSince" | "doneAt";
export type StageBackward = Partial<Omit<BackwardFacts, Known>>;

/** Each stage's own part, joined. */
export function backwardFactsOf(setting: BackwardSetting): StageBackward {
  const { facts, documents, liveSince, now } = setting;
  return {
    ...businessCaseBackward(facts, { document: documents["business-case"] ?? {}, liveSince, now }),
    ...dataSelectionBackward(setting),
    ...dataBiasBackward(setting),
    ...dataPipelineBackward(setting),
    ...integrationBackward(setting),
    ...solutionBiasBackward(setting),
    ...monitoringBackward(setting),
    ...retrainingBackward(setting),
  };
}
