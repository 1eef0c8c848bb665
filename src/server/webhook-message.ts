import { createHmac } from "node:crypto";
import type { Channel, OutboxEvent } from "#generated/prisma/client.ts";
import { publicUrl } from "#lib/environment.ts";

/* Webhooks as the Standard Webhooks specification (1.0.0) has them, with a CloudEvents 1.0 event in structured mode as body. */

export type Told = OutboxEvent & { project: { slug: string; name: string } | null };

/** The same text at each attempt: the event as it was when it happened. */
export function cloudEvent(event: Told): string {
  const { id, type, title, detail, severity, stageKey, path, data, at, project } = event;
  const home = project ? `${publicUrl()}/projects/${project.slug}` : publicUrl();
  return JSON.stringify({
    specversion: "1.0",
    ...{ id, source: home, type: `throughline.${type}`, subject: subjectOf(data), time: at.toISOString() },
    datacontenttype: "application/json",
    data: {
      title,
      detail,
      severity,
      stage: stageKey,
      url: `${home}/${path}`,
      project,
      ...(isObject(data) ? data : {}),
    },
  });
}

/** The headers of one attempt. While a secret is being changed, both sign, newest first. */
export function signedHeaders(channel: Channel, id: string, body: string, at: Date): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const old = channel.previousUntil && channel.previousUntil > at ? [channel.previousSalt] : [];
  const signatures = [channel.salt, ...old].flatMap((salt) =>
    salt ? [sign(keyOf(channel.id, salt), id, timestamp, body)] : [],
  );
  return {
    "content-type": "application/cloudevents+json; charset=utf-8",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}

/** What the receiver keeps to check signatures with. */
export function webhookSecret(channelId: string, salt: string): string {
  return `whsec_${keyOf(channelId, salt).toString("base64")}`;
}

function sign(key: Buffer, id: string, timestamp: string, body: string): string {
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

/** Computed from the installation's own secret, which is no part of the database: who has the rows cannot sign. */
function keyOf(channelId: string, salt: string): Buffer {
  const own = process.env.THROUGHLINE_SECRET;
  if (!own || own.length < 32) throw new Error("THROUGHLINE_SECRET is missing or shorter than 32 characters");
  return createHmac("sha256", own).update(`webhook|${channelId}|${salt}`).digest();
}

function subjectOf(data: unknown): string | undefined {
  if (!isObject(data) || !isObject(data.subject)) return undefined;
  const { type, id } = data.subject;
  return typeof type === "string" && typeof id === "string" ? `${type}/${id}` : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
