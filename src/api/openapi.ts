import { z } from "zod";
import { createDocument, type ZodOpenApiObject, type ZodOpenApiOperationObject } from "zod-openapi";
import { PROBLEM_CODES, type ProblemCode } from "#api/problem.ts";
import { type Need, permissionsIn } from "#api/proof.ts";
import type { Route } from "#api/route.ts";
import { publicUrl } from "#lib/environment.ts";
import { VERSION } from "#lib/version.ts";
import { strictOf } from "#stages/fact-draft.ts";
import { FACT_KINDS } from "#stages/fact-kinds.ts";
import { STAGES } from "#stages/registry.ts";

export type ApiDocument = ReturnType<typeof createDocument>;

/** The OpenAPI 3.1 document, made from the routes that answer. */
export function describeApi(routes: readonly Route[]): ApiDocument {
  const paths: NonNullable<ZodOpenApiObject["paths"]> = {};
  for (const route of routes) {
    const address = `/api/v1${route.path}`;
    paths[address] = { ...paths[address], [route.method.toLowerCase()]: operationOf(route) };
  }
  return createDocument(
    {
      openapi: "3.1.0",
      info: { title: "Throughline", version: VERSION, description: DESCRIPTION },
      servers: [{ url: publicUrl() }],
      security: [{ bearer: [] }, { session: [] }],
      paths,
      components: {
        schemas: Object.fromEntries([
          ...STAGES.map((stage) => [schemaName(stage.key), stage.draft] as const),
          ...FACT_KINDS.map(
            (kind) =>
              [factSchemaName(kind.one), z.strictObject({ key: FACT_KEY, ...strictOf(kind.schema).shape })] as const,
          ),
        ]),
        securitySchemes: {
          bearer: { type: "http", scheme: "bearer", description: "A personal, service or administrator’s token." },
          session: { type: "apiKey", in: "cookie", name: "throughline.session_token" },
        },
      },
    },
    { override: nameDates },
  );
}

const DESCRIPTION =
  "JSON in camelCase; times in ISO 8601, UTC. Lists answer `{items, nextCursor}`. Errors are problem documents (RFC 9457) with a code.";

const FACT_KEY = z.string().max(80).optional().meta({ description: "Made from the name where it is left out." });

/** `data source` becomes `DataSource`: what is sent to record one. */
export function factSchemaName(one: string): string {
  return one.replaceAll(/(?:^|[ -])(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** `business-case` becomes `BusinessCaseDocument`: the fields of the stage's document. */
export function schemaName(stage: string): string {
  return `${stage.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}Document`;
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  const { summary, tag, status, query, headers, body, bodyMedia, response, responseMedia } = route;
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const path = z.object(
    Object.fromEntries(names.map((name) => [name, z.string().meta({ description: PARAMS[name] })])),
  );
  const media = bodyMedia ?? "application/json";
  return {
    operationId: operationId(route),
    summary,
    description: [route.description, needInWords(route.needs)].filter(Boolean).join("\n\n"),
    tags: [tag],
    ...(route.needs === "anyone" && { security: [] }),
    requestParams: { ...(names.length > 0 && { path }), ...(query && { query }), ...(headers && { header: headers }) },
    ...((body || bodyMedia) && { requestBody: { content: { [media]: { schema: body ?? BYTES } }, required: true } }),
    responses: {
      [`${status as 200}`]: {
        description: WORDS[status] ?? "Done",
        ...((response || responseMedia) && {
          content: { [responseMedia ?? "application/json"]: { schema: response ?? BYTES } },
        }),
      },
      ...Object.fromEntries(problemsOf(route).map((code) => [PROBLEM_CODES[code].status, problemResponse(code)])),
    },
  };
}

const BYTES = z.string().meta({ override: { type: "string", format: "binary" } });
const WORDS: Record<number, string> = { 200: "Done", 201: "Made", 202: "Accepted", 204: "Done, nothing to say" };

const PARAMS: Record<string, string> = {
  slug: "Address of the project",
  stage: "Key of the stage",
  item: "Key of the checklist item",
  key: "Key of the criterion or fact",
  series: "Id of the series",
  format: "Key of the format",
  id: "Id",
  userId: "Id of the person",
};

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    code: z.enum(Object.keys(PROBLEM_CODES) as ProblemCode[]),
    detail: z.string(),
    requestId: z.string(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    current: z.unknown().optional().meta({ description: "CONFLICT: what is there now." }),
    requirements: z.array(z.unknown()).optional().meta({ description: "GATE_CLOSED: what is not met." }),
  })
  .meta({ id: "Problem" });

function problemResponse(code: ProblemCode) {
  return {
    description: PROBLEM_CODES[code].meaning,
    content: { "application/problem+json": { schema: problemSchema } },
  };
}

function problemsOf({ needs, method, body, query, path }: Route): ProblemCode[] {
  const writes = method !== "GET";
  return [
    ...(needs === "anyone" ? [] : (["UNAUTHENTICATED", "FORBIDDEN", "RATE_LIMITED"] as const)),
    ...(path.includes("{") ? (["NOT_FOUND"] as const) : []),
    ...(body || query ? (["INVALID"] as const) : []),
    ...(writes ? (["CONFLICT", "TOO_LARGE"] as const) : []),
    "UNAVAILABLE",
  ];
}

function needInWords(needs: Need): string {
  if (needs === "anyone") return "Open to everybody.";
  if (needs === "signed-in") return "For every token.";
  if (needs === "reader") return "For every token with the scope read or write.";
  if ("organisation" in needs) return `Needs \`${needs.organisation}\` in the installation.`;
  return `Needs ${permissionsIn(needs)
    .map((permission) => `\`${permission}\``)
    .join(" and ")} in the project.`;
}

/** `GET /projects/{slug}/stages/{stage}` becomes `getProjectsStages`; what is one of many says so by its parameter. */
function operationId({ method, path }: Route): string {
  const words = path.split(/[/{}.]+/).filter(Boolean);
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

/** A Date travels as JSON writes it. */
function nameDates({ jsonSchema, zodSchema }: { jsonSchema: { format?: string }; zodSchema: z.core.$ZodTypes }): void {
  if (zodSchema._zod.def.type === "date") jsonSchema.format = "date-time";
}
