/* The machine door without a server: requests go straight into the Hono application. */
import { api } from "#api/app.ts";
import type { ServiceScope } from "#domain/token-scopes.ts";
import { authorize, authorizeOrg } from "#server/access.ts";
import { createPersonalToken, createServiceToken } from "#server/tokens.ts";
import type { TestPerson } from "./people.ts";

export const ADMIN_TOKEN = "the-administrator-of-the-tests-0123456789";

export type Sent = {
  token?: string | undefined;
  /** Sent as JSON; a text or bytes are sent as they are. */
  body?: unknown;
  headers?: Record<string, string>;
};

/** Guarantee: the API's JSON is read in tests only, which then say what they expect of it. */
// biome-ignore lint/suspicious/noExplicitAny: answers are judged by expectations, not by types
type Json = any;

export type Answer = { status: number; headers: Headers; body: Json };

/** `path` under /api/v1. */
export async function call(method: string, path: string, sent: Sent = {}): Promise<Answer> {
  const answer = await api.fetch(requestFor(method, `/api/v1${path}`, sent));
  return { status: answer.status, headers: answer.headers, body: await readBody(answer) };
}

export function requestFor(method: string, path: string, { token, body, headers = {} }: Sent): Request {
  const raw = typeof body === "string" || body instanceof Uint8Array || body instanceof FormData;
  const content = body === undefined ? undefined : raw ? (body as BodyInit) : JSON.stringify(body);
  return new Request(`http://127.0.0.1:3000${path}`, {
    method,
    body: content,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && !(body instanceof FormData) && { "content-type": "application/json" }),
      ...headers,
    },
  });
}

async function readBody(answer: Response): Promise<Json> {
  const text = await answer.text();
  return answer.headers.get("content-type")?.includes("json") ? JSON.parse(text) : text;
}

export async function personalToken(person: TestPerson, scopes?: ServiceScope[]): Promise<string> {
  return (await createPersonalToken(authorizeOrg(person, "own.profile"), { name: "Test", scopes })).token;
}

export async function serviceToken(lead: TestPerson, slug: string, scopes: ServiceScope[]): Promise<string> {
  return (await createServiceToken(await authorize(lead, slug, "token.manage"), { name: "Robot", scopes })).token;
}
