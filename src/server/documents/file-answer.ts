import type { DocumentPlace } from "#server/documents/documents.ts";

const MEDIA = { md: "text/markdown; charset=utf-8", pdf: "application/pdf" } as const;

/** A document as a file to keep, named after the project and what it is. */
export function documentFile(
  slug: string,
  { document, key }: DocumentPlace,
  form: keyof typeof MEDIA,
  body: string | Buffer<ArrayBuffer>,
): Response {
  const name = [slug, key, document]
    .filter(Boolean)
    .join("-")
    .replaceAll(/[^A-Za-z0-9._-]/g, "-");
  return new Response(body, {
    headers: {
      "content-type": MEDIA[form],
      "content-disposition": `attachment; filename="${name}.${form}"`,
      "cache-control": "no-store",
    },
  });
}
