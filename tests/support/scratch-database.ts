import { randomUUID } from "node:crypto";
import pg from "pg";

/** An empty database on the run's server, for tests that build one from nothing. */
export async function createScratchDatabase(): Promise<string> {
  const name = `scratch_${randomUUID().slice(0, 8)}`;
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(process.env.DATABASE_URL ?? "");
  url.pathname = `/${name}`;
  return url.href;
}

export async function query<T extends pg.QueryResultRow>(connectionString: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString });
  // A server that is killed meanwhile breaks the socket; the query itself says so.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}
