import type { Access } from "#server/access.ts";
import { db } from "#server/db.ts";
import { loadFactBag } from "#server/fact-bag.ts";
import { getFact } from "#server/facts.ts";
import { cardMarkdown } from "#server/model-card-markdown.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { modelCard } from "#stages/model/model-card.ts";
import { modelMetric } from "#stages/model/model-metric.ts";
import { modelVersion } from "#stages/model/model-version.ts";

const KIND = factKindOf(modelCard.kind);

/** A model card as Markdown, with what its version reaches on test data where its front matter has no results. */
export async function exportCard(access: Access<"project.read">, key: string): Promise<string> {
  const { data } = await getFact(access, KIND, key);
  const card = modelCard.schema.parse(data);
  const facts = await loadFactBag(db, access.projectId);
  const version = facts.of(modelVersion).find((each) => each.key === card.modelVersion);
  const dataset = version?.data.datasetVersion ?? version?.data.tag ?? card.modelVersion;
  const results = facts
    .of(modelMetric)
    .filter((row) => row.data.modelVersion === card.modelVersion && row.data.split === "test" && !row.data.segment)
    .map((row) => ({ metric: row.data.metric, value: row.data.value, dataset, split: "test" }));
  return cardMarkdown(card, results);
}
