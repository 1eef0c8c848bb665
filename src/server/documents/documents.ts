import type { Block, DocumentName, DocumentTree, ProjectDocument } from "#domain/document.ts";
import { DOCUMENT_TITLES, PROJECT_DOCUMENTS } from "#domain/document.ts";
import { AppError } from "#domain/errors.ts";
import { formatDateTime } from "#lib/format-date.ts";
import type { Access } from "#server/access.ts";
import { getDatasheet } from "#server/datasheets.ts";
import { db } from "#server/db.ts";
import { datasheetDocument } from "#server/documents/datasheet.ts";
import { type Known, readKnown } from "#server/documents/known.ts";
import { modelCardDocument } from "#server/documents/model-card.ts";
import { projectReport, projectSheet } from "#server/documents/project-report.ts";
import { technicalFile } from "#server/documents/technical-file.ts";
import { loadFactBag } from "#server/fact-bag.ts";
import { getCard } from "#server/model-card-files.ts";
import { getProject } from "#server/projects.ts";
import { dataSource } from "#stages/data-selection/data-source.ts";
import { datasheet } from "#stages/data-selection/datasheet.ts";
import { modelCard } from "#stages/model/model-card.ts";

export type DocumentPlace = { document: DocumentName; key?: string | null | undefined };

/** A document as the reader may see it. Each is built once; page, Markdown and PDF are made from it. */
export async function getDocument(access: Access<"project.read">, place: DocumentPlace): Promise<DocumentTree> {
  const { document, key } = place;
  if (isOfProject(document)) return ofProject(await readKnown(access), document);
  if (!key) throw new AppError("NOT_FOUND", `There is no such ${DOCUMENT_TITLES[document].toLowerCase()}.`);
  const { name, slug, timeZone: zone } = await getProject(access);
  const about = { project: { name, slug }, zone };
  if (document === "model-card") return modelCardDocument(await getCard(access, key), about);
  return datasheetDocument(await getDatasheet(access, key), about);
}

export type ListedDocument = { document: DocumentName; key?: string; title: string; href: string };

/** Everything the project can hand on: the three about it as a whole, then its model cards and datasheets. */
export async function listDocuments(access: Access<"project.read">): Promise<ListedDocument[]> {
  const base = `/projects/${access.slug}`;
  const facts = await loadFactBag(db, access.projectId, [modelCard, datasheet, dataSource]);
  const sources = new Map(facts.of(dataSource).map(({ key, data }) => [key, data.name]));
  const whole = PROJECT_DOCUMENTS.map((document) => ({
    ...{ document, title: DOCUMENT_TITLES[document], href: `${base}/documents/${document}` },
  }));
  const cards = facts.of(modelCard).map(({ key, data }) => ({
    ...{ document: "model-card" as const, key, title: data.title },
    href: `${base}/model-cards/${encodeURIComponent(key)}`,
  }));
  const sheets = facts.of(datasheet).map(({ key, data }) => ({
    ...{ document: "datasheet" as const, key, title: `Datasheet of ${sources.get(data.source) ?? data.source}` },
    href: `${base}/datasheets/${encodeURIComponent(key)}`,
  }));
  return [...whole, ...cards, ...sheets];
}

export function isOfProject(document: string): document is ProjectDocument {
  return PROJECT_DOCUMENTS.some((each) => each === document);
}

const BUILDERS: Record<ProjectDocument, (known: Known) => Block[]> = {
  report: projectReport,
  "technical-file": technicalFile,
  overview: projectSheet,
};

function ofProject(known: Known, document: ProjectDocument): DocumentTree {
  const { name, slug, timeZone } = known.project;
  return {
    title: DOCUMENT_TITLES[document],
    project: { name, slug },
    href: `/projects/${slug}/documents/${document}`,
    asOf: `As of ${formatDateTime(known.now, timeZone)} ${timeZone}`,
    version: `audit entry ${known.audit.count.toLocaleString("en-GB")}`,
    blocks: named(BUILDERS[document](known)),
  };
}

/** A table does not repeat the heading right above it. */
function named(blocks: readonly Block[]): Block[] {
  return blocks.map((block, at) => {
    const above = blocks[at - 1];
    const twice = block.kind === "table" && above?.kind === "heading" && above.text === block.label;
    return twice ? { ...block, captioned: false } : block;
  });
}
