import { Readable } from "node:stream";
import { z } from "zod";
import { INGEST_BYTES, readText } from "#api/limits.ts";
import { factSchemaName } from "#api/openapi.ts";
import { json, parsedQuery, type Route, rawRoute, route } from "#api/route.ts";
import { listOf, listQuery, timeQuery } from "#api/v1/lists.ts";
import { withArticle } from "#lib/article.ts";
import { byteStream } from "#lib/byte-stream.ts";
import { writeFacts } from "#server/fact-bulk.ts";
import { addFact, changeFact, removeFact, restoreFact } from "#server/fact-changes.ts";
import { exportCsv, exportXlsx, importCsv } from "#server/fact-files.ts";
import { type FactQuery, type FactView, getFact, listFacts } from "#server/facts.ts";
import type { FactData } from "#stages/fact.ts";
import { type AnyFactKind, filtersOf } from "#stages/fact-kind.ts";
import { FACT_KINDS } from "#stages/fact-kinds.ts";
import { stageOf } from "#stages/registry.ts";

const READING = { permission: "project.read" } as const;
const WRITING = { permission: "fact.record" } as const;
const MOST_AT_ONCE = 5_000;

const issueSchema = z.object({ path: z.string(), message: z.string() });
const bulkSchema = z
  .object({
    created: z.number(),
    changed: z.number(),
    unchanged: z.number(),
    refused: z.array(z.object({ index: z.number(), key: z.string().nullable(), issues: z.array(issueSchema) })),
  })
  .meta({ id: "BulkAnswer" });
const dryRun = z.object({
  dryRun: z.enum(["0", "1"]).optional().meta({ description: "1 writes nothing and says what would be." }),
});
const figureSchema = z
  .object({
    name: z.string(),
    label: z.string(),
    value: z.union([z.number(), z.string(), z.boolean()]).nullable(),
    unit: z.string().optional(),
    calculator: z.string().meta({ description: "The formula by which it was computed." }),
    reason: z.string().optional().meta({ description: "Why there is no value." }),
  })
  .meta({ id: "Figure" });
/** Read as it is stored: what was allowed once must not fail to be shown. */
const viewSchema = z.looseObject({
  id: z.string(),
  key: z.string(),
  version: z.number(),
  origin: z.string(),
  at: z.date().meta({ description: "When it happened; else when it was recorded." }),
  recordedAt: z.date(),
  recordedBy: z.string(),
  changedAt: z.date(),
  eventId: z.string().nullable().meta({ description: "The event from outside that said it last." }),
  figures: z.array(figureSchema),
});

/** The same routes for every kind: what a kind is and who records it stands in the law of the stages. */
export const factRoutes: Route[] = FACT_KINDS.flatMap((kind) => [
  ...listRoutes(kind),
  ...fileRoutes(kind),
  ...oneRoutes(kind),
]);

function listRoutes(kind: AnyFactKind): Route[] {
  const words = { path: `/projects/{slug}/${kind.kind}`, tag: stageOf(kind.stage).title } as const;
  return [
    route({
      ...words,
      method: "GET",
      summary: `The ${kind.many}, newest first`,
      description: kind.help,
      needs: READING,
      query: z.object({ ...filterQuery(kind), ...listQuery }),
      response: listOf(viewSchema),
      async handle(access, { query }) {
        const { items, nextCursor } = await listFacts(access, kind, { ...filterIn(kind, query), ...query });
        return { items: items.map(shown), nextCursor };
      },
    }),
    route({
      ...words,
      method: "POST",
      summary: `Records ${withArticle(kind.one)}`,
      needs: WRITING,
      body: sentSchema(kind),
      response: viewSchema,
      status: 201,
      handle: async (access, { body }) => shown(await addFact(access, kind, split(body), "api")),
    }),
    route({
      ...words,
      method: "POST",
      path: `${words.path}/bulk`,
      summary: `Records or changes many ${kind.many} by their keys; the good are kept, the bad reported`,
      needs: WRITING,
      query: dryRun,
      body: z.strictObject({ items: z.array(sentSchema(kind)).max(MOST_AT_ONCE) }),
      response: bulkSchema,
      handle: (access, { body, query }) =>
        writeFacts(access, kind, body.items.map(split), { origin: "api", dryRun: query.dryRun === "1" }),
    }),
  ];
}

function fileRoutes(kind: AnyFactKind): Route[] {
  const words = { path: `/projects/{slug}/${kind.kind}`, tag: stageOf(kind.stage).title } as const;
  const query = z.object({ ...filterQuery(kind), format: z.enum(["csv", "xlsx"]).optional() });
  return [
    rawRoute({
      ...words,
      method: "POST",
      path: `${words.path}/import`,
      summary: `Reads a CSV file of ${kind.many}; the good rows are kept, the bad reported`,
      needs: WRITING,
      query: dryRun,
      bodyMedia: "text/csv",
      response: bulkSchema,
      status: 200,
      async handle(access, { request, query: asked }) {
        const isTrial = parsedQuery(dryRun, asked).dryRun === "1";
        return json(200, await importCsv(access, kind, await readText(request, INGEST_BYTES), isTrial));
      },
    }),
    rawRoute({
      ...words,
      method: "GET",
      path: `${words.path}/export`,
      summary: `The ${kind.many} that the filter says, as CSV or XLSX`,
      needs: READING,
      query,
      responseMedia: "text/csv",
      status: 200,
      async handle(access, { query: asked }) {
        const filter = filterIn(kind, parsedQuery(query, asked));
        const name = `${access.slug}-${kind.kind}`;
        return asked.get("format") === "xlsx"
          ? file(await exportXlsx(access, kind, filter), XLSX, `${name}.xlsx`)
          : file(asBytes(await exportCsv(access, kind, filter)), "text/csv; charset=utf-8", `${name}.csv`);
      },
    }),
  ];
}

function oneRoutes(kind: AnyFactKind): Route[] {
  const words = { path: `/projects/{slug}/${kind.kind}/{key}`, tag: stageOf(kind.stage).title } as const;
  return [
    route({
      ...words,
      method: "GET",
      summary: `One ${kind.one}`,
      needs: READING,
      response: viewSchema,
      handle: async (access, { params }) => shown(await getFact(access, kind, params.key)),
    }),
    route({
      ...words,
      method: "PATCH",
      summary: `Changes parts of ${withArticle(kind.one)}; null takes a part out`,
      needs: WRITING,
      body: z.looseObject({ version: z.int().min(1).optional() }),
      response: viewSchema,
      handle: async (access, { params, body: { version, ...patch } }) =>
        shown(await changeFact(access, kind, params.key, { version, patch })),
    }),
    route({
      ...words,
      method: "DELETE",
      summary: `Removes ${withArticle(kind.one)}; refused while others refer to it`,
      needs: WRITING,
      handle: (access, { params }) => removeFact(access, kind, params.key),
    }),
    route({
      ...words,
      method: "POST",
      path: `${words.path}/restore`,
      summary: `Brings a removed ${kind.one} back`,
      needs: WRITING,
      response: viewSchema,
      handle: async (access, { params }) => shown(await restoreFact(access, kind, params.key)),
    }),
  ];
}

/** Anything at the door; the verb judges it, so that one bad fact of many is refused alone. */
function sentSchema(kind: AnyFactKind) {
  return z
    .looseObject({ key: z.string().max(200).optional() })
    .meta({ override: { $ref: `#/components/schemas/${factSchemaName(kind.one)}` } });
}

function split({ key, ...data }: { key?: string | undefined; [name: string]: unknown }) {
  return { key, data };
}

function shown({ data, recordedByName, recordedBy: _, title: __, changedByName: ___, ...view }: FactView) {
  return { ...data, ...view, recordedBy: recordedByName };
}

function filterQuery(kind: AnyFactKind) {
  const choices = filtersOf(kind).map(({ path }) => [path, z.string().max(200).optional()] as const);
  return {
    q: z.string().max(200).optional().meta({ description: "Part of the key or the name." }),
    from: timeQuery,
    to: timeQuery,
    ...Object.fromEntries(choices),
  };
}

function filterIn(kind: AnyFactKind, query: FactData): FactQuery {
  const chosen = filtersOf(kind).flatMap(({ path }) => {
    const value = query[path];
    return typeof value === "string" ? [[path, value] as const] : [];
  });
  const { q, from, to } = query;
  return {
    ...(typeof q === "string" && { q }),
    ...(from instanceof Date && { from }),
    ...(to instanceof Date && { to }),
    where: Object.fromEntries(chosen),
  };
}

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

function asBytes(chunks: AsyncIterable<string>): ReadableStream<Uint8Array> {
  return byteStream(Readable.from(chunks).map((text: string) => Buffer.from(text)));
}

function file(content: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>, type: string, name: string): Response {
  return new Response(content, {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
  });
}
