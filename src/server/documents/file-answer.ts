import type { DocumentTree } from "#domain/document.ts";
import { publicUrl } from "#lib/environment.ts";
import { now } from "#server/clock.ts";
import type { DocumentPlace } from "#server/documents/documents.ts";
import { documentMarkdown } from "#server/documents/markdown.ts";
import { documentPdf } from "#server/documents/pdf.ts";

export type DocumentForm = "markdown" | "pdf";

/** A document as a file to keep, named after the project and what it is. */
export async function documentFile(
  slug: string,
  { document, key }: DocumentPlace,
  form: DocumentForm,
  tree: DocumentTree,
): Promise<Response> {
  const name = [slug, key, document]
    .filter(Boolean)
    .join("-")
    .replaceAll(/[^A-Za-z0-9._-]/g, "-");
  const pdf = form === "pdf";
  const body = pdf ? await documentPdf(tree, publicUrl(), now()) : documentMarkdown(tree, publicUrl());
  return new Response(body, {
    headers: {
      "content-type": pdf ? "application/pdf" : "text/markdown; charset=utf-8",
      "content-disposition": `attachment; filename="${name}.${pdf ? "pdf" : "md"}"`,
      "cache-control": "no-store",
    },
  });
}
