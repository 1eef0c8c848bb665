import { parseJson } from "#api/json-text.ts";
import { INGEST_BYTES } from "#api/limits.ts";
import { Unreadable } from "#api/problem.ts";
import { json } from "#api/route.ts";
import { readWireBody } from "#api/wire/body.ts";
import { tokenRoute, type WireRoute } from "#api/wire/door.ts";
import { streamRefusal } from "#api/wire/stream-refusal.ts";
import { ingestOtlp, type OtlpResult } from "#server/otlp.ts";
import { otlpFromJson } from "#wire/otlp/json.ts";
import type { OtlpRequest } from "#wire/otlp/metrics.ts";
import { otlpAnswer, otlpFromProtobuf, otlpStatus } from "#wire/otlp/protobuf.ts";

const PROTOBUF = "application/x-protobuf";

/** OTEL_EXPORTER_OTLP_ENDPOINT is `<address>/api/otlp/<project>`; an answer comes in the encoding of the request. */
const metrics = tokenRoute({
  method: "POST",
  path: "/otlp/{slug}/v1/metrics",
  refuse(error) {
    throw error; // said below, where the encoding is known
  },
  handle: async (access, { request }) => answer(request, await ingestOtlp(access, await requestIn(request))),
});

export const otlpRoutes: WireRoute[] = [
  {
    ...metrics,
    async answer(called) {
      try {
        return await metrics.answer(called);
      } catch (error) {
        return refused(called.request, error);
      }
    },
  },
];

async function requestIn(request: Request): Promise<OtlpRequest> {
  const type = typeOf(request);
  if (type !== PROTOBUF && type !== "application/json")
    throw new Unreadable(415, `Send ${PROTOBUF} or application/json.`);
  const { bytes } = await readWireBody(request, INGEST_BYTES);
  return type === PROTOBUF ? otlpFromProtobuf(bytes) : otlpFromJson(parseJson(bytes));
}

function typeOf(request: Request): string {
  return (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

function answer(request: Request, { rejected, message }: OtlpResult): Response {
  if (typeOf(request) === PROTOBUF) return protobuf(200, otlpAnswer(rejected, message));
  if (rejected === 0 && message === "") return json(200, {});
  return json(200, { partialSuccess: { rejectedDataPoints: String(rejected), errorMessage: message } });
}

/** Exporters repeat 429, 502, 503 and 504, and nothing else; so no permanent fault is one of these. */
function refused(request: Request, error: unknown): Response {
  const { status, message, headers } = streamRefusal(error);
  const said =
    typeOf(request) === PROTOBUF ? protobuf(status, otlpStatus(message)) : json(status, { code: 0, message });
  for (const [name, value] of Object.entries(headers)) said.headers.set(name, value);
  return said;
}

function protobuf(status: number, bytes: Uint8Array<ArrayBuffer>): Response {
  return new Response(bytes, { status, headers: { "content-type": PROTOBUF, "cache-control": "no-store" } });
}
