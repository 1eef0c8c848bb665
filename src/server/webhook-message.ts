import { createHmac } from "node:crypto";
import type { Channel, OutboxEvent } from "#generated/prisma/client.ts";
import { installationSecret, publicUrl } from "#lib/environment.ts";

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
  const old = channel.previousUntil && channel.previousUntil > at ? [channel.previousSalt] : [];
  const keys = [channel.salt, ...old].flatMap((salt) => (salt ? [keyOf(channel.id, salt)] : []));
  return { "content-type": "application/cloudevents+json; charset=utf-8", ...signatureHeaders(keys, id, body, at) };
}

/** What the receiver keeps to check signatures with. */
export function webhookSecret(channelId: string, salt: string): string {
  return `whsec_${keyOf(channelId, salt).toString("base64")}`;
}

/** The signature of the specification, by each of the keys. */
export function signatureHeaders(keys: readonly Buffer[], id: string, body: string, at: Date): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = keys.map((key) => createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64"));
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.map((signature) => `v1,${signature}`).join(" "),
  };
}

/** Computed from the installation's own secret, which is no part of the database: who has the rows cannot sign. */
function keyOf(channelId: string, salt: string): Buffer {
  return createHmac("sha256", installationSecret()).update(`webhook|${channelId}|${salt}`).digest();
}

function subjectOf(data: unknown): string | undefined {
  if (!isObject(data) || !isObject(data.subject)) return undefined;
  const { type, id } = data.subject;
  return typeof type === "string" && typeof id === "string" ? `${type}/${id}` : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
