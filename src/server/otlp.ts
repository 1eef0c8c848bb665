import { now } from "#server/clock.ts";
import { type Addition, countUp } from "#server/counters.ts";
import { db } from "#server/db.ts";
import { addToDriftWindows, type BinnedCounts, tellDriftWindows } from "#server/drift-windows.ts";
import { loadFactBag } from "#server/fact-bag.ts";
import { noteStream } from "#server/inbound-events.ts";
import type { Listening } from "#server/inbound-facts.ts";
import { log } from "#server/log.ts";
import { inTransaction } from "#server/points/pool.ts";
import { insistently } from "#server/points/store.ts";
import { shareRuns } from "#server/share-runs.ts";
import { ingestStream } from "#server/stream-points.ts";
import { driftReference } from "#stages/monitoring/drift-reference.ts";
import { Batches } from "#wire/batches.ts";
import { addPoints, binsOf, type Counted } from "#wire/otlp/counted.ts";
import type { Reference } from "#wire/otlp/drift-bins.ts";
import { MOST_DATA_POINTS, type OtlpRequest } from "#wire/otlp/metrics.ts";
import { translate } from "#wire/otlp/translate.ts";
import { Refusals, sayRefusals } from "#wire/refusals.ts";

/** `rejected`: data points of which nothing was kept. `message`: why, or what else the sender should know. */
export type OtlpResult = { rejected: number; message: string };

/** Stores what a request of OTLP says. What is not rejected is on disk when it returns. */
export async function ingestOtlp(access: Listening, request: OtlpRequest): Promise<OtlpResult> {
  const binned = request.metrics.some(({ kind }) => kind === "histogram");
  const known = { references: binned ? await referencesOf(access) : [], now: now().getTime() };
  const { batches, counted, refusals } = translate(request, known);
  refusals.leave(`Send at most ${MOST_DATA_POINTS.toLocaleString("en")} data points at once.`, request.left);
  const plain = await ingestStream(access, batches.all(), refusals);
  const points = plain + (counted.length > 0 ? await ingestCounted(access, counted, refusals) : 0);
  await noteStream(access, { format: "otlp", about: "OpenTelemetry metrics", points, refused: refusals.list() });
  if (counted.some(({ drift }) => drift)) await tell(access);
  return { rejected: refusals.count, message: sayRefusals(refusals) };
}

async function referencesOf({ projectId }: Listening): Promise<readonly Reference[]> {
  return (await loadFactBag(db, projectId, [driftReference])).of(driftReference);
}

/** One at a time: it holds a connection while its points ask for others. */
const inTurn = shareRuns(
  async (works: readonly (() => Promise<number>)[]) => Promise.all(works.map((work) => work())),
  () => 1,
);

async function ingestCounted(access: Listening, counted: readonly Counted[], refusals: Refusals): Promise<number> {
  const times = counted.map(({ time }) => time);
  return inTurn(async () => {
    const { points, told } = await insistently(times, () => countAndStore(access, counted));
    refusals.addAll(told);
    return points;
  });
}

/** Points, the states they were counted from and the bins they fell into: all of it or nothing. */
function countAndStore(access: Listening, counted: readonly Counted[]): Promise<{ points: number; told: Refusals }> {
  return inTransaction(async (client) => {
    const additions = await countUp(client, access.projectId, counted);
    const told = new Refusals();
    const batches = new Batches();
    for (const [place, one] of counted.entries()) {
      const added = additions[place] ?? null;
      if (added === "full") told.add(one.source.series.name, "The project has too many counters.", one.place);
      else if (added && !one.delta) addPoints(batches, one, added);
    }
    await addToDriftWindows(client, access.projectId, binnedOf(counted, additions));
    return { points: await ingestStream(access, batches.all(), told, client), told };
  }, 20);
}

function binnedOf(counted: readonly Counted[], additions: readonly Addition[]): BinnedCounts[] {
  return counted.flatMap(({ drift, time }, place) => {
    const added = additions[place];
    return drift && added && added !== "full"
      ? [{ reference: drift.reference, at: time, counts: binsOf(drift, added) }]
      : [];
  });
}

/** Points are not lost because a fact cannot be written: the next request tells it. */
async function tell(access: Listening): Promise<void> {
  try {
    await tellDriftWindows(access, "otlp");
  } catch (error) {
    log.warn({ err: error, project: access.slug }, "drift that was counted from histograms could not be told");
  }
}
