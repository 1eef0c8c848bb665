import { z } from "zod";
import { JSON_BYTES, readText } from "#api/limits.ts";
import { json, parsedQuery, type Route, rawRoute } from "#api/route.ts";
import { exportCard } from "#server/model-card-files.ts";
import { importCard } from "#server/model-card-import.ts";

const WORDS = { path: "/projects/{slug}/model-cards/{key}/markdown", tag: "Model" } as const;
const MEDIA = "text/markdown";

const querySchema = z.object({
  modelVersion: z.string().min(1).max(80).optional().meta({
    description: "Key of the model version that the card is about; left out: that of the card which is there.",
  }),
  version: z.coerce.number().int().min(1).optional().meta({
    description: "The version that was read; another one is refused with CONFLICT.",
  }),
  dryRun: z.enum(["0", "1"]).optional().meta({ description: "1 writes nothing and says what would be." }),
});
const previewSchema = z
  .object({
    key: z.string(),
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
    keptNames: z.array(z.string()).meta({ description: "Names of the front matter that stay as they are." }),
    otherSections: z.array(z.string()),
    results: z.number().meta({ description: "Results in model-index." }),
    issues: z.array(z.object({ path: z.string(), message: z.string() })),
  })
  .meta({ id: "ModelCardFile" });

export const modelCardRoutes: Route[] = [
  rawRoute({
    ...WORDS,
    method: "GET",
    summary: "A model card as Markdown with the front matter of Hugging Face",
    description: "Results on test data stand in `model-index`, unless the card brings its own.",
    needs: { permission: "project.read" },
    responseMedia: MEDIA,
    status: 200,
    async handle(access, { params }) {
      const name = `${access.slug}-${params.key.replaceAll(/[^A-Za-z0-9._-]/g, "-")}.md`;
      return new Response(await exportCard(access, params.key), {
        headers: {
          "content-type": `${MEDIA}; charset=utf-8`,
          "content-disposition": `attachment; filename="${name}"`,
          "cache-control": "no-store",
        },
      });
    },
  }),
  rawRoute({
    ...WORDS,
    method: "PUT",
    summary: "Makes a model card of a Markdown file, or replaces it; unknown names and sections are kept",
    description: "`model-index` without a name, and `eval_results` without `model_name`, are refused.",
    needs: { permission: "fact.record" },
    query: querySchema,
    bodyMedia: MEDIA,
    response: previewSchema,
    status: 200,
    async handle(access, { params, query, request }) {
      const { dryRun, ...asked } = parsedQuery(querySchema, query);
      const text = await readText(request, JSON_BYTES);
      return json(200, await importCard(access, params.key, text, { ...asked, dryRun: dryRun === "1" }));
    },
  }),
];
