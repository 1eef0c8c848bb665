import { z } from "zod";
import { json, type Route, rawRoute, route } from "#api/route.ts";
import { exportWishSchema, getExport, listExports, openExport, requestExport } from "#server/transfer/exports.ts";
import { discardImport, getImport, importWishSchema, receiveImport, startImport } from "#server/transfer/imports.ts";
import { manifestSchema, personSchema } from "#server/transfer/manifest.ts";
import { TRANSFER_STATES } from "#server/transfer/transfers.ts";

const tag = "Whole projects";
const EXPORTING = { permission: "project.export" } as const;
const IMPORTING = { organisation: "project.create" } as const;

const transferSchema = z
  .object({
    id: z.string(),
    state: z.enum(TRANSFER_STATES),
    createdAt: z.date(),
    createdByName: z.string(),
    finishedAt: z.date().nullable(),
    artefacts: z.boolean(),
    sizeBytes: z.number().nullable(),
    sha256: z.string().nullable(),
    rowsDone: z.number(),
    rowsTotal: z.number(),
    problem: z.string().nullable().meta({ description: "What to change, where it failed." }),
    manifest: manifestSchema.nullable(),
  })
  .meta({ id: "Transfer" });

const previewSchema = transferSchema
  .extend({
    slug: z.string().nullable().meta({ description: "Of the new project, once it is there." }),
    people: z
      .object({
        matched: z.array(personSchema.extend({ here: z.string() })),
        byNameOnly: z.array(personSchema),
      })
      .nullable()
      .meta({ description: "By e-mail address; of who is not known here the name is kept and no account made." }),
  })
  .meta({ id: "ProjectImport" });

export const transferRoutes: Route[] = [
  route({
    method: "POST",
    path: "/projects/{slug}/exports",
    tag,
    summary: "Asks for the whole project as one file",
    description: "The worker writes it; ask for it until its state is done. Tokens and other secrets stay behind.",
    needs: EXPORTING,
    body: exportWishSchema,
    response: transferSchema,
    status: 201,
    handle: (access, { body }) => requestExport(access, body),
  }),
  route({
    method: "GET",
    path: "/projects/{slug}/exports",
    tag,
    summary: "The last exports, newest first",
    needs: EXPORTING,
    response: z.object({ items: z.array(transferSchema) }),
    handle: async (access) => ({ items: await listExports(access) }),
  }),
  route({
    method: "GET",
    path: "/projects/{slug}/exports/{id}",
    tag,
    summary: "How far an export is",
    needs: EXPORTING,
    response: transferSchema,
    handle: (access, { params }) => getExport(access, params.id),
  }),
  rawRoute({
    method: "GET",
    path: "/projects/{slug}/exports/{id}/file",
    tag,
    summary: "The file, for a day after it was written",
    needs: EXPORTING,
    responseMedia: "application/zip",
    status: 200,
    async handle(access, { params }) {
      const { name, sizeBytes, stream } = await openExport(access, params.id);
      return new Response(stream, {
        headers: {
          "content-type": "application/zip",
          "content-length": String(sizeBytes),
          "content-disposition": `attachment; filename="${name}"`,
          "x-content-type-options": "nosniff",
          "cache-control": "private, no-store",
        },
      });
    },
  }),
  rawRoute({
    method: "POST",
    path: "/imports",
    tag,
    summary: "Takes in a file that an export wrote, and says what it holds",
    description: "Nothing of it is a project until the import is started. At most THROUGHLINE_IMPORT_LIMIT_MB.",
    needs: IMPORTING,
    bodyMedia: "application/zip",
    response: previewSchema,
    status: 201,
    async handle(access, { request }) {
      const declared = request.headers.get("content-length");
      const body = { stream: request.body, declared: declared === null ? null : Number(declared) };
      return json(201, previewSchema.parse(await receiveImport(access, body)));
    },
  }),
  route({
    method: "GET",
    path: "/imports/{id}",
    tag,
    summary: "What a file of the caller holds, and how far its import is",
    needs: IMPORTING,
    response: previewSchema,
    handle: (access, { params }) => getImport(access, params.id),
  }),
  route({
    method: "POST",
    path: "/imports/{id}/start",
    tag,
    summary: "Makes a new project of the file",
    needs: IMPORTING,
    body: importWishSchema,
    response: transferSchema,
    handle: (access, { params, body }) => startImport(access, params.id, body),
  }),
  route({
    method: "DELETE",
    path: "/imports/{id}",
    tag,
    summary: "Throws a file away that no project was made of",
    needs: IMPORTING,
    handle: (access, { params }) => discardImport(access, params.id),
  }),
];
