import { z } from "zod";
import { readBytes, UPLOAD_BYTES } from "#api/limits.ts";
import { Unreadable } from "#api/problem.ts";
import { json, parsedQuery, type Route, rawRoute } from "#api/route.ts";
import { invalid } from "#domain/errors.ts";
import { readStoredFile, storeFile } from "#server/files.ts";

const tag = "Files";

const fileSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    mediaType: z.string(),
    sizeBytes: z.number(),
    sha256: z.string(),
    uploadedAt: z.date(),
    url: z.string(),
  })
  .meta({ id: "StoredFile" });

const NAMED = z.object({ name: z.string().max(500).optional() });

export const fileRoutes: Route[] = [
  rawRoute({
    method: "POST",
    path: "/projects/{slug}/files",
    tag,
    summary: "Keeps a file as evidence, at most 25 MB",
    description: "The bytes with `?name=`, or a form with one part called `file`. The content decides what it is.",
    needs: { permission: "evidence.add" },
    query: NAMED,
    bodyMedia: "application/octet-stream",
    response: fileSchema,
    status: 201,
    async handle(access, { query, request }) {
      const { name, content } = await uploadIn(request, parsedQuery(NAMED, query).name);
      const file = await storeFile(access, name, content);
      return json(201, fileSchema.parse({ ...file, url: `/api/v1/projects/${access.slug}/files/${file.id}` }));
    },
  }),
  rawRoute({
    method: "GET",
    path: "/projects/{slug}/files/{id}",
    tag,
    summary: "A file, always as a download",
    needs: { permission: "project.read" },
    responseMedia: "application/octet-stream",
    status: 200,
    async handle(access, { params }) {
      const { name, mediaType, content } = await readStoredFile(access, params.id);
      return new Response(new Uint8Array(content), { headers: downloadHeaders(name, mediaType) });
    },
  }),
];

type Upload = { name: string; content: Uint8Array };

async function uploadIn(request: Request, name: string | undefined): Promise<Upload> {
  const type = request.headers.get("content-type") ?? "";
  const bytes = await readBytes(request, UPLOAD_BYTES);
  if (/^multipart\/form-data/i.test(type)) return fileInForm(bytes, type);
  if (!name) throw invalid("name", "Say what the file is called: ?name=report.pdf");
  return { name, content: bytes };
}

async function fileInForm(bytes: Uint8Array, type: string): Promise<Upload> {
  const form = await new Response(Buffer.from(bytes), { headers: { "content-type": type } }).formData().catch(() => {
    throw new Unreadable(400, "The form cannot be read.");
  });
  const file = form.get("file");
  if (!(file instanceof File)) throw invalid("file", "The form has no part called file.");
  return { name: file.name, content: new Uint8Array(await file.arrayBuffer()) };
}

/** Never shown in place: a browser downloads it, guesses nothing, and would run nothing that is in it. */
function downloadHeaders(name: string, mediaType: string): Record<string, string> {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\]/g, "_");
  return {
    "content-type": mediaType,
    "content-disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encodeName(name)}`,
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-store",
  };
}

/** RFC 8187 allows fewer characters than encodeURIComponent leaves. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
