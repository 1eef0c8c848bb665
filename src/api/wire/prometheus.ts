import { INGEST_BYTES, readStream } from "#api/limits.ts";
import { Unreadable } from "#api/problem.ts";
import { TextResponse } from "#api/route.ts";
import { tokenRoute, type WireRoute } from "#api/wire/door.ts";
import { streamRefusal } from "#api/wire/stream-refusal.ts";
import { ingestWriteRequest } from "#server/prometheus.ts";
import { unpackSnappy } from "#wire/prometheus/snappy.ts";
import { writeRequest } from "#wire/prometheus/write-request.ts";

/** remote_write: url `<address>/api/prometheus/<project>/api/v1/write`, with the token as bearer. */
export const prometheusRoutes: WireRoute[] = [
  tokenRoute({
    method: "POST",
    path: "/prometheus/{slug}/api/v1/write",
    refuse(error) {
      const { status, message, headers } = streamRefusal(error);
      return text(status, message, headers);
    },
    async handle(access, { request }) {
      const { rejected, message } = await ingestWriteRequest(access, writeRequest(await unpacked(request)));
      return rejected === 0 ? new Response(null, { status: 204 }) : text(400, message);
    },
  }),
];

/**
 * One block of snappy, whose first bytes say how long it is: judged before anything is unpacked. Some clients do not say
 * that they pack, since this format knows no other way.
 */
async function unpacked(request: Request): Promise<Uint8Array> {
  const { headers } = request;
  if (/proto=io\.prometheus\.write\.v2/i.test(headers.get("content-type") ?? ""))
    throw new Unreadable(415, "Send remote write 1.0: prometheus.WriteRequest.");
  if ((headers.get("content-encoding") ?? "snappy").trim().toLowerCase() !== "snappy")
    throw new Unreadable(415, "Send the body packed with snappy.");
  return unpackSnappy(await readStream(request, INGEST_BYTES), INGEST_BYTES);
}

function text(status: number, message: string, headers: Record<string, string> = {}): Response {
  return new TextResponse(`${message}\n`, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers },
  });
}
