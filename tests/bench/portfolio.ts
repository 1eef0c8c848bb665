import pg from "pg";
import type { Visibility } from "#server/access.ts";
import { disconnect } from "#server/db.ts";
import { listPortfolio, portfolioFigures } from "#server/portfolio.ts";
import { portfolioBottlenecks, portfolioMap, stageBoard } from "#server/portfolio-views.ts";
import { countStageTimes, renewStageTimes } from "#server/stage-flow.ts";
import { generateProjects } from "./generate.ts";
import { percentiles, timed } from "./load.ts";
import { report } from "./report.ts";

const ALL: Visibility = { actor: { kind: "rule", name: "Bench" }, visible: "all" };
const PAGE = `select * from project_summary where archived = false and deleted = false order by rank, project_id limit 51`;

/** A page of 50 of 10,000 projects, as SQL and as the verb that the pages and the API call. */
export async function benchPortfolio(databaseUrl: string, projects: number): Promise<void> {
  await generateProjects(databaseUrl, projects);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const inside: number[] = [];
  for (let i = 0; i < 300; i++) inside.push(await databaseMs(client));
  report(
    `portfolio page of 50 of ${projects.toLocaleString("en")}, SQL in the database: p50`,
    percentiles(inside).p50,
    "ms",
    { most: 3 },
  );
  report("an empty question, there and back: p50", (await timed(300, () => client.query("select 1"))).p50, "ms");
  report("the same page, there and back: p50", (await timed(300, () => client.query(PAGE))).p50, "ms");
  await client.end();
  const verb = await timed(200, () => listPortfolio(ALL));
  report("portfolio page, the whole verb: p50", verb.p50, "ms");
  report("portfolio page, the whole verb: p95", verb.p95, "ms");
  const deep = await lastPageBut(20);
  report(
    "portfolio page 20, the whole verb: p50",
    (await timed(100, () => listPortfolio(ALL, { cursor: deep }))).p50,
    "ms",
  );
  report("portfolio figures: p50", (await timed(100, () => portfolioFigures(ALL))).p50, "ms");
  report("stage board: p50", (await timed(30, () => stageBoard(ALL, {}))).p50, "ms");
  report("value map: p50", (await timed(50, () => portfolioMap(ALL, {}))).p50, "ms");
  report("time in stages, counted by housekeeping: p50", (await timed(5, () => countStageTimes(null))).p50, "ms");
  await renewStageTimes();
  report("bottlenecks as kept: p50", (await timed(50, () => portfolioBottlenecks(ALL, {}))).p50, "ms");
  report("bottlenecks of one tier: p50", (await timed(5, () => portfolioBottlenecks(ALL, { tier: 2 }))).p50, "ms");
  await disconnect();
}

/** Planning and execution as PostgreSQL measures them: without the way there and back, which the machine's noise rules. */
async function databaseMs(client: pg.Client): Promise<number> {
  const { rows } = await client.query(`explain (analyze, format json) ${PAGE}`);
  const [plan] = rows[0]["QUERY PLAN"];
  return plan["Planning Time"] + plan["Execution Time"];
}

async function lastPageBut(pages: number): Promise<string> {
  let cursor: string | null = null;
  for (let i = 0; i < pages; i++) ({ nextCursor: cursor } = await listPortfolio(ALL, cursor ? { cursor } : {}));
  return cursor ?? "";
}
