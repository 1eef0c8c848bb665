import { type Route, rawRoute } from "#api/route.ts";
import { DOCUMENT_TITLES, type DocumentName } from "#domain/document.ts";
import { AppError } from "#domain/errors.ts";
import type { Access } from "#server/access.ts";
import { type DocumentPlace, getDocument, isOfProject } from "#server/documents/documents.ts";
import { type DocumentForm, documentFile } from "#server/documents/file-answer.ts";
import { stageOf } from "#stages/registry.ts";

const reads = { needs: { permission: "project.read" }, status: 200 } as const;
const WORDS = { tag: "Documents", method: "GET", ...reads } as const;

export const documentRoutes: Route[] = [
  rawRoute({
    ...WORDS,
    path: "/projects/{slug}/documents/{document}/markdown",
    summary: "The project report, the technical file or the overview as Markdown",
    description: "`document` is `report`, `technical-file` or `overview`. What is not recorded is said to be missing.",
    responseMedia: "text/markdown",
    handle: async (access, { params }) => file(access, { document: ofProject(params.document) }, "markdown"),
  }),
  rawRoute({
    ...WORDS,
    path: "/projects/{slug}/documents/{document}/pdf",
    summary: "The project report, the technical file or the overview as PDF",
    description:
      "`document` is `report`, `technical-file` or `overview`. Long tables are cut and say how much more there is.",
    responseMedia: "application/pdf",
    handle: async (access, { params }) => file(access, { document: ofProject(params.document) }, "pdf"),
  }),
  rawRoute({
    ...WORDS,
    path: "/projects/{slug}/model-cards/{key}/pdf",
    tag: "Model",
    summary: "A model card as PDF",
    responseMedia: "application/pdf",
    handle: async (access, { params }) => file(access, { document: "model-card", key: params.key }, "pdf"),
  }),
  rawRoute({
    ...WORDS,
    path: "/projects/{slug}/datasheets/{key}/markdown",
    tag: stageOf("data-selection").title,
    summary: "One datasheet as Markdown: what is recorded of its source, then the seven sections",
    responseMedia: "text/markdown",
    handle: async (access, { params }) => file(access, { document: "datasheet", key: params.key }, "markdown"),
  }),
  rawRoute({
    ...WORDS,
    path: "/projects/{slug}/datasheets/{key}/pdf",
    tag: stageOf("data-selection").title,
    summary: "One datasheet as PDF",
    responseMedia: "application/pdf",
    handle: async (access, { params }) => file(access, { document: "datasheet", key: params.key }, "pdf"),
  }),
];

async function file(access: Access<"project.read">, place: DocumentPlace, form: DocumentForm): Promise<Response> {
  return documentFile(access.slug, place, form, await getDocument(access, place));
}

function ofProject(name: string): DocumentName {
  if (isOfProject(name)) return name;
  throw new AppError(
    "NOT_FOUND",
    `There is no document “${name}”. There are: ${Object.keys(DOCUMENT_TITLES).slice(0, 3).join(", ")}.`,
  );
}
