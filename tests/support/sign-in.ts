/* Signing in as a browser would, without a server: the handler of /api/auth is called with a Request. */
import { handleAuth } from "#server/auth.ts";

export const ORIGIN = "http://127.0.0.1:3000";

type Attempt = { email: string; password: string; address?: string; headers?: Record<string, string> };

export function postSignIn({ email, password, address = "203.0.113.7", headers = {} }: Attempt): Promise<Response> {
  return handleAuth(
    new Request(`${ORIGIN}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: ORIGIN, "x-client-ip": address, ...headers },
      body: JSON.stringify({ email, password }),
    }),
  );
}

/** The Cookie header that a browser would send next. */
export function cookieOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

/** Headers of the next request of somebody who just signed in. */
export async function signIn(email: string, password: string, address?: string): Promise<Headers> {
  const answer = await postSignIn({ email, password, ...(address ? { address } : {}) });
  if (!answer.ok) throw new Error(`sign-in was answered with ${answer.status}: ${await answer.text()}`);
  return new Headers({ cookie: cookieOf(answer), origin: ORIGIN });
}
