import type { z } from "zod";
import { JSON_BYTES, readJson } from "#api/limits.ts";
import { type AnyProof, type Need, type ProofOf, prove } from "#api/proof.ts";
import { issuesOf } from "#api/request-issues.ts";
import { AppError } from "#domain/errors.ts";
import type { Actor } from "#server/access.ts";
import { isId } from "#server/ids.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Asked = { request: Request; actor: Actor | null; params: Record<string, string>; query: URLSearchParams };

/** One row of the API: what the router, the OpenAPI document and the authorization test read. */
export type Route = {
  method: Method;
  /** As in OpenAPI, under /api/v1: `/projects/{slug}`. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  needs: Need;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** What is read instead of JSON. */
  bodyMedia?: string;
  response?: z.ZodType;
  /** What is sent instead of JSON. */
  responseMedia?: string;
  headers?: z.ZodObject;
  status: number;
  /** Not counted against the caller's requests a minute. */
  uncounted?: boolean;
  answer(asked: Asked): Promise<Response>;
};

type ParamsOf<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name]: string } & ParamsOf<Rest>
  : unknown;
type Params<P extends string> = { [K in keyof ParamsOf<P>]: string };

type Words<P extends string, N extends Need> = {
  method: Method;
  path: P;
  tag: string;
  summary: string;
  description?: string;
  needs: N;
};

type Nothing = z.ZodObject<Record<never, never>>;

type JsonRoute<
  P extends string,
  N extends Need,
  Q extends z.ZodObject,
  B extends z.ZodType,
  R extends z.ZodType,
> = Words<P, N> & {
  query?: Q;
  body?: B;
  /** Left out: the answer is 204 without a body. */
  response?: R;
  status?: 200 | 201;
  handle(proof: ProofOf<N>, input: { params: Params<P>; query: z.output<Q>; body: z.output<B> }): Promise<z.input<R>>;
};

/** A schema in, a proof, a verb, a schema out. What the response's schema does not promise is not sent. */
export function route<
  const P extends string,
  const N extends Need,
  Q extends z.ZodObject = Nothing,
  B extends z.ZodType = z.ZodUndefined,
  R extends z.ZodType = z.ZodVoid,
>({ handle, ...words }: JsonRoute<P, N, Q, B, R>): Route {
  const { query, body, response, needs } = words;
  const status = response ? (words.status ?? 200) : 204;
  return {
    ...words,
    status,
    async answer(asked) {
      const proof = await prove(needs, asked.actor, asked.params.slug ?? "");
      const inQuery = query ? parsedQuery(query, asked.query) : {};
      const parsedBody = body ? parsed(body, await readJson(asked.request, JSON_BYTES)) : undefined;
      const input = { params: asked.params, query: inQuery, body: parsedBody };
      const value = await handle(...typed<P, N, Q, B>(proof, input));
      return response ? json(status, response.parse(value)) : new Response(null, { status: 204 });
    },
  };
}

type RawRoute<P extends string, N extends Need> = Words<P, N> &
  Pick<Route, "query" | "body" | "bodyMedia" | "response" | "responseMedia" | "headers" | "status" | "uncounted"> & {
    prove?: typeof prove;
    handle(
      proof: ProofOf<N>,
      asked: { params: Params<P>; query: URLSearchParams; request: Request },
    ): Promise<Response>;
  };

/** For what is not JSON in and out, and for points: described alike, read and written by hand. */
export function rawRoute<const P extends string, const N extends Need>({
  handle,
  prove: proveBy = prove,
  ...words
}: RawRoute<P, N>): Route {
  return {
    ...words,
    async answer({ request, actor, params, query }) {
      const proof = await proveBy(words.needs, actor, params.slug ?? "");
      return handle(...typedRaw<P, N>(proof, { params, query, request }));
    },
  };
}

/** An answer whose whole text is known, so that a server of ours need not read it back from a stream. */
export class TextResponse extends Response {
  readonly content: string;

  constructor(content: string, init: ResponseInit) {
    super(content, init);
    this.content = content;
  }
}

export function json(status: number, value: unknown): Response {
  return new TextResponse(JSON.stringify(value), { status, headers: JSON_HEADERS });
}

const JSON_HEADERS = { "content-type": "application/json", "cache-control": "no-store" };

/** What the database could not even be asked about is asked about as something that nobody has: same answer, same time. */
export function askable(params: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (name === "id" || name === "userId") return [name, isId(value) ? value : NOBODY];
      return [name, value.replaceAll("\0", "\uFFFD")];
    }),
  );
}

const NOBODY = "00000000-0000-0000-0000-000000000000";

/** What a question says, or INVALID. */
export function parsedQuery<S extends z.ZodType>(schema: S, search: URLSearchParams): z.output<S> {
  return parsed(schema, queryIn(search));
}

function queryIn(search: URLSearchParams): Record<string, string> {
  for (const [name, value] of search)
    if (value.includes("\0")) throw new AppError("INVALID", `${name} holds a NUL character.`);
  return Object.fromEntries(search);
}

/** What a query or body says, or INVALID with every issue. */
function parsed<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = issuesOf(result.error);
  const [first] = issues;
  const detail = first ? [first.path, first.message].filter(Boolean).join(": ") : "That cannot be read.";
  throw new AppError("INVALID", issues.length > 1 ? `${detail} (and ${issues.length - 1} more)` : detail, { issues });
}

/** Guarantee: `prove` was asked with this route's own need, `parsed` with its own schemas, the router with its own path. */
function typed<P extends string, N extends Need, Q extends z.ZodObject, B extends z.ZodType>(
  proof: AnyProof,
  input: { params: Record<string, string>; query: unknown; body: unknown },
) {
  return [proof, input] as unknown as [ProofOf<N>, { params: Params<P>; query: z.output<Q>; body: z.output<B> }];
}

/** Guarantee: as above. */
function typedRaw<P extends string, N extends Need>(
  proof: AnyProof,
  asked: { params: Record<string, string>; query: URLSearchParams; request: Request },
) {
  return [proof, asked] as unknown as [ProofOf<N>, { params: Params<P>; query: URLSearchParams; request: Request }];
}
