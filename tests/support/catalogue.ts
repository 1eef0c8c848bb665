import pg from "pg";

/* What a database is made of, as sorted lines that can be compared and read in a failed test. */

const COLUMNS = `
  select format('column %s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
    case when a.attnotnull then ' not null' else '' end,
    coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) as line
  from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and a.attnum > 0 and not a.attisdropped`;

const INDEXES = `select format('index %s', replace(indexdef, 'public.', '')) as line from pg_indexes where schemaname = 'public'`;

// Not-null has a constraint of its own since Postgres 18; the column's line says it already.
const CONSTRAINTS = `
  select format('constraint %s.%s %s', c.relname, k.conname, pg_get_constraintdef(k.oid)) as line
  from pg_constraint k join pg_class c on c.oid = k.conrelid
  where c.relnamespace = 'public'::regnamespace and k.contype <> 'n'`;

const TRIGGERS = `
  select format('trigger %s', replace(pg_get_triggerdef(t.oid), 'public.', '')) as line
  from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where c.relnamespace = 'public'::regnamespace and not t.tgisinternal`;

const TYPES = `
  select format('enum %s %s', t.typname, string_agg(e.enumlabel, ', ' order by e.enumsortorder)) as line
  from pg_type t join pg_enum e on e.enumtypid = t.oid where t.typnamespace = 'public'::regnamespace group by t.typname`;

export async function catalogueOf(connectionString: string): Promise<string[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const lines: string[] = [];
    for (const query of [COLUMNS, INDEXES, CONSTRAINTS, TRIGGERS, TYPES]) {
      const { rows } = await client.query<{ line: string }>(query);
      lines.push(...rows.map(({ line }) => line));
    }
    return lines.sort();
  } finally {
    await client.end();
  }
}
