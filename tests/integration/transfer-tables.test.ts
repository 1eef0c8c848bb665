import { expect, test } from "vitest";
import { pointsPool } from "#server/points/pool.ts";
import { BY_PEOPLE, LEFT_OUT, PARTS, PROJECT } from "#server/transfer/parts.ts";
import { columnsOf } from "#server/transfer/rows.ts";

/* A new table is either part of a project's file or says why it is not: nothing is forgotten by being new. */

const GOES_ALONG = [PROJECT, ...PARTS].map(({ table }) => table);

test("every table of the database goes along or stays behind with a reason", async () => {
  const { rows } = await pointsPool().query<{ name: string }>(
    `select relname as name from pg_class where relkind in ('r', 'p') and not relispartition
       and relnamespace = 'public'::regnamespace and relname not like '\\_%' order by 1`,
  );
  const told = [...GOES_ALONG, ...BY_PEOPLE, ...Object.keys(LEFT_OUT)].sort();
  expect(
    rows.map(({ name }) => name),
    "a new table belongs in src/server/transfer/parts.ts: among PARTS, or with a reason in LEFT_OUT",
  ).toEqual(told);
});

test("what stays behind of a table is a column that it has", async () => {
  for (const { table, leaves = [], forced = {} } of [PROJECT, ...PARTS]) {
    const columns = await columnsOf(pointsPool(), table);
    for (const name of [...leaves, ...Object.keys(forced)]) expect([...columns.keys()], table).toContain(name);
  }
});

test("a table comes after those to which it refers", async () => {
  const { rows } = await pointsPool().query<{ child: string; parent: string }>(
    `select distinct c.relname as child, p.relname as parent from pg_constraint k
     join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid where k.contype = 'f'`,
  );
  for (const { child, parent } of rows)
    if (GOES_ALONG.includes(child) && GOES_ALONG.includes(parent))
      expect(GOES_ALONG.indexOf(parent), `${child} → ${parent}`).toBeLessThan(GOES_ALONG.indexOf(child));
});
