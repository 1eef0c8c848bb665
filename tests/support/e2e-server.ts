import { createHmac, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { BrowserContext } from "@playwright/test";
import pg from "pg";
import { embeddedDatabaseUrl } from "../../src/launch/postgres.ts";

/* The server under the journeys, seen from outside: its address, its administrator's token, and its database by the
   data directory. Playwright's config sets the variables; `E2E_URL` with `E2E_DATA_DIR` names one that runs already. */

export const ADMIN_TOKEN = process.env.E2E_ADMIN_TOKEN ?? "";

export function databaseUrl(): string {
  return process.env.E2E_DATABASE_URL ?? embeddedDatabaseUrl(dataDirectory());
}

export async function withDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A session as sign-in would make one, without its form: the value of the session cookie. */
export async function openSession(userId: string): Promise<string> {
  const token = randomBytes(24).toString("hex");
  await withDatabase((client) =>
    client.query(
      `insert into session (id, token, user_id, expires_at, created_at, updated_at)
       values (gen_random_uuid(), $1, $2, now() + interval '1 day', now(), now())`,
      [token, userId],
    ),
  );
  const secret = process.env.THROUGHLINE_SECRET || readFileSync(path.join(dataDirectory(), "secret"), "utf8").trim();
  const signature = createHmac("sha256", secret).update(token).digest("base64");
  return encodeURIComponent(`${token}.${signature}`);
}

/** As time does it: the session of this browser is over. */
export async function endSession(context: BrowserContext): Promise<void> {
  const cookie = (await context.cookies()).find(({ name }) => name === "throughline.session_token");
  const [token] = decodeURIComponent(cookie?.value ?? "").split(".");
  await withDatabase((client) => client.query("update session set expires_at = now() where token = $1", [token]));
}

function dataDirectory(): string {
  const directory = process.env.E2E_DATA_DIR;
  if (!directory)
    throw new Error("E2E_DATA_DIR is missing: playwright.config.ts sets it, beside E2E_URL set it yourself");
  return directory;
}
