import { INGEST_BYTES } from "#api/limits.ts";
import { Unreadable } from "#api/problem.ts";
import { json } from "#api/route.ts";
import { readWireJson } from "#api/wire/body.ts";
import { tokenRoute, type WireRoute } from "#api/wire/door.ts";
import { AppError } from "#domain/errors.ts";
import { receive } from "#server/inbound.ts";
import { openLineage } from "#wire/openlineage/reader.ts";

const MOST_EVENTS = 200;

/**
 * What the clients of OpenLineage call with OPENLINEAGE_URL=…/api/openlineage/<project>/. The Python client joins its path
 * to that, as a browser would: without the last slash the project is lost. The Java client posts to the address as it is.
 */
export const openLineageRoutes: WireRoute[] = [
  ...["/api/v1/lineage", "/", ""].map((path) =>
    tokenRoute({
      method: "POST",
      path: `/openlineage/{slug}${path}`,
      async handle(access, { request }) {
        const { payload, bytes } = await readWireJson(request, INGEST_BYTES);
        const { id, outcome, refused } = await receive(access, openLineage, { payload, bytes });
        return json(200, { id, outcome, refused });
      },
    }),
  ),
  tokenRoute({
    method: "POST",
    path: "/openlineage/{slug}/api/v1/lineage/batch",
    async handle(access, { request }) {
      const { payload } = await readWireJson(request, INGEST_BYTES);
      if (!Array.isArray(payload)) throw new Unreadable(400, "A batch is a list of events.");
      if (payload.length > MOST_EVENTS)
        throw new AppError("TOO_LARGE", `Send at most ${MOST_EVENTS} events in a batch.`);
      return json(200, await batch(access, payload));
    },
  }),
];

/** One bad event of many does not lose the others; the answer is that of the reference server. */
async function batch(access: Parameters<typeof receive>[0], events: readonly unknown[]) {
  const failed: { index: number; reason: string; retriable: boolean }[] = [];
  for (const [index, payload] of events.entries()) {
    const bytes = new TextEncoder().encode(JSON.stringify(payload));
    try {
      await receive(access, openLineage, { payload, bytes });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      failed.push({ index, reason: error.message, retriable: false });
    }
  }
  const received = events.length;
  const status = failed.length === 0 ? "success" : failed.length < received ? "partial_success" : "failure";
  const summary = { received, successful: received - failed.length, failed: failed.length, retriable: 0 };
  return { status, summary, failed_events: failed };
}
