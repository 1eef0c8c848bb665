/* The machine door and the worker without the pages, for machines that have no build: `npm run bench -- --api-only`. */
import { createServer } from "node:http";
import { migrate } from "../../src/launch/migrate.ts";

await migrate(process.env.DATABASE_URL ?? "");
const { answerApi } = await import("../../src/launch/machine-door.ts");
const { startWorker } = await import("#server/jobs/worker.ts");
const worker = startWorker();
const server = createServer(answerApi);
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address && typeof address === "object") console.log(`is ready at http://127.0.0.1:${address.port}`);
});
process.on("SIGTERM", () => void worker.stop().then(() => process.exit(0)));
