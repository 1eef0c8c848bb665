import pg from "pg";

/** Held while the demo is being told; found at a start, it means that the telling was cut short. */
const MARK = "first-run";

/**
 * Tells the demo story into an empty database. Nobody can have worked in a half-told one, since nothing is served
 * before it ends: it is emptied and told again. Two programs at once tell it once.
 */
export async function loadFirstRunData(databaseUrl: string, tell: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext($1))", [MARK]);
    const { rows } = await client.query<{ interrupted: boolean; used: boolean }>(
      `select exists (select from lease where name = $1) as interrupted,
              exists (select from "user") or exists (select from project) as used`,
      [MARK],
    );
    const found = rows[0];
    if (!found || (found.used && !found.interrupted)) return;
    if (found.interrupted) await empty(client);
    await client.query("insert into lease (name, owner, until, beat) values ($1, 'start', now(), now())", [MARK]);
    await tell();
    await client.query("delete from lease where name = $1", [MARK]);
  } finally {
    await client.end();
  }
}

async function empty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ tables: string }>(
    `select string_agg(format('%I', tablename), ', ') as tables from pg_tables
     where schemaname = 'public' and tablename <> '_prisma_migrations'`,
  );
  await client.query(`truncate ${rows[0]?.tables}; delete from graphile_worker._private_jobs`);
}
