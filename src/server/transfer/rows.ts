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

const AT_ONCE = 2_000;

/** The rows as lines of JSON, as the database writes them, so that no number loses a digit on the way. */
export async function* linesOf(client: pg.Client, projectId: string, part: Part): AsyncGenerator<string[]> {
  const order = part.order.split(", ").map((column) => `t.${column}`);
  await client.query(
    `declare lines no scroll cursor for with ${NUMBERED}
     select (to_jsonb(t) - $2::text[] ${seriesPatch(part)})::text as line from "${part.table}" t
     where ${part.of} order by ${order.join(", ")}`,
    [projectId, part.leaves ?? []],
  );
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${AT_ONCE} from lines`);
    if (rows.length === 0) break;
    yield rows.map(({ line }) => line);
  }
  await client.query("close lines");
}

function seriesPatch({ series }: Part): string {
  if (!series) return "";
  if ("ids" in series) {
    const numbers = `(select array_agg(number order by number) from numbered where id = any(t.${series.ids}))`;
    return `|| jsonb_build_object('${series.ids}', ${numbers})`;
  }
  return `|| jsonb_build_object('${series.id}', (select number from numbered where id = t.${series.id}))`;
}
