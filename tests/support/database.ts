/* Set-up of every integration test file: a database of its own, cloned from the migrated template, named by
   DATABASE_URL before any of our modules is imported. The server and its data end with the run. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

const template = new URL(inject("templateUrl"));
const name = `test_${randomUUID().slice(0, 8)}`;

const admin = new pg.Client({ connectionString: urlOf("postgres") });
await admin.connect();
await admin.query(`create database ${name} template ${template.pathname.slice(1)} strategy file_copy`);
await admin.end();

process.env.DATABASE_URL = urlOf(name);
process.env.THROUGHLINE_SECRET ??= "a secret for the tests only, long enough to sign with";

function urlOf(database: string): string {
  const url = new URL(template);
  url.pathname = `/${database}`;
  return url.href;
}
