import { isDeepStrictEqual } from "node:util";
import { type Issue, invalid } from "#domain/errors.ts";
import { db } from "#server/db.ts";
import { writeFacts } from "#server/fact-bulk.ts";
import { addFact, changeFact, type Recording } from "#server/fact-changes.ts";
import { knownBeside } from "#server/model-card-files.ts";
import { indexOf, namesKept, parseFront, resultsIn, withoutName } from "#server/model-card-front.ts";
import { type Card, cardFrom } from "#server/model-card-markdown.ts";
import { dataOf } from "#server/seen-row.ts";
import type { FactData } from "#stages/fact.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { partsOf } from "#stages/model/markdown-sections.ts";
import { modelCard } from "#stages/model/model-card.ts";

const KIND = factKindOf(modelCard.kind);
const INDEX = "model-index";

type Change = "new" | "changed" | "same" | "removed";
/** What a file becomes, before or after it is kept. */
type CardPreview = {
  key: string;
  /** Whether a card of that key is there already. */
  exists: boolean;
  /** Of the card that stands now, or that was kept; null before there is one. */
  version: number | null;
  parts: { name: string; label: string; change: Change; text: string }[];
  /** Names of the front matter that stay as they are. */
  keptNames: string[];
  /** Headings that have no section of their own here. */
  otherSections: string[];
  results: number;
  issues: Issue[];
};

type Asked = { modelVersion?: string | undefined; version?: number | undefined; dryRun?: boolean };

/**
 * A Markdown file as the card of this key, which it makes or replaces. What the project says elsewhere is not stored again:
 * the results of its own records, and the base model of the stage. With `dryRun` nothing is written.
 */
export async function importCard(
  access: Recording,
  key: string,
  markdown: string,
  { modelVersion, version, dryRun = false }: Asked,
): Promise<CardPreview> {
  const read = cardFrom(markdown);
  if (!read.ok) throw invalid("frontMatter", read.message);
  const row = await db.fact.findFirst({
    where: { projectId: access.projectId, kind: KIND.kind, key, removedAt: null },
    select: { data: true, version: true },
  });
  const before = row ? dataOf(row.data) : null;
  const about = modelVersion ?? before?.modelVersion;
  if (typeof about !== "string")
    throw invalid("modelVersion", "Say which model version the card is about: ?modelVersion=");
  const data = await withoutKnown(access, { ...read.card, modelVersion: about });
  const preview = previewOf(key, before, data);
  if (dryRun) {
    const { refused } = await writeFacts(access, KIND, [{ key, data }], { origin: "import", dryRun: true });
    return { ...preview, version: row?.version ?? null, issues: refused[0]?.issues ?? [] };
  }
  const kept = row
    ? await changeFact(access, KIND, key, { version: version ?? row.version, patch: replacing(before ?? {}, data) })
    : await addFact(access, KIND, { key, data }, "import");
  return { ...preview, version: kept.version };
}

async function withoutKnown(access: Recording, card: Partial<Card> & Pick<Card, "modelVersion">): Promise<FactData> {
  const { baseModel, baseModelLicence, frontMatter, ...rest } = card;
  const known = await knownBeside(access, { modelVersion: card.modelVersion });
  const sameBase = known.baseModel !== null && baseModel === known.baseModel.name;
  const sameLicence = baseModelLicence === undefined || baseModelLicence === known.baseModel?.licence;
  const own = sameBase && sameLicence ? {} : { baseModel, baseModelLicence };
  const front = withoutOwnResults(frontMatter ?? "", known.results, card.title ?? "") || undefined;
  return Object.fromEntries(
    Object.entries({ ...rest, ...own, frontMatter: front }).filter(([, value]) => value !== undefined),
  );
}

/** Results that an export of ours added are added again by the next one, so that they follow the records. */
function withoutOwnResults(front: string, results: Parameters<typeof indexOf>[1], title: string): string {
  const yaml = parseFront(front);
  if (typeof yaml === "string" || results.length === 0) return front;
  const index: unknown = yaml.toJS()?.[INDEX];
  return isDeepStrictEqual(index, indexOf(title, results)) ? withoutName(front, INDEX) : front;
}

function previewOf(key: string, before: FactData | null, data: FactData): CardPreview {
  const front = typeof data.frontMatter === "string" ? data.frontMatter : "";
  const yaml = parseFront(front);
  const parts = KIND.fields.flatMap(({ path, label }) => {
    const [old, next] = [before?.[path], data[path]];
    if (old === undefined && next === undefined) return [];
    const change: Change =
      next === undefined ? "removed" : old === undefined ? "new" : old === next ? "same" : "changed";
    return [{ name: path, label, change, text: String(next ?? old) }];
  });
  return {
    ...{ key, exists: before !== null, version: null, parts, issues: [] },
    keptNames: typeof yaml === "string" ? [] : namesKept(yaml),
    otherSections:
      typeof data.otherSections === "string" ? partsOf(data.otherSections).sections.map(({ heading }) => heading) : [],
    results: resultsIn(front).length,
  };
}

/** Everything that the file does not say is taken out: the card becomes the file. */
function replacing(before: FactData, next: FactData): FactData {
  const gone = Object.keys(before).filter((name) => !(name in next));
  return { ...next, ...Object.fromEntries(gone.map((name) => [name, null])) };
}
