import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { api } from "#api/app.ts";
import { authorize } from "#server/access.ts";
import { at as atTime } from "#server/clock.ts";
import { db, disconnect } from "#server/db.ts";
import { getFact } from "#server/facts.ts";
import { makeHookSecret } from "#server/hook-secrets.ts";
import { dropOldInbound, noteStream } from "#server/inbound-events.ts";
import { countArrivals, getInbound, listInbound } from "#server/inbound-log.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { call, personalToken, requestFor, serviceToken } from "../support/api.ts";
import { auditOf, makeTeam } from "../support/people.ts";
import { hmac, lineageEvent, signedByMlflow } from "../support/wire-rows.ts";

/* What arrives at the doors of foreign formats, and what becomes of it, on a real database. */

const RUN = "019cf0a2-1111-7000-8000-00000000000";

let team: Awaited<ReturnType<typeof makeTeam>>;
let token: string;

beforeAll(async () => {
  process.env.THROUGHLINE_SECRET ??= "a secret for the tests only, long enough to sign with";
});
beforeEach(async () => {
  team = await makeTeam();
  token = await serviceToken(team.people.LD, team.project.slug, ["ingest"]);
});
afterAll(async () => {
  await closePointsPool();
  await disconnect();
});

const reading = () => authorize(team.people.ML, team.project.slug, "project.read");
const lineage = (body: unknown, headers: Record<string, string> = {}) =>
  send("POST", `/openlineage/${team.project.slug}/api/v1/lineage`, body, headers);

async function send(method: string, path: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await api.fetch(requestFor(method, `/api${path}`, { token, body, headers }));
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : null };
}

describe("an event", () => {
  test("becomes facts that name it, is logged with what it became, and is audited as facts are", async () => {
    const { status, body } = await lineage(lineageEvent("START", `${RUN}1`));
    expect({ status, body }).toMatchObject({ status: 200, body: { outcome: "kept", refused: [] } });
    const access = await reading();
    const run = await getFact(access, factKindOf("pipeline-runs"), `${RUN}1`);
    expect(run).toMatchObject({ origin: "openlineage", eventId: body.id, data: { status: "running" } });
    const event = await getInbound(access, body.id);
    expect(event.facts).toEqual([
      { kind: "pipelines", key: "tests:load_orders", what: "created" },
      { kind: "pipeline-runs", key: `${RUN}1`, what: "created" },
    ]);
    expect(JSON.parse(event.payload ?? "")).toMatchObject({ eventType: "START" });
    expect(await auditOf({ action: "fact.import", projectId: team.project.id })).toHaveLength(2);
  });

  test("that comes again, ten at once, is one event and one fact", async () => {
    const start = lineageEvent("START", `${RUN}2`);
    const answers = await Promise.all(Array.from({ length: 10 }, () => lineage(start)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    const { items } = await listInbound(await reading());
    expect(items).toMatchObject([{ repeats: 9, outcome: "kept" }]);
    expect(await db.fact.count({ where: { projectId: team.project.id, kind: "pipeline-runs" } })).toBe(1);
  });

  test("of a run that overtakes another loses nothing, whichever comes first and even both at once", async () => {
    const [began, ended] = ["2026-03-16T09:00:00.000Z", "2026-03-16T09:05:00.000Z"];
    const complete = lineageEvent("COMPLETE", `${RUN}3`, ended);
    await Promise.all([lineage(complete), lineage(lineageEvent("START", `${RUN}3`, began))]);
    await lineage(complete);
    const { data } = await getFact(await reading(), factKindOf("pipeline-runs"), `${RUN}3`);
    expect(data).toMatchObject({ status: "succeeded", startedAt: began, endedAt: ended });
  });

  test("with a bad part keeps the good ones; sent again once the part is good, it is kept whole", async () => {
    const bad = { ...lineageEvent("START", `${RUN}4`), job: { namespace: "tests", name: "x" } };
    const first = await lineage(bad);
    expect(first.body).toMatchObject({ outcome: "refused" });
    expect(first.body.refused.length).toBeGreaterThan(0);
    const pipeline = { name: "Export", kind: "transform", active: true, key: "tests:x" };
    const { people, project } = team;
    await call("POST", `/projects/${project.slug}/pipelines`, {
      token: await personalToken(people.ML),
      body: pipeline,
    });
    expect((await lineage(bad)).body).toMatchObject({ outcome: "kept", id: first.body.id });
  });

  test("that cannot be read is answered with why, and stands in the log", async () => {
    const { status, body } = await lineage({ eventTime: "soon" });
    expect({ status, code: body.code }).toEqual({ status: 422, code: "INVALID" });
    const { items } = await listInbound(await reading(), { refused: true });
    expect(items).toMatchObject([{ outcome: "refused", refused: [{ path: "eventTime" }] }]);
  });
});

describe("a body", () => {
  test("may be gzip; one that unpacks to too much, or is none, is refused before it is read whole", async () => {
    const gzip = { "content-encoding": "gzip" };
    const packed = gzipSync(JSON.stringify(lineageEvent("START", `${RUN}5`)));
    expect((await lineage(new Uint8Array(packed), gzip)).status).toBe(200);
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(64 * 1024 * 1024, " ")));
    expect(bomb.byteLength).toBeLessThan(100_000);
    expect((await lineage(bomb, gzip)).status).toBe(413);
    expect((await lineage("not gzip", gzip)).status).toBe(400);
    expect((await lineage("{}", { "content-encoding": "br" })).status).toBe(415);
  });

  test("that is too large, too deep, empty or no JSON is refused", async () => {
    expect((await lineage(`"${"x".repeat(9 * 1024 * 1024)}"`)).status).toBe(413);
    expect((await lineage("[".repeat(100_000))).status).toBe(400);
    expect((await lineage("")).status).toBe(400);
    expect((await lineage("{")).status).toBe(400);
    expect((await lineage('{"eventTime": "a\\u0000b"}')).status).toBe(422);
  });

  test("with a word that is no number and a text that never ends is refused at once", async () => {
    expect((await lineage(`[NaN, "${'\\"'.repeat(1_000_000)}`)).status).toBe(400);
    const { body } = await lineage(`{"eventTime": -Infinity, "a\\"NaN": NaN}`);
    expect(body.issues).toMatchObject([{ path: "eventTime" }]);
  });

  test("of Python may hold NaN, which is nothing; inside a text it stays", async () => {
    const { slug } = team.project;
    const metric = { id: "m", config: { type: "evidently:metric_v2:NaN count" }, value: 0 };
    const text = JSON.stringify({ name: "NaN", metrics: [metric], tests: [] }).replace(":0", ":NaN");
    const { status, body } = await send("POST", `/evidently/${slug}/api/v2/snapshots/x`, text);
    expect(status).toBe(201);
    expect(await getInbound(await reading(), body.snapshot_id)).toMatchObject({ about: "NaN", points: 0 });
  });
});

describe("a token", () => {
  test("comes as Bearer, as the password of Basic, or in Evidently's header; without a path it names the project", async () => {
    const { slug } = team.project;
    const body = JSON.stringify({ metric_results: {} });
    const basic = `Basic ${Buffer.from(`anybody:${token}`).toString("base64")}`;
    const ways: Record<string, string>[] = [{ authorization: basic }, { "evidently-secret": token }];
    for (const headers of ways) {
      const answer = await api.fetch(
        new Request("http://127.0.0.1:3000/api/v2/snapshots/1", { method: "POST", body, headers }),
      );
      expect(answer.status).toBe(201);
    }
    expect(await countArrivals(await reading())).toContainEqual({
      format: "evidently",
      count: 2,
      lastAt: expect.any(Date),
    });
    const session = new Request(`http://127.0.0.1:3000/api/events/${slug}`, {
      method: "POST",
      body,
      headers: { cookie: "x=y" },
    });
    expect((await api.fetch(session)).status).toBe(401);
  });
});

describe("a batch", () => {
  test("keeps the good events and says which are bad", async () => {
    const path = `/openlineage/${team.project.slug}/api/v1/lineage/batch`;
    const { status, body } = await send("POST", path, [lineageEvent("START", `${RUN}6`), { nothing: true }]);
    expect({ status, body }).toMatchObject({
      ...{ status: 200, body: { status: "partial_success", summary: { received: 2, successful: 1, failed: 1 } } },
    });
    expect(body.failed_events).toMatchObject([{ index: 1, retriable: false }]);
  });
});

describe("Evidently", () => {
  test("a report becomes verdicts, tests and points, each number in a series of its own", async () => {
    const report = readFileSync("tests/fixtures/wire/evidently-0.7.21-report.json", "utf8");
    const { body } = await send("POST", `/evidently/${team.project.slug}/api/v2/snapshots/x`, report);
    expect(await getInbound(await reading(), body.snapshot_id)).toMatchObject({ outcome: "kept", points: 4 });
    const series = await db.series.findMany({ where: { projectId: team.project.id }, orderBy: { name: "asc" } });
    expect(new Set(series.map(({ name }) => name))).toEqual(
      new Set(["evidently.DriftedColumnsCount", "evidently.drift.p_value"]),
    );
  });
});

describe("CloudEvents", () => {
  const drill = { name: "Test alert", firedAt: "2026-03-16T09:00:00Z" };
  const event = (id: string) => ({
    specversion: "1.0",
    id,
    source: "/ci",
    type: "x.fact.fire-drills",
    data: { key: id, ...drill },
  });

  test("in its three forms is the same event, known by source and id", async () => {
    const path = `/events/${team.project.slug}`;
    const structured = await send("POST", path, event("d1"), { "content-type": "application/cloudevents+json" });
    const { data, ...attributes } = event("d1");
    const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]));
    const binary = await send("POST", path, data, headers);
    const batch = await send("POST", path, [event("d1"), event("d2"), { id: "bad" }], {
      "content-type": "application/cloudevents-batch+json",
    });
    expect([structured.status, binary.status, batch.status]).toEqual([200, 200, 200]);
    expect(binary.body).toMatchObject({ id: structured.body.id, repeated: true });
    expect(batch.body.items).toMatchObject([{ id: structured.body.id }, { outcome: "kept" }, { outcome: "refused" }]);
    expect(await db.fact.count({ where: { projectId: team.project.id, kind: "fire-drills" } })).toBe(2);
  });

  test("may bring its data as Base64, or in the binary form none at all", async () => {
    const path = `/events/${team.project.slug}`;
    const type = { "content-type": "application/cloudevents+json" };
    const { data, ...attributes } = event("d3");
    const packed = (text: string) => ({ ...attributes, data_base64: Buffer.from(text).toString("base64") });
    expect((await send("POST", path, packed('{"a": "\\u0000"}'), type)).status).toBe(422);
    expect((await send("POST", path, packed("{"), type)).status).toBe(400);
    expect((await send("POST", path, packed(JSON.stringify(data)), type)).body).toMatchObject({ outcome: "kept" });
    const headers = { "ce-specversion": "1.0", "ce-id": "d4", "ce-source": "/ci", "ce-type": "lunch" };
    expect(await send("POST", path, "", headers)).toMatchObject({ status: 200, body: { outcome: "nothing" } });
    expect((await send("POST", path, "")).status).toBe(400);
  });

  test("with ids longer than are kept is known by the whole of them", async () => {
    const long = "x".repeat(500);
    const first = await send("POST", `/events/${team.project.slug}`, event(`${long}1`));
    const second = await send("POST", `/events/${team.project.slug}`, event(`${long}2`));
    expect([first.body.repeated, second.body.repeated]).toEqual([false, false]);
    expect(second.body.id).not.toBe(first.body.id);
  });

  test("a decision of a person is not taken by a machine", async () => {
    const accept = { ...event("a1"), type: "x.fact.risk-acceptances", data: { key: "a1", role: "LD" } };
    const { body } = await send("POST", `/events/${team.project.slug}`, accept, {
      "content-type": "application/cloudevents+json",
    });
    expect(body).toMatchObject({ outcome: "refused" });
    expect(await db.fact.count({ where: { projectId: team.project.id } })).toBe(0);
  });

  test("its webhooks are let in by the handshake, which tells nothing about a project", async () => {
    const origin = { "webhook-request-origin": "eventemitter.example.com" };
    const answer = await api.fetch(requestFor("OPTIONS", "/api/events/nowhere", { headers: origin }));
    expect([answer.status, answer.headers.get("webhook-allowed-origin")]).toEqual([200, "eventemitter.example.com"]);
  });
});

describe("a signed webhook", () => {
  test("of GitHub is taken once, whatever number its delivery has", async () => {
    const { secret } = await makeHookSecret(
      await authorize(team.people.LD, team.project.slug, "token.manage"),
      "github",
    );
    const body = JSON.stringify({ zen: "Design for failure." });
    const deliver = (delivery: string) =>
      send("POST", `/hooks/${team.project.slug}/github`, body, {
        ...{ "x-hub-signature-256": `sha256=${hmac(secret, body, "hex")}`, "x-github-delivery": delivery },
      });
    const [first, replayed] = [await deliver("1"), await deliver("2")];
    expect([first.status, replayed.body]).toMatchObject([200, { id: first.body.id, repeated: true }]);
  });

  test("of MLflow counts for five minutes, and no longer than its secret", async () => {
    const access = await authorize(team.people.LD, team.project.slug, "token.manage");
    const { secret } = await makeHookSecret(access, "mlflow-webhook");
    const body = JSON.stringify({ entity: "model_version", action: "created", data: { name: "card", version: "7" } });
    const deliver = (headers: Record<string, string>) =>
      send("POST", `/hooks/${team.project.slug}/mlflow`, body, headers);
    const good = signedByMlflow(secret, body);
    expect((await deliver(good)).body).toMatchObject({ outcome: "kept", repeated: false });
    expect((await deliver(good)).body).toMatchObject({ repeated: true });
    expect((await deliver(signedByMlflow(secret, body, { at: Date.now() - 600_000 }))).status).toBe(401);
    await makeHookSecret(access, "mlflow-webhook");
    expect((await deliver(signedByMlflow(secret, body))).status).toBe(401);
    const stored = JSON.stringify(await db.hookSecret.findMany({ where: { projectId: team.project.id } }));
    expect(stored).not.toContain(secret.slice(4));
  });
});

describe("a trial", () => {
  test("says what the real thing becomes, also of facts that refer to each other, and writes nothing", async () => {
    const event = lineageEvent("START", `${RUN}7`);
    const { body } = await call("POST", `/projects/${team.project.slug}/inbound/try`, {
      ...{ token, body: { format: "openlineage", payload: event } },
    });
    expect(body).toMatchObject({ outcome: "kept", refused: [] });
    expect(await db.fact.count({ where: { projectId: team.project.id } })).toBe(0);
    expect(await db.inboundEvent.count({ where: { projectId: team.project.id } })).toBe(0);
    const real = await lineage(event);
    expect((await getInbound(await reading(), real.body.id)).facts).toEqual(body.facts);
  });
});

describe("the log", () => {
  test("holds a stream as one row an hour, and pages through what came", async () => {
    const access = await authorize(team.people.ML, team.project.slug, "metrics.write");
    const stream = { format: "otlp", about: "Metrics of card-scoring", points: 5 } as const;
    await noteStream(access, stream);
    await noteStream(access, { ...stream, refused: [{ path: "x", reason: "No number." }] });
    const looked = await listInbound(await reading());
    expect(looked.items).toMatchObject([{ format: "otlp", points: 10, repeats: 1, outcome: "partly", refusals: 1 }]);
    await lineage(lineageEvent("START", `${RUN}8`));
    const first = await listInbound(await reading(), { limit: 1 });
    const second = await listInbound(await reading(), { limit: 1, cursor: first.nextCursor ?? "" });
    expect([first.items[0]?.format, second.items[0]?.format, second.nextCursor]).toEqual(["openlineage", "otlp", null]);
  });

  test("shows a payload to those who work here, not to who only looks, and nothing to strangers", async () => {
    const { body } = await lineage(lineageEvent("START", `${RUN}9`));
    const viewer = await authorize(team.people.VW, team.project.slug, "project.read");
    expect(await getInbound(viewer, body.id)).toMatchObject({ payload: null });
    const other = await makeTeam();
    const stranger = await authorize(other.people.LD, other.project.slug, "project.read");
    await expect(getInbound(stranger, body.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("forgets payloads after a month and events with the points; the facts stay", async () => {
    const { body } = await lineage(lineageEvent("START", `${RUN}a`));
    const later = (days: number) => new Date(Date.now() + days * 86_400_000);
    await atTime(later(31), dropOldInbound);
    expect(await getInbound(await reading(), body.id)).toMatchObject({ payload: null, outcome: "kept" });
    await atTime(later(401), dropOldInbound);
    expect(await db.inboundEvent.count({ where: { id: body.id } })).toBe(0);
    expect(await getFact(await reading(), factKindOf("pipeline-runs"), `${RUN}a`)).toMatchObject({ eventId: null });
  });
});
