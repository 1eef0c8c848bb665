import { z } from "zod";
import { type Route, route } from "#api/route.ts";
import { listOf, listQuery } from "#api/v1/lists.ts";
import { AppError } from "#domain/errors.ts";
import { HOOK_FORMATS, makeHookSecret } from "#server/hook-secrets.ts";
import { tryOut } from "#server/inbound.ts";
import { OUTCOMES } from "#server/inbound-events.ts";
import { countArrivals, getInbound, listInbound } from "#server/inbound-log.ts";
import { WIRE_FORMATS } from "#wire/heard.ts";
import { readerOf, WIRE_READERS } from "#wire/readers.ts";

const tag = "Inbound";
const READING = { permission: "project.read" } as const;

const becameSchema = {
  outcome: z.enum(OUTCOMES),
  about: z.string(),
  facts: z.array(z.object({ kind: z.string(), key: z.string(), what: z.enum(["created", "changed", "unchanged"]) })),
  points: z.number(),
  refused: z.array(z.object({ path: z.string(), reason: z.string() })),
  notes: z.array(z.string()),
};
const eventSchema = z
  .object({
    id: z.string(),
    format: z.enum(WIRE_FORMATS),
    ...becameSchema,
    refusals: z.number().meta({ description: "How many; `refused` holds the first fifty." }),
    repeats: z.number().meta({ description: "How often the same arrived again." }),
    receivedAt: z.date(),
    lastAt: z.date(),
    sentBy: z.string(),
    sizeBytes: z.number(),
  })
  .meta({ id: "InboundEvent" });

export const inboundRoutes: Route[] = [
  route({
    method: "GET",
    path: "/projects/{slug}/inbound",
    tag,
    summary: "What arrived in foreign formats and what it became, the latest first",
    needs: READING,
    query: z.object({ ...listQuery, format: z.enum(WIRE_FORMATS).optional(), refused: z.enum(["0", "1"]).optional() }),
    response: listOf(eventSchema),
    handle: (access, { query: { refused, ...query } }) => listInbound(access, { ...query, refused: refused === "1" }),
  }),
  route({
    method: "GET",
    path: "/projects/{slug}/inbound/{id}",
    tag,
    summary: "One event with its payload as it came, which viewers do not see",
    needs: READING,
    response: eventSchema.extend({ sha256: z.string(), payload: z.string().nullable() }),
    handle: (access, { params }) => getInbound(access, params.id),
  }),
  route({
    method: "GET",
    path: "/projects/{slug}/arrivals",
    tag,
    summary: "Of every format, how much came and when last",
    needs: READING,
    response: z.object({
      items: z.array(z.object({ format: z.enum(WIRE_FORMATS), count: z.number(), lastAt: z.date().nullable() })),
    }),
    handle: async (access) => ({ items: await countArrivals(access) }),
  }),
  route({
    method: "POST",
    path: "/projects/{slug}/inbound/try",
    tag,
    summary: "Says what a payload would become; writes nothing",
    needs: { permission: ["fact.record", "metrics.write"] },
    body: z.strictObject({ format: z.enum(WIRE_READERS.map(({ format }) => format)), payload: z.unknown() }),
    response: z.object(becameSchema).meta({ id: "InboundTrial" }),
    async handle(access, { body }) {
      const reader = readerOf(body.format);
      if (!reader) throw new AppError("INVALID", "This format cannot be tried out.");
      const { facts, refused, notes, ...result } = await tryOut(access, reader, body.payload);
      return { ...result, facts: [...facts], refused: [...refused], notes: [...notes] };
    },
  }),
  route({
    method: "POST",
    path: "/projects/{slug}/hooks/{format}",
    tag,
    summary: "Makes the secret that a webhook signs with; it is in this answer only, and an earlier one stops to count",
    needs: { permission: "token.manage" },
    response: z.object({ format: z.string(), createdAt: z.date(), secret: z.string() }).meta({ id: "HookSecret" }),
    status: 201,
    handle: (access, { params }) => {
      const format = HOOK_FORMATS.find((each) => each === params.format);
      if (!format) throw new AppError("NOT_FOUND", `There are no webhooks called “${params.format}”.`);
      return makeHookSecret(access, format);
    },
  }),
];
