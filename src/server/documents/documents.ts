import type { Block, DocumentName, DocumentTree, ProjectDocument } from "#domain/document.ts";
import { DOCUMENT_TITLES, PROJECT_DOCUMENTS } from "#domain/document.ts";
import { AppError } from "#domain/errors.ts";
import { publicUrl } from "#lib/environment.ts";
import { formatDateTime } from "#lib/format-date.ts";
import type { Access } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { getDatasheet } from "#server/datasheets.ts";
import { datasheetDocument } from "#server/documents/datasheet.ts";
import { type Known, readKnown } from "#server/documents/known.ts";
import { documentMarkdown } from "#server/documents/markdown.ts";
import { modelCardDocument } from "#server/documents/model-card.ts";
import { documentPdf } from "#server/documents/pdf.ts";
import { projectReport, projectSheet } from "#server/documents/project-report.ts";
import { technicalFile } from "#server/documents/technical-file.ts";
import { getCard } from "#server/model-card-files.ts";
import { getProject } from "#server/projects.ts";

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

export async function exportMarkdown(access: Access<"project.read">, place: DocumentPlace): Promise<string> {
  return documentMarkdown(await getDocument(access, place), publicUrl());
}

export async function exportPdf(access: Access<"project.read">, place: DocumentPlace): Promise<Buffer<ArrayBuffer>> {
  return documentPdf(await getDocument(access, place), publicUrl(), now());
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
    blocks: BUILDERS[document](known),
  };
}
