/* `npm run bench`: figures as ratios to a limit taken in the same run. `-- --api-only` leaves the pages out (no build),
   `-- --only=ingest,chart,portfolio,alerts,pages` chooses parts, `-- --points=1000000` keeps the charts small. */
import { parseArgs } from "node:util";
import { benchAlerts } from "./alert-latency.ts";
import { benchCharts } from "./chart.ts";
import { benchIngest } from "./ingest.ts";
import { benchPages } from "./pages.ts";
import { benchPortfolio } from "./portfolio.ts";
import { missedTargets } from "./report.ts";
import { startBench } from "./subject.ts";

const { values } = parseArgs({
  options: {
    "api-only": { type: "boolean", default: false },
    only: { type: "string", default: "ingest,alerts,portfolio,chart,pages" },
    points: { type: "string", default: "10000000" },
    projects: { type: "string", default: "10000" },
    rules: { type: "string", default: "1000" },
  },
});
const parts = new Set(values.only.split(","));

const bench = await startBench({ apiOnly: values["api-only"] });
try {
  if (parts.has("ingest")) await benchIngest(bench);
  if (parts.has("alerts")) await benchAlerts(bench, Number(values.rules));
  if (parts.has("portfolio")) await benchPortfolio(bench.databaseUrl, Number(values.projects));
  if (parts.has("chart")) await benchCharts(bench, Number(values.points));
} finally {
  await bench.stop();
}
if (parts.has("pages") && !values["api-only"]) await benchPages();
console.log(missedTargets() === 0 ? "every target met" : `${missedTargets()} targets missed`);
process.exitCode = missedTargets() === 0 ? 0 : 1;
