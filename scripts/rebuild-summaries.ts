/* Rebuilds the portfolio's rows from the records and prints which ones had drifted. Needs DATABASE_URL. */
import { disconnect } from "#server/db.ts";
import { rebuildSummaries } from "#server/summaries.ts";

const drift = await rebuildSummaries();
for (const { slug, columns } of drift) console.log(`${slug}: ${columns.join(", ")}`);
console.log(`${drift.length} differences`);
await disconnect();
