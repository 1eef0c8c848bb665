import type { Block, DocumentTree } from "#domain/document.ts";
import { formatMeasure, formatPercent } from "#lib/format.ts";
import { formatDate } from "#lib/format-date.ts";
import type { getCard } from "#server/model-card-files.ts";
import { resultsIn, valuesKept } from "#server/model-card-front.ts";
import { CARD_SECTIONS } from "#stages/model/card-sections.ts";

type Found = Awaited<ReturnType<typeof getCard>>;
type Place = { project: { name: string; slug: string }; zone: string };

const RESULTS_SHOWN = 40;

/** A model card as others read it. The Markdown file of a card is a format of its own, which comes back in. */
export function modelCardDocument(found: Found, { project, zone }: Place): DocumentTree {
  const { key, card, modelVersion, baseModel, startsAfresh, changedAt, changedByName, figures, version } = found;
  const base = `/projects/${project.slug}`;
  const edit = { text: "Write it", href: `${base}/facts/model-cards/${encodeURIComponent(key)}/edit` };
  const fact = (kind: string, name: string, text: string) => ({
    text,
    href: `${base}/facts/${kind}/${encodeURIComponent(name)}`,
  });
  const written = figures.find(({ name }) => name === "completeness");
  const standing = modelVersion ? `, ${modelVersion.standing}` : "";
  const origin = baseModel?.name ?? (startsAfresh ? "None: trained from the start" : "None is named");
  const data = modelVersion?.datasetVersion;
  const kept = valuesKept(card.frontMatter);
  return {
    ...{ title: card.title, project, href: `${base}/model-cards/${encodeURIComponent(key)}` },
    ...{ asOf: `Changed ${formatDate(changedAt, zone)} by ${changedByName}`, version: `version ${version}` },
    blocks: [
      {
        kind: "said",
        rows: [
          {
            label: "Model version",
            value: [fact("model-versions", card.modelVersion, modelVersion?.tag ?? card.modelVersion), standing],
          },
          { label: "Data version", value: data ? [fact("dataset-versions", data, data)] : null },
          { label: "Licence", value: card.licence ? [card.licence] : null },
          { label: "Base model", value: [origin] },
          ...(baseModel
            ? [{ label: "Licence of the base model", value: [baseModel.licence ?? "Not named: the gate asks for it"] }]
            : []),
          ...(written && typeof written.value === "number"
            ? [
                {
                  ...{ label: "Sections written", value: [formatPercent(written.value, 0)] },
                  how: { label: written.label, calculator: written.calculator, inputs: written.inputs ?? {} },
                },
              ]
            : []),
        ],
      },
      { kind: "heading", level: 2, text: "Results" },
      resultsBlock(found, base),
      ...CARD_SECTIONS.flatMap(([name, heading]): Block[] => [
        { kind: "heading", level: 2, text: heading },
        card[name]?.trim()
          ? { kind: "prose", markdown: card[name] }
          : { kind: "missing", text: "Not written yet.", mend: edit },
      ]),
      ...(card.otherSections ? ([{ kind: "prose", markdown: card.otherSections }] satisfies Block[]) : []),
      ...(kept.length > 0
        ? ([
            { kind: "heading", level: 2, text: "More in its front matter" },
            { kind: "said", rows: kept.map(([label, value]) => ({ label, value: [value] })) },
          ] satisfies Block[])
        : []),
    ],
  };
}

/** Those that the card brings itself, else what the project measured on test data. */
function resultsBlock({ card, results, key }: Found, base: string): Block {
  const told = resultsIn(card.frontMatter);
  const shown = told.length > 0 ? told : results;
  if (shown.length === 0) {
    const mend = { text: "Record what it reaches", href: `${base}/facts/model-metrics` };
    return { kind: "missing", text: "Nothing is measured on test data yet.", mend };
  }
  const left = shown.length - RESULTS_SHOWN;
  return {
    ...{ kind: "table", label: "Results of the model" },
    columns: [{ label: "Metric" }, { label: "Value", number: true }, { label: "Data" }, { label: "Split" }],
    rows: shown
      .slice(0, RESULTS_SHOWN)
      .map(({ metric, value, dataset, split }) => [[metric], [formatMeasure(value)], [dataset], [split || "–"]]),
    ...(left > 0 && { left: { count: left, href: `${base}/model-cards/${encodeURIComponent(key)}` } }),
  };
}
