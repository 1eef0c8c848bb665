import type { z } from "zod";
import { answerIn } from "#stages/answer-at.ts";
import type { FactBag } from "#stages/fact.ts";
import type { modelCard } from "#stages/model/model-card.ts";
import { modelVersion } from "#stages/model/model-version.ts";
import { trainingRun } from "#stages/model/training-run.ts";

type BaseModel = { name: string; licence: string | null };
type Documents = Readonly<Record<string, unknown>>;
type CardParts = Pick<z.infer<typeof modelCard.schema>, "modelVersion" | "baseModel" | "baseModelLicence">;

/**
 * The pre-trained model that a version starts from: as its card or its training run says, else as stage 6 says. The
 * stage's own answers are the home of its licence; a card or run tells one only for another base model.
 */
export function baseModelOf(facts: FactBag, documents: Documents, card: CardParts): BaseModel | null {
  const home = homeOf(documents);
  const run = runOf(facts, card.modelVersion);
  const name = card.baseModel ?? run?.baseModel ?? home?.name;
  if (!name) return null;
  const told = [
    { name: card.baseModel, licence: card.baseModelLicence },
    { name: run?.baseModel, licence: run?.baseModelLicence },
    home ?? { name: undefined, licence: undefined },
  ];
  const same = told.filter((each) => each.name?.trim().toLowerCase() === name.trim().toLowerCase());
  return { name, licence: same.find(({ licence }) => licence)?.licence ?? null };
}

/** What the training run of a version says although the stage says that no pre-trained model is used. */
export function deniedBaseModel(facts: FactBag, documents: Documents, version: string): string | null {
  const named = runOf(facts, version)?.baseModel;
  return named && answerIn(documents, "model", "transferLearning") === false ? named : null;
}

function homeOf(documents: Documents) {
  if (answerIn(documents, "model", "transferLearning") !== true) return null;
  const name = textOf(answerIn(documents, "model", "baseModel.name"));
  return name ? { name, licence: textOf(answerIn(documents, "model", "baseModel.licence")) } : null;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() ? value : undefined;
}

function runOf(facts: FactBag, version: string) {
  const run = facts.of(modelVersion).find(({ key }) => key === version)?.data.run;
  return facts.of(trainingRun).find(({ key }) => key === run)?.data;
}
