import pg from "pg";
import { databaseUrl } from "#server/db.ts";
import type { Part } from "#server/transfer/parts.ts";

/** A connection of its own: one moment of the database for as long as the export reads, without taking one from the points. */
export async function withSnapshot<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl(), options: "-c TimeZone=UTC -c lock_timeout=5000" });
  await client.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The columns of a table that are written; generated ones are not. */
export async function columnsOf(client: Pick<pg.Client, "query">, table: string): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select column_name as name, udt_name as type from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
    [table],
  );
  return new Map(rows.map(({ name, type }) => [name, type]));
}

const NUMBERED = `numbered as (select id, row_number() over (order by id) as number from series where project_id = $1)`;

export async function countRows(client: pg.Client, projectId: string, part: Part): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    `with ${NUMBERED} select count(*) from "${part.table}" t where ${part.of}`,
    [projectId],
  );
  return Number(rows[0]?.count);
}

/** The rows as lines of JSON, as the database writes them, so that no number loses a digit on the way. */
export async function* linesOf(client: pg.Client, projectId: string, part: Part): AsyncGenerator<string[]> {
  const order = part.order.split(", ").map((column) => `t.${column}`);
  const batches = fetched<{ line: string }>(
    client,
    `with ${NUMBERED} select (to_jsonb(t) - $2::text[] ${seriesPatch(part)})::text as line
     from "${part.table}" t ${seriesJoin(part)} where ${part.of} order by ${order.join(", ")}`,
    [projectId, part.leaves ?? []],
    ({ line }) => line.length,
  );
  for await (const rows of batches) yield rows.map(({ line }) => line);
}

const FIRST_ROWS = 50;
const MOST_ROWS = 2_000;
const BATCH_CHARACTERS = 1_000_000;

/**
 * What a query finds, in batches of about a megabyte: the longest row so far says how many rows that is. A batch is at most
 * twice as many rows as the one before, so that the first long rows do not come by the thousand.
 */
export async function* fetched<T extends pg.QueryResultRow>(
  client: pg.Client,
  sql: string,
  values: unknown[],
  lengthOf: (row: T) => number,
): AsyncGenerator<T[]> {
  await client.query(`declare found no scroll cursor for ${sql}`, values);
  let longest = 1;
  for (let atOnce = FIRST_ROWS; ; ) {
    const { rows } = await client.query<T>(`fetch ${atOnce} from found`);
    if (rows.length === 0) break;
    for (const row of rows) longest = Math.max(longest, lengthOf(row));
    yield rows;
    atOnce = Math.max(1, Math.min(2 * atOnce, MOST_ROWS, Math.floor(BATCH_CHARACTERS / longest)));
  }
  await client.query("close found");
}

function seriesJoin({ series }: Part): string {
  return series && "id" in series ? `left join numbered on numbered.id = t.${series.id}` : "";
}

function seriesPatch({ series }: Part): string {
  if (!series) return "";
  if ("id" in series) return `|| jsonb_build_object('${series.id}', numbered.number)`;
  const numbers = `(select array_agg(number order by number) from numbered where id = any(t.${series.ids}))`;
  return `|| jsonb_build_object('${series.ids}', ${numbers})`;
}
