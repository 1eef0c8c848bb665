import { now } from "#server/clock.ts";
import { dropOldCounters } from "#server/counters.ts";
import { dropOldDriftWindows } from "#server/drift-windows.ts";
import { dropExpiredKeys } from "#server/idempotency.ts";
import { dropOldInbound } from "#server/inbound-events.ts";
import { log } from "#server/log.ts";
import { sweepIncoming } from "#server/mlflow/artefact-sweep.ts";
import { dropOldNews } from "#server/outbox.ts";
import { sweepPasswordLinks } from "#server/password-links.ts";
import { dropExpiredPartitions, makePartitionsAhead } from "#server/points/partitions.ts";
import { purgeDeletedProjects } from "#server/purge.ts";
import { sweepAttempts } from "#server/rate-limit.ts";
import { sweepSessions } from "#server/session.ts";
import { renewStageTimes } from "#server/stage-flow.ts";
import { renewOldSummaries } from "#server/summaries.ts";
import { sweepTransfers } from "#server/transfer/run-transfer.ts";

/** Room for the points that come, and an end of those that are older than promised. */
export async function keepRetention(): Promise<void> {
  await makePartitionsAhead(now().getTime());
  const dropped = await dropExpiredPartitions(now().getTime());
  if (dropped > 0) log.info({ dropped }, "points older than the retention are gone");
  await dropOldInbound();
  await dropOldCounters();
  await dropOldDriftWindows();
  await dropOldNews();
  await purgeDeletedProjects();
}

/** What was only good for a while. */
export async function sweepExpired(): Promise<void> {
  await dropExpiredKeys();
  await sweepSessions();
  await sweepAttempts();
  await sweepPasswordLinks();
  await sweepIncoming();
  await sweepTransfers();
}

/** What the portfolio shows and time alone changes. */
export async function renewPortfolio(): Promise<void> {
  await renewOldSummaries();
  await renewStageTimes();
}
