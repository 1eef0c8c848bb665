import { formatNumber } from "#lib/format.ts";
import { formatDate } from "#lib/format-date.ts";
import { sentenceCase } from "#lib/sentence-case.ts";
import type { Access } from "#server/access.ts";
import { getFact } from "#server/facts.ts";
import { getStageFacts } from "#server/stage-view.ts";
import { datasheet } from "#stages/data-selection/datasheet.ts";
import { type SourceOverview, sourcesOf } from "#stages/data-selection/source-overview.ts";
import { needsOf, scoreFigures } from "#stages/data-selection/source-scores.ts";
import { factKindOf } from "#stages/fact-kinds.ts";

const KIND = factKindOf(datasheet.kind);

export type Datasheet = Awaited<ReturnType<typeof getDatasheet>>;

/** A datasheet with what is recorded of its source, which nobody has to write into it again. */
export async function getDatasheet(access: Access<"project.read">, key: string) {
  const [view, facts] = await Promise.all([getFact(access, KIND, key), getStageFacts(access, "data-selection")]);
  const data = datasheet.schema.parse(view.data);
  const document = facts.documents["data-selection"];
  const source = sourcesOf(facts, document).find((each) => each.key === data.source) ?? null;
  const { version, changedAt, changedByName } = view;
  return {
    ...{ key: view.key, data, version, changedAt, changedByName, now: facts.now },
    title: source?.data.name ?? data.source,
    known: source ? knownOf(source) : [],
    figures: source ? scoreFigures(source.data, needsOf(document)) : [],
    quality: source?.quality ?? null,
    profiledAt: source?.profiledAt ?? null,
  };
}

/** What the source's own record says, in words; what it does not say is left out. */
function knownOf({ data }: SourceOverview): { label: string; value: string }[] {
  const lines: [string, string | undefined][] = [
    ["Role", `${data.role}, ${data.required ? "required" : "not required"}`],
    ["Kind", words(data.kind)],
    ["System", data.system],
    ["Owner", data.owner],
    ["Access", words(data.access)],
    ["Legal basis", words(data.legal)],
    [
      "Licence",
      [data.licence, data.licenceExpires && `until ${formatDate(data.licenceExpires)}`].filter(Boolean).join(", "),
    ],
    ["Personal data", words(data.personalData)],
    ["Rows", data.rows === undefined ? undefined : formatNumber(data.rows)],
    ["History", data.historyMonths === undefined ? undefined : `${formatNumber(data.historyMonths)} months`],
    ["Age when it arrives", data.latencyH === undefined ? undefined : `${formatNumber(data.latencyH)} hours`],
    ["Known at the moment of prediction", data.availableAtPredictionTime ? "yes" : "no"],
    ["Schema version", data.schemaVersion],
  ];
  return lines.flatMap(([label, value]) => (value ? [{ label, value: sentenceCase(value) }] : []));
}

function words(value: string): string {
  return value.replaceAll("_", " ");
}
