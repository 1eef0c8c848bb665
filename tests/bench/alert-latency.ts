import pg from "pg";
import { seriesShaped, toProduct } from "./ingest.ts";
import { load, percentiles, post } from "./load.ts";
import { report } from "./report.ts";
import type { Bench } from "./subject.ts";

const HOUR_MS = 3_600_000;
const SAMPLES = 40;

/** From the acknowledged point to the alert that it causes, while other points stream in and many rules are due. */
export async function benchAlerts(bench: Bench, slug: string, rules: number): Promise<void> {
  await makeRules(bench, slug, rules);
  const client = new pg.Client({ connectionString: bench.databaseUrl });
  await client.connect();
  const next = seriesShaped(1000);
  const background = load(bench.product, () => toProduct(bench, slug, next()), { concurrency: 2, seconds: 45 });
  const took: number[] = [];
  for (let i = 0; i < SAMPLES; i++) took.push(await oneAlert(bench, slug, client, i));
  const { perSecond } = await background;
  await client.end();
  const { p50, p95 } = percentiles(took);
  report(`acknowledged point to open alert, ${rules} rules, ${Math.round(perSecond)}k points/s: p50`, p50 / 1000, "s");
  report("acknowledged point to open alert: p95", p95 / 1000, "s", { most: 5 });
}

async function makeRules(bench: Bench, slug: string, rules: number): Promise<void> {
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
      ...toProduct(bench, slug, JSON.stringify(criterion)),
      path: `/api/v1/projects/${slug}/criteria`,
    });
  }
}

async function oneAlert(bench: Bench, slug: string, client: pg.Client, i: number): Promise<number> {
  const hour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
  await post(
    bench.product,
    toProduct(bench, slug, JSON.stringify({ series: { name: `rule${i}` }, points: [[hour + 1000, 0]] })),
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
