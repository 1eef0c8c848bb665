import type pg from "pg";
import { AppError, invalid } from "#domain/errors.ts";
import type { Access } from "#server/access.ts";
import { pointsPool } from "#server/points/pool.ts";

/* MLflow's tables are telemetry: many small writes, none of them audited, so they use the connections of the points. */

/** Who may log: what arrives becomes facts, as at every door for machines. */
export type Logging = Access<"fact.record" | "metrics.write">;
/** Who may look: a reader, and a token that can only log, because clients read what they wrote. */
export type Looking = Access<"project.read"> | Logging;

type Queryable = Pick<pg.Pool, "query">;

/** Rows as JSON, so that 64-bit numbers are numbers, and numbers that are not finite the words that MLflow uses. */
export async function rowsOf<T>(sql: string, values: readonly unknown[], on: Queryable = pointsPool()): Promise<T[]> {
  const { rows } = await on.query<{ row: T }>(`with answer as (${sql}) select to_json(answer) as row from answer`, [
    ...values,
  ]);
  return rows.map(({ row }) => row);
}

export async function firstOf<T>(sql: string, values: readonly unknown[], on?: Queryable): Promise<T | null> {
  return (await rowsOf<T>(sql, values, on))[0] ?? null;
}

export function missing(what: string): AppError {
  return new AppError("NOT_FOUND", `${what} not found`);
}

/** Pairs as an object; of a key that is named twice the last counts. */
export function textsOf(pairs: readonly { key: string; value: string }[]): Record<string, string> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}

/** Pages are counted from an offset, which the token hides; another server's token is refused. */
export function offsetIn(token: string | undefined): number {
  if (!token) return 0;
  const text = Buffer.from(token, "base64url").toString("utf8");
  const offset = /^from:(\d{1,9})$/.exec(text)?.[1];
  if (offset === undefined) throw invalid("page_token", "Invalid page_token: it is not one that this list gave.");
  return Number(offset);
}

/** One more than asked for was read: whether there is another page. */
export function pageOf<T>(rows: readonly T[], offset: number, limit: number) {
  const more = rows.length > limit;
  const token = more ? Buffer.from(`from:${offset + limit}`).toString("base64url") : null;
  return { items: rows.slice(0, limit), ...(token && { next: token }) };
}
