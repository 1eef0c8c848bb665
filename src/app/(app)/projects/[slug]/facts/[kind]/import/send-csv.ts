import { z } from "zod";

const answerSchema = z.object({
  rows: z.number(),
  created: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  columns: z.array(z.string()),
  refusedRows: z.array(
    z.object({
      line: z.number(),
      cells: z.record(z.string(), z.string()),
      issues: z.array(z.object({ path: z.string(), message: z.string() })),
    }),
  ),
});
export type ImportAnswer = z.infer<typeof answerSchema>;

const LIMIT_BYTES = 8 * 1024 * 1024;

/** Through the API, since server actions are for small forms. A sentence says why it did not work. */
export async function sendCsv(
  place: { slug: string; kind: string },
  file: File,
  dryRun: boolean,
): Promise<ImportAnswer | string> {
  if (file.size > LIMIT_BYTES) return "A file may have at most 8 MB. Cut it into parts.";
  try {
    const address = `/api/v1/projects/${place.slug}/${place.kind}/import?dryRun=${dryRun ? 1 : 0}`;
    const response = await fetch(address, { method: "POST", body: file, headers: { "content-type": "text/csv" } });
    const body: unknown = await response.json();
    if (response.ok) return answerSchema.parse(body);
    const detail = typeof body === "object" && body !== null && "detail" in body ? body.detail : null;
    return typeof detail === "string" ? detail : `The file was refused (${response.status}).`;
  } catch {
    return "The server did not answer. Check the connection and try again.";
  }
}
