import { parseJson } from "#api/json-text.ts";
import { INGEST_BYTES } from "#api/limits.ts";
import { Unreadable } from "#api/problem.ts";
import { json } from "#api/route.ts";
import { readWireJson } from "#api/wire/body.ts";
import { openRoute, tokenRoute, type WireRoute } from "#api/wire/door.ts";
import { AppError } from "#domain/errors.ts";
import { type Received, receive } from "#server/inbound.ts";
import type { Listening } from "#server/inbound-facts.ts";
import { fromHeaders, isCloudEvent } from "#wire/cloudevents/envelope.ts";
import { cloudEvents } from "#wire/cloudevents/reader.ts";
import { isJson } from "#wire/json.ts";

const MOST_EVENTS = 200;

/** CloudEvents 1.0 over HTTP in its three forms, and the handshake of its webhooks. */
export const cloudEventRoutes: WireRoute[] = [
  tokenRoute({
    method: "POST",
    path: "/events/{slug}",
    async handle(access, { request }) {
      const type = (request.headers.get("content-type") ?? "").toLowerCase();
      // In the binary form an event without data has no body.
      const emptyIs = request.headers.has("ce-specversion") ? null : undefined;
      const { payload, bytes } = await readWireJson(request, INGEST_BYTES, { emptyIs });
      if (type.startsWith("application/cloudevents-batch+json")) return json(200, await batch(access, payload));
      const event = type.startsWith("application/cloudevents")
        ? payload
        : (fromHeaders(request.headers, payload) ?? payload);
      if (!isCloudEvent(event))
        throw new Unreadable(400, "Send a CloudEvent: ce- headers, or application/cloudevents+json.");
      return json(
        200,
        answerOf(await receive(access, cloudEvents, { payload: withData(event), bytes: kept(event, payload, bytes) })),
      );
    },
  }),
  openRoute({
    method: "OPTIONS",
    path: "/events/{slug}",
    needs: "anyone",
    async handle({ request }) {
      const origin = request.headers.get("webhook-request-origin");
      return new Response(null, {
        status: 200,
        headers: {
          allow: "POST, OPTIONS",
          ...(origin && { "webhook-allowed-origin": origin, "webhook-allowed-rate": "*" }),
        },
      });
    },
  }),
];

/** Of the binary form the headers belong to the event, so the log keeps the whole of it. */
function kept(event: unknown, payload: unknown, bytes: Uint8Array): Uint8Array {
  return event === payload ? bytes : new TextEncoder().encode(JSON.stringify(event));
}

/** Data that stands in Base64 is read where it is JSON, which is also what it is when nothing else is said. */
function withData(event: unknown): unknown {
  if (!isJson(event) || typeof event.data_base64 !== "string" || event.data !== undefined) return event;
  if (!/^(?:[^/]+\/)?(?:.*\+)?json\b/i.test(String(event.datacontenttype ?? "application/json"))) return event;
  return { ...event, data: parseJson(Buffer.from(event.data_base64, "base64"), "payload") };
}

async function batch(access: Listening, payload: unknown) {
  if (!Array.isArray(payload)) throw new Unreadable(400, "A batch is a list of events.");
  if (payload.length > MOST_EVENTS) throw new AppError("TOO_LARGE", `Send at most ${MOST_EVENTS} events in a batch.`);
  const items: unknown[] = [];
  for (const event of payload) {
    const bytes = new TextEncoder().encode(JSON.stringify(event));
    try {
      items.push(answerOf(await receive(access, cloudEvents, { payload: withData(event), bytes })));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      items.push({ outcome: "refused", refused: [{ path: "", reason: error.message }] });
    }
  }
  return { items };
}

function answerOf({ id, outcome, repeated, refused, notes }: Received) {
  return { id, outcome, repeated, refused, notes };
}
