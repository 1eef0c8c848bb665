import { setTimeout as pause } from "node:timers/promises";
import { ADMIN_TOKEN } from "./e2e-server.ts";

/* The machine door as a script uses it. A refusal throws with the words of the answer. */

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

export type Api = ReturnType<typeof apiOf>;

export function apiOf(token: string) {
  async function call<T>(method: string, path: string, body?: Json): Promise<T> {
    const answer = await fetch(`${baseUrl()}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}: ${text}`);
    return JSON.parse(text || "null");
  }
  return {
    get: <T>(path: string) => call<T>("GET", path),
    post: <T>(path: string, body: Json = {}) => call<T>("POST", path, body),
    put: <T>(path: string, body: Json) => call<T>("PUT", path, body),
    patch: <T>(path: string, body: Json) => call<T>("PATCH", path, body),
  };
}

export const admin = apiOf(ADMIN_TOKEN);

/** Asks until the answer is what is waited for. */
export async function eventually<T>(ask: () => Promise<T>, isRight: (value: T) => boolean, seconds = 20): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const value = await ask();
    if (isRight(value)) return value;
    if (Date.now() > deadline) throw new Error(`after ${seconds} s it was still ${JSON.stringify(value)}`);
    await pause(250);
  }
}

function baseUrl(): string {
  const url = process.env.E2E_BASE_URL;
  if (!url) throw new Error("E2E_BASE_URL is missing: playwright.config.ts sets it");
  return url;
}
