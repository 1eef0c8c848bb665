import { createHash } from "node:crypto";
import { z } from "zod";
import { parseJson } from "#api/json-text.ts";
import { INGEST_BYTES, readBytes } from "#api/limits.ts";
import { proveBriefly } from "#api/proof.ts";
import { holderOf } from "#api/rate.ts";
import { json, type Route, rawRoute } from "#api/route.ts";
import { invalid } from "#domain/errors.ts";
import { CRITERION_STATES } from "#domain/vocabulary.ts";
import type { Access } from "#server/access.ts";
import { type Answer, withIdempotency } from "#server/idempotency.ts";
import { ingestMetrics, MAX_WAIT_SECONDS } from "#server/metrics.ts";

const point = z
  .tuple([z.union([z.string(), z.number()]), z.number()], z.number())
  .meta({ description: "[time, value, n?]: time in ISO 8601 or epoch milliseconds, n = 1 where it is left out." });

const batchSchema = z
  .object({
    series: z.object({
      name: z.string().max(200),
      labels: z.record(z.string(), z.string()).optional(),
      unit: z.string().max(40).optional(),
    }),
    points: z.array(point),
  })
  .meta({ id: "MetricBatch" });

const ingestedSchema = z
  .object({
    accepted: z.number(),
    duplicates: z.number(),
    replaced: z.number(),
    refused: z.array(z.object({ index: z.number(), batch: z.number().optional(), reason: z.string() })),
    criteria: z.array(z.object({ key: z.string(), state: z.enum(CRITERION_STATES) })),
  })
  .meta({ id: "Ingested" });

/** The hot path: no schema library touches a point, and nothing is asked of the database but what the points need. */
export const metricRoutes: Route[] = [
  rawRoute({
    method: "POST",
    path: "/projects/{slug}/metrics",
    tag: "Points",
    summary: "Takes points; what it counts as accepted is on disk",
    description:
      "At most 10,000 points and 8 MB. A bad point is refused alone. With `wait`, `criteria` holds the states after these points were evaluated.",
    needs: { permission: "metrics.write" },
    prove: proveBriefly,
    uncounted: true,
    query: z.object({
      wait: z.coerce.number().min(0).max(MAX_WAIT_SECONDS).optional().meta({ description: "Seconds, at most 30." }),
    }),
    headers: z.object({
      "idempotency-key": z
        .string()
        .max(200)
        .optional()
        .meta({ description: "Same key and body: same answer. Same key and another body: 409." }),
    }),
    body: z.union([batchSchema, z.object({ batches: z.array(batchSchema) })]),
    response: ingestedSchema,
    status: 202,
    async handle(access, { query, request }) {
      const waitSeconds = waitIn(query);
      const key = request.headers.get("idempotency-key");
      const bytes = await readBytes(request, INGEST_BYTES);
      if (!key) return json(202, await ingestMetrics(access, parseJson(bytes), { waitSeconds }));
      const { status, response } = await once(access, key, bytes, waitSeconds);
      return json(status, response);
    },
  }),
];

/** A key belongs to the token and the project that it was sent to. */
function once(access: Access<"metrics.write">, key: string, bytes: Uint8Array, waitSeconds: number): Promise<Answer> {
  const hash = createHash("sha256").update(bytes).digest("hex");
  return withIdempotency(`${holderOf(access.actor)}|${access.projectId}`, key, hash, async () => ({
    status: 202,
    response: await ingestMetrics(access, parseJson(bytes), { waitSeconds }),
  }));
}

function waitIn(query: URLSearchParams): number {
  const given = query.get("wait");
  if (given === null) return 0;
  const seconds = Number(given);
  if (given.trim() === "" || !(seconds >= 0)) throw invalid("wait", `Seconds, from 0 to ${MAX_WAIT_SECONDS}`);
  return Math.min(seconds, MAX_WAIT_SECONDS);
}
