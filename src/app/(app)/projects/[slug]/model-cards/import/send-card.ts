import { z } from "zod";

const previewSchema = z.object({
  exists: z.boolean(),
  version: z.number().nullable(),
  parts: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      change: z.enum(["new", "changed", "same", "removed"]),
      text: z.string(),
    }),
  ),
  keptNames: z.array(z.string()),
  otherSections: z.array(z.string()),
  results: z.number(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })),
});
export type SentCard = z.infer<typeof previewSchema>;

type Sending = { slug: string; key: string; modelVersion: string; version?: number | undefined; dryRun: boolean };

/** Through the API, as a script would. A sentence says why it did not work. */
export async function sendCard(text: string, { slug, key, modelVersion, version, dryRun }: Sending) {
  const query = new URLSearchParams({
    modelVersion,
    dryRun: dryRun ? "1" : "0",
    ...(version !== undefined && { version: `${version}` }),
  });
  try {
    const address = `/api/v1/projects/${slug}/model-cards/${encodeURIComponent(key)}/markdown?${query}`;
    const response = await fetch(address, { method: "PUT", body: text, headers: { "content-type": "text/markdown" } });
    const body: unknown = await response.json();
    if (response.ok) return previewSchema.parse(body);
    const detail = typeof body === "object" && body !== null && "detail" in body ? body.detail : null;
    return typeof detail === "string" ? detail : `The card was refused (${response.status}).`;
  } catch {
    return "The server did not answer. Check the connection and try again.";
  }
}
