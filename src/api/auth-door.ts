import { readBytes } from "#api/limits.ts";
import { handleAuth } from "#server/auth.ts";

const AUTH_BYTES = 64 * 1024;

/** Sign-in and sign-out, with a body that was measured before it was read. */
export async function answerAuth(request: Request): Promise<Response> {
  if (request.method === "GET" || request.method === "HEAD") return handleAuth(request);
  const body = await readBytes(request, AUTH_BYTES);
  const { url, method, headers } = request;
  return handleAuth(new Request(url, { method, headers: new Headers(headers), body: Buffer.from(body) }));
}
