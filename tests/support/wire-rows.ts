/* For each address of a foreign format a request that would work. */
import { createHmac, randomUUID } from "node:crypto";
import { compress } from "snappyjs";

export type WireRow = {
  params?: Record<string, string>;
  body?: () => unknown;
  /** What is no JSON, with what is said about it. */
  raw?: { bytes: () => Uint8Array; headers: Record<string, string> };
  /** Over the body as it is sent. */
  sign?: (body: string) => Record<string, string>;
  /** The secret itself is sent, so what it comes with is not proven to be unchanged. */
  presented?: true;
};
export type Secrets = { github: string; gitlab: string; mlflow: string };

const MODEL_PROJECT = "ee15c49d-5de6-47aa-8a27-4a02928575f4";

export function wireRowsOf(secrets: Secrets): Record<string, WireRow> {
  const ofEvidently = (base: string): Record<string, WireRow> => ({
    [`GET ${base}/version`]: {},
    [`GET ${base}/v2/projects`]: {},
    [`GET ${base}/projects/search/{name}`]: { params: { name: "churn" } },
    [`POST ${base}/v2/projects`]: { body: () => ({ id: MODEL_PROJECT, name: "churn" }) },
    [`GET ${base}/projects/{project}/info`]: { params: { project: MODEL_PROJECT } },
    [`POST ${base}/v2/snapshots/{project}`]: {
      params: { project: MODEL_PROJECT },
      body: () => ({ name: randomUUID(), metric_results: {} }),
    },
  });
  return {
    "POST /openlineage/{slug}/api/v1/lineage": { body: lineageEvent },
    "POST /openlineage/{slug}/": { body: lineageEvent },
    "POST /openlineage/{slug}": { body: lineageEvent },
    "POST /openlineage/{slug}/api/v1/lineage/batch": { body: () => [lineageEvent()] },
    ...ofEvidently(""),
    ...ofEvidently("/evidently/{slug}/api"),
    "POST /events/{slug}": { body: () => ({ specversion: "1.0", id: randomUUID(), source: "x", type: "lunch" }) },
    "OPTIONS /events/{slug}": {},
    "POST /otlp/{slug}/v1/metrics": { body: () => ({ resourceMetrics: [] }) },
    "POST /prometheus/{slug}/api/v1/write": {
      raw: {
        bytes: () => compress(new Uint8Array()),
        headers: { "content-type": "application/x-protobuf", "content-encoding": "snappy" },
      },
    },
    "POST /hooks/{slug}/github": {
      body: () => ({ zen: randomUUID() }),
      sign: (body) => ({ "x-hub-signature-256": `sha256=${hmac(secrets.github, body, "hex")}` }),
    },
    "POST /hooks/{slug}/gitlab": {
      body: () => ({ object_kind: "note", project: { path_with_namespace: randomUUID() } }),
      sign: () => ({ "x-gitlab-token": secrets.gitlab }),
      presented: true,
    },
    "POST /hooks/{slug}/mlflow": {
      body: () => ({ entity: "prompt", action: "created", data: {} }),
      sign: (body) => signedByMlflow(secrets.mlflow, body),
    },
  };
}

export function lineageEvent(eventType = "START", runId: string = randomUUID(), eventTime = new Date().toISOString()) {
  return {
    eventType,
    eventTime,
    producer: "urn:test",
    run: { runId },
    job: { namespace: "tests", name: "load_orders" },
  };
}

export function signedByMlflow(secret: string, body: string, { id = randomUUID() as string, at = Date.now() } = {}) {
  const time = String(Math.floor(at / 1000));
  return {
    ...{ "x-mlflow-delivery-id": id, "x-mlflow-timestamp": time },
    "x-mlflow-signature": `v1,${hmac(secret, `${id}.${time}.${body}`, "base64")}`,
  };
}

export function hmac(secret: string, text: string, encoding: "hex" | "base64"): string {
  return createHmac("sha256", secret).update(text).digest(encoding);
}
