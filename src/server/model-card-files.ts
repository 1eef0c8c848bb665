import type { Access } from "#server/access.ts";
import { db } from "#server/db.ts";
import { loadFactBag } from "#server/fact-bag.ts";
import { getFact } from "#server/facts.ts";
import type { CardResult } from "#server/model-card-front.ts";
import { type Card, cardMarkdown } from "#server/model-card-markdown.ts";
import { dataOf } from "#server/seen-row.ts";
import { answerIn } from "#stages/answer-at.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { baseModelOf } from "#stages/model/base-model.ts";
import { candidateOf } from "#stages/model/candidate.ts";
import { modelCard } from "#stages/model/model-card.ts";
import { modelMetric } from "#stages/model/model-metric.ts";
import { modelVersion } from "#stages/model/model-version.ts";
import { trainingRun } from "#stages/model/training-run.ts";

const KIND = factKindOf(modelCard.kind);

/** A card with what the project knows beside it: its version, what it starts from, and what it reaches on test data. */
export async function getCard(access: Access<"project.read">, key: string) {
  const { title, version, changedAt, changedByName, data, figures } = await getFact(access, KIND, key);
  const card = modelCard.schema.parse(data);
  return { key, title, version, changedAt, changedByName, figures, card, ...(await knownBeside(access, card)) };
}

/** A model card as Markdown, with what its version reaches on test data where its front matter has no results. */
export async function exportCard(access: Access<"project.read">, key: string): Promise<string> {
  const { card, baseModel, results } = await getCard(access, key);
  const origin = { baseModel: baseModel?.name, baseModelLicence: baseModel?.licence ?? undefined };
  return cardMarkdown({ ...card, ...origin }, results);
}

/** What a card says without having to be told: nothing of it is asked for twice, and nothing of it is stored twice. */
export async function knownBeside(access: Access<never>, card: Pick<Card, "modelVersion"> & Partial<Card>) {
  const kinds = [modelVersion, trainingRun];
  const [facts, version, stage, metrics] = await Promise.all([
    loadFactBag(db, access.projectId, kinds),
    findData(access, modelVersion.kind, card.modelVersion),
    db.stage.findFirst({ where: { projectId: access.projectId, key: "model" }, select: { document: true } }),
    db.fact.findMany({
      where: {
        ...{ projectId: access.projectId, kind: modelMetric.kind, removedAt: null },
        AND: [
          { data: { path: ["modelVersion"], equals: card.modelVersion } },
          { data: { path: ["split"], equals: "test" } },
        ],
      },
      orderBy: [{ at: "desc" }, { id: "asc" }],
      select: { data: true },
      take: 1000,
    }),
  ]);
  const known = version ? modelVersion.schema.parse(version) : null;
  const documents = { model: stage?.document };
  return {
    modelVersion: known,
    baseModel: baseModelOf(facts, documents, card),
    startsAfresh: answerIn(documents, "model", "transferLearning") === false,
    results: resultsOf(
      metrics.map(({ data }) => modelMetric.schema.parse(data)),
      known?.datasetVersion ?? known?.tag ?? card.modelVersion,
    ),
  };
}

/** The versions that a card can be about, newest first, each with the key and title of the card that it has. */
export async function listCardVersions(access: Access<"project.read">) {
  const facts = await loadFactBag(db, access.projectId, [modelVersion, modelCard]);
  const cards = new Map(facts.of(modelCard).map(({ key, data }) => [data.modelVersion, { key, title: data.title }]));
  const versions = facts.of(modelVersion).map(({ key, data }) => {
    const card = cards.get(key);
    return { key, label: `${data.tag}, ${data.standing}`, cardKey: card?.key ?? key, cardTitle: card?.title ?? null };
  });
  return { versions, candidate: candidateOf(facts)?.key ?? null };
}

async function findData({ projectId }: Access<never>, kind: string, key: string) {
  const row = await db.fact.findFirst({ where: { projectId, kind, key, removedAt: null }, select: { data: true } });
  return row && dataOf(row.data);
}

/** The newest value of each metric over all rows. */
function resultsOf(metrics: ReturnType<typeof modelMetric.schema.parse>[], dataset: string): CardResult[] {
  const whole = metrics.filter(({ segment }) => !segment);
  const newest = new Map(whole.toReversed().map((row) => [row.metric, row.value]));
  return [...newest].map(([metric, value]) => ({ metric, value, dataset, split: "test" }));
}
