import type { z } from "zod";
import { parseJson } from "#api/json-text.ts";
import { INGEST_BYTES } from "#api/limits.ts";
import { mlflowError } from "#api/mlflow/errors.ts";
import { spendRequest } from "#api/rate.ts";
import { issuesOf } from "#api/request-issues.ts";
import { askable, json } from "#api/route.ts";
import { readWireBody } from "#api/wire/body.ts";
import { requireBearer } from "#api/wire/credentials.ts";
import { AppError, invalid } from "#domain/errors.ts";
import { type Actor, authorize } from "#server/access.ts";
import type { Logging, Looking } from "#server/mlflow/store.ts";
import { withoutNulls } from "#wire/mlflow/fields.ts";

export type MlflowMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** log: what every door for machines asks for. look: a reader, or who may log. */
export type MlflowNeed = "log" | "look";
export type MlflowCalled = { request: Request; params: Record<string, string> };

/** One endpoint of MLflow, below `/api/2.0`: what the router and the authorization test read. */
export type MlflowRoute = {
  method: MlflowMethod;
  /** `/mlflow/logged-models/{model_id}` */
  path: string;
  needs: MlflowNeed;
  answer(called: MlflowCalled): Promise<Response>;
};

type Words<P extends string> = { method: MlflowMethod; path: P };
type Log<S extends z.ZodType> = { body: S; handle(access: Logging, asked: z.output<S>): Promise<object | undefined> };
type Look<S extends z.ZodType> = { body: S; handle(access: Looking, asked: z.output<S>): Promise<object | undefined> };

/** An endpoint that writes. Parts of the path count as parts of the body. */
export function logRoute<S extends z.ZodType>({ method, path, body, handle }: Words<string> & Log<S>): MlflowRoute {
  return made({ method, path }, "log", async (called) => {
    const access = await logging(called);
    return handle(access, await asked(body, called));
  });
}

export function lookRoute<S extends z.ZodType>({ method, path, body, handle }: Words<string> & Look<S>): MlflowRoute {
  return made({ method, path }, "look", async (called) => {
    const access = await looking(called);
    return handle(access, await asked(body, called));
  });
}

/** For bytes in or out. */
export function rawLogRoute(
  words: Words<string>,
  handle: (access: Logging, called: MlflowCalled) => Promise<Response>,
): MlflowRoute {
  return made(words, "log", async (called) => handle(await logging(called), called));
}

export function rawLookRoute(
  words: Words<string>,
  handle: (access: Looking, called: MlflowCalled) => Promise<Response>,
): MlflowRoute {
  return made(words, "look", async (called) => handle(await looking(called), called));
}

/** Always 200: clients take a 201 without the expected body for a fault. */
function made(
  words: Words<string>,
  needs: MlflowNeed,
  work: (called: MlflowCalled) => Promise<object | undefined>,
): MlflowRoute {
  return {
    ...words,
    needs,
    async answer({ request, params }) {
      try {
        const value = await work({ request, params: askable(params) });
        return value instanceof Response ? value : json(200, value ?? {});
      } catch (error) {
        return mlflowError(error);
      }
    },
  };
}

async function logging({ request, params }: MlflowCalled): Promise<Logging> {
  return authorize(await caller(request), params.slug ?? "", "fact.record", "metrics.write");
}

async function looking({ request, params }: MlflowCalled): Promise<Looking> {
  const actor = await caller(request);
  const slug = params.slug ?? "";
  try {
    return await authorize(actor, slug, "project.read");
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "FORBIDDEN") throw error;
    return authorize(actor, slug, "fact.record", "metrics.write");
  }
}

async function caller({ headers }: Request): Promise<Actor> {
  const { actor } = await requireBearer(headers);
  spendRequest(actor);
  return actor;
}

/** GET says it in the query; others in a JSON body, and some clients in both. */
async function asked<S extends z.ZodType>(schema: S, { request, params }: MlflowCalled): Promise<z.output<S>> {
  const { slug: _, ...named } = params;
  const sent = { ...inQuery(request.url), ...(request.method === "GET" ? {} : await inBody(request)), ...named };
  const result = schema.safeParse(sent);
  if (result.success) return result.data;
  const [first] = issuesOf(result.error);
  throw invalid(first?.path ?? "", sentence(first));
}

function sentence(issue: { path: string; message: string } | undefined): string {
  if (!issue) return "Invalid request.";
  return issue.path ? `Invalid value for parameter '${issue.path}': ${issue.message}` : issue.message;
}

function inQuery(url: string): Record<string, string | string[]> {
  if (!url.includes("?")) return {};
  const query = new URL(url).searchParams;
  const names = [...new Set(query.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const all = query.getAll(name);
      if (all.some((value) => value.includes("\0"))) throw invalid(name, `${name} holds a NUL character.`);
      return [name, all.length > 1 ? all : (all[0] ?? "")];
    }),
  );
}

async function inBody(request: Request): Promise<object> {
  const { bytes } = await readWireBody(request, INGEST_BYTES);
  const body = bytes.byteLength === 0 ? {} : withoutNulls(parseJson(bytes));
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw invalid("", "The body must be a JSON object.");
  return body;
}
