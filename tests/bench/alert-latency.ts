import pg from "pg";
import { seriesShaped, toProduct } from "./ingest.ts";
import { load, percentiles, post } from "./load.ts";
import { report, reportMachine } from "./report.ts";
import { type Bench, makeProject } from "./subject.ts";

const HOUR_MS = 3_600_000;
const PROJECTS = 10;
const SAMPLES = 40;
const LONGEST_SECONDS = 600;

/**
 * From the acknowledged point to the alert that it causes, while other points stream in and many rules are due. In projects
 * of its own: a project holds 2,000 series, and each rule has one.
 */
export async function benchAlerts(bench: Bench, rules: number): Promise<void> {
  await makeProject(bench, "bench-stream");
  for (let project = 0; project < PROJECTS; project++) await makeProject(bench, projectOf(project));
  await makeRules(bench, rules);
  const client = new pg.Client({ connectionString: bench.databaseUrl });
  await client.connect();
  const next = seriesShaped(1000);
  const enough = new AbortController();
  const settings = { concurrency: 2, seconds: LONGEST_SECONDS, signal: enough.signal };
  const background = load(bench.product, () => toProduct(bench, "bench-stream", next()), settings);
  const took: number[] = [];
  for (let i = 0; i < SAMPLES; i++) took.push(await oneAlert(bench, client, i));
  enough.abort();
  const { perSecond } = await background;
  await client.end();
  reportMachine();
  const { p50, p95 } = percentiles(took);
  report(`acknowledged point to open alert, ${rules} rules, ${Math.round(perSecond)}k points/s: p50`, p50 / 1000, "s");
  report("acknowledged point to open alert: p95", p95 / 1000, "s", { most: 5 });
}

async function makeRules(bench: Bench, rules: number): Promise<void> {
  for (let i = 0; i < rules; i++) {
    const criterion = {
      ...{
        key: `rule_${i}`,
        name: `Rule ${i}`,
        kind: "operational",
        direction: "gte",
        target: 1,
        aggregation: "mean",
        breachAfter: 1,
      },
      ...{ windowSeconds: 3600, cadenceSeconds: 3600, series: { name: `rule${i}` } },
    };
    await post(bench.product, {
      ...toProduct(bench, projectOf(i), JSON.stringify(criterion)),
      path: `/api/v1/projects/${projectOf(i)}/criteria`,
    });
  }
}

function projectOf(rule: number): string {
  return `bench-alerts-${rule % PROJECTS}`;
}

async function oneAlert(bench: Bench, client: pg.Client, i: number): Promise<number> {
  const hour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
  await post(
    bench.product,
    toProduct(bench, projectOf(i), JSON.stringify({ series: { name: `rule${i}` }, points: [[hour + 1000, 0]] })),
  );
  const acknowledged = performance.now();
  for (;;) {
    const { rowCount } = await client.query(
      "select 1 from alert a join criterion c on c.id = a.criterion_id where c.key = $1 and a.state = 'open'",
      [`rule_${i}`],
    );
    if (rowCount) return performance.now() - acknowledged;
    if (performance.now() - acknowledged > 30_000) return 30_000;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
