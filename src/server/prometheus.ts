import { noteStream } from "#server/inbound-events.ts";
import type { Listening } from "#server/inbound-facts.ts";
import { ingestStream } from "#server/stream-points.ts";
import type { WriteRequest } from "#wire/prometheus/write-request.ts";
import { sayRefusals } from "#wire/refusals.ts";

/** Stores the samples of a remote write; what is not rejected is on disk when it returns. */
export async function ingestWriteRequest(
  access: Listening,
  { batches, refusals }: WriteRequest,
): Promise<{ rejected: number; message: string }> {
  const points = await ingestStream(access, batches.all(), refusals);
  await noteStream(access, { format: "prometheus", about: "Prometheus samples", points, refused: refusals.list() });
  return { rejected: refusals.count, message: sayRefusals(refusals) };
}
