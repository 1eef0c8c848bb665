/* The limit: the least that a Node server can do to take in points durably. No users, no validation, no partitions. */
import { createServer, type IncomingMessage } from "node:http";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.BENCH_DATABASE_URL, max: 4 });
await pool.query(`create table if not exists point (series_id integer not null, ts timestamptz not null,
  value double precision not null, primary key (series_id, ts))`);

type Body =
  | { series: { name: string }; points: [number, number][] }
  | { batches: { series: { name: string }; points: [number, number][] }[] };

const server = createServer(async (request, response) => {
  const body: Body = JSON.parse(await textOf(request));
  const ids: number[] = [];
  const times: string[] = [];
  const values: number[] = [];
  for (const { series, points } of "batches" in body ? body.batches : [body])
    for (const [time, value] of points) {
      ids.push(Number(series.name.slice(1)));
      times.push(new Date(time).toISOString());
      values.push(value);
    }
  const { rowCount } = await pool.query(
    "insert into point select * from unnest($1::int[], $2::timestamptz[], $3::float8[]) on conflict do nothing",
    [ids, times, values],
  );
  response.writeHead(202, { "content-type": "application/json" }).end(JSON.stringify({ accepted: rowCount }));
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address && typeof address === "object") console.log(`is ready at http://127.0.0.1:${address.port}`);
});

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
