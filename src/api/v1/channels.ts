import { z } from "zod";
import { type Route, route } from "#api/route.ts";
import { listOf, listQuery, pageOf } from "#api/v1/lists.ts";
import { NEWS_TYPES } from "#domain/news.ts";
import { DIGESTS } from "#domain/notify.ts";
import { CHANNEL_KINDS, channelChangeSchema, newChannelSchema } from "#server/channel-shape.ts";
import {
  addChannel,
  changeChannel,
  getChannel,
  listChannels,
  pauseChannel,
  removeChannel,
  rotateSecret,
  testChannel,
} from "#server/channels.ts";
import { DELIVERY_STATES, getDelivery, listDeliveries, sendAgain, sendFailedAgain } from "#server/delivery-log.ts";

const tag = "Channels";
const needs = { permission: "channel.manage" } as const;

const channelSchema = z
  .object({
    id: z.string(),
    kind: z.enum(CHANNEL_KINDS),
    name: z.string(),
    shown: z.string().meta({ description: "Where it goes, without what is secret in it." }),
    types: z.array(z.enum(NEWS_TYPES)),
    muted: z.array(z.string()),
    criticalOnly: z.boolean(),
    digest: z.enum(DIGESTS),
    digestAt: z.number(),
    quietFrom: z.number().nullable(),
    quietTo: z.number().nullable(),
    timeZone: z.string(),
    version: z.number(),
    createdAt: z.date(),
    lastSentAt: z.date().nullable(),
    failingSince: z.date().nullable(),
    pausedAt: z.date().nullable(),
    pausedBecause: z.string().nullable(),
  })
  .meta({ id: "Channel" });
const madeSchema = channelSchema
  .extend({ secret: z.string().nullable().meta({ description: "What signs a webhook: in this answer only." }) })
  .meta({ id: "MadeChannel" });

const deliverySchema = z
  .object({
    id: z.string(),
    eventId: z.string().meta({ description: "The `webhook-id` of each attempt." }),
    type: z.string(),
    title: z.string(),
    at: z.date(),
    state: z.enum(DELIVERY_STATES),
    attempts: z.number(),
    dueAt: z.date().nullable(),
    deliveredAt: z.date().nullable(),
    because: z.string().nullable(),
  })
  .meta({ id: "Delivery" });
const attemptSchema = z.object({
  at: z.date(),
  status: z.number().nullable(),
  ms: z.number(),
  answer: z.string(),
  error: z.string().nullable(),
});

const ONE = "/projects/{slug}/channels/{id}";

export const channelRoutes: Route[] = [
  route({
    method: "GET",
    path: "/projects/{slug}/channels",
    tag,
    summary: "Where the project’s news goes: webhooks, Slack, mail",
    needs,
    query: z.object(listQuery),
    response: listOf(channelSchema),
    handle: async (access, { query }) => pageOf(await listChannels(access), query, ({ id }) => id),
  }),
  route({
    method: "POST",
    path: "/projects/{slug}/channels",
    tag,
    summary: "Adds a channel; the secret that signs a webhook is in this answer only",
    needs,
    body: newChannelSchema,
    response: madeSchema,
    status: 201,
    handle: (access, { body }) => addChannel(access, body),
  }),
  route({
    method: "GET",
    path: ONE,
    tag,
    summary: "One channel",
    needs,
    response: channelSchema,
    handle: (access, { params }) => getChannel(access, params.id),
  }),
  route({
    method: "PATCH",
    path: ONE,
    tag,
    summary: "Changes a channel",
    needs,
    body: channelChangeSchema,
    response: channelSchema,
    handle: (access, { params, body }) => changeChannel(access, params.id, body),
  }),
  route({
    method: "DELETE",
    path: ONE,
    tag,
    summary: "Removes a channel; what still waits for it is dropped",
    needs,
    handle: (access, { params }) => removeChannel(access, params.id),
  }),
  route({
    method: "POST",
    path: `${ONE}/pause`,
    tag,
    summary: "Pauses a channel, or takes it up again",
    needs,
    body: z.strictObject({ paused: z.boolean() }),
    response: channelSchema,
    handle: (access, { params, body }) => pauseChannel(access, params.id, body.paused),
  }),
  route({
    method: "POST",
    path: `${ONE}/secret`,
    tag,
    summary: "Makes a new secret for a webhook; the old one signs beside it for a day",
    needs,
    response: madeSchema,
    handle: (access, { params }) => rotateSecret(access, params.id),
  }),
  route({
    method: "POST",
    path: `${ONE}/test`,
    tag,
    summary: "Sends a piece of news that says it is a test",
    needs,
    response: z.object({ delivery: z.string() }),
    handle: (access, { params }) => testChannel(access, params.id),
  }),
  route({
    method: "GET",
    path: `${ONE}/deliveries`,
    tag,
    summary: "What went to a channel, the latest news first",
    needs,
    query: z.object({ ...listQuery, state: z.enum(DELIVERY_STATES).optional() }),
    response: listOf(deliverySchema),
    handle: (access, { params, query }) => listDeliveries(access, params.id, query),
  }),
  route({
    method: "POST",
    path: `${ONE}/deliveries/send-again`,
    tag,
    summary: "Sends again all that was given up",
    needs,
    response: z.object({ count: z.number() }),
    handle: (access, { params }) => sendFailedAgain(access, params.id),
  }),
  route({
    method: "GET",
    path: `${ONE}/deliveries/{delivery}`,
    tag,
    summary: "One delivery with each attempt and what was answered",
    needs,
    response: deliverySchema.extend({ tries: z.array(attemptSchema) }),
    handle: (access, { params }) => getDelivery(access, params.id, params.delivery),
  }),
  route({
    method: "POST",
    path: `${ONE}/deliveries/{delivery}/send-again`,
    tag,
    summary: "Sends one again, with the same id",
    needs,
    response: deliverySchema,
    handle: (access, { params }) => sendAgain(access, params.id, params.delivery),
  }),
];
