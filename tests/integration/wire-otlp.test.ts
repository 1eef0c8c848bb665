import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { OTLPMetricExporter as JsonExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPMetricExporter as ProtoExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { api } from "#api/app.ts";
import { authorize } from "#server/access.ts";
import { at } from "#server/clock.ts";
import { db, disconnect } from "#server/db.ts";
import { writeFacts } from "#server/fact-bulk.ts";
import { closePointsPool, pointsPool } from "#server/points/pool.ts";
import { MAX_SERIES } from "#server/series.ts";
import { driftReference } from "#stages/monitoring/drift-reference.ts";
import { requestFor, serviceToken } from "../support/api.ts";
import { type Listening, listen } from "../support/mlflow-server.ts";
import { makeTeam } from "../support/people.ts";
import { keptPython, runPython } from "../support/python.ts";

/* OTLP over HTTP through the API, and by the real exporters over a socket. */

const directory = mkdtempSync(path.join(tmpdir(), "tl-otlp-"));
process.env.THROUGHLINE_DATA_DIR = directory;
process.env.OTEL_EXPORTER_OTLP_COMPRESSION = "gzip";
const python = await keptPython("OpenTelemetry for Python is", ["opentelemetry-exporter-otlp-proto-http"]);

let server: Listening;
let team: Awaited<ReturnType<typeof makeTeam>>;
let token: string;

beforeAll(async () => {
  server = await listen();
});
beforeEach(async () => {
  team = await makeTeam();
  token = await serviceToken(team.people.LD, team.project.slug, ["ingest"]);
});
afterAll(async () => {
  server.close();
  await closePointsPool();
  await disconnect();
  rmSync(directory, { recursive: true, force: true });
});

const START = Date.now() - 600_000;
const NANO = 1_000_000n;
const nanos = (ms: number) => String(BigInt(Math.round(ms)) * NANO);

type Metric = Record<string, unknown>;
const inRequest = (metrics: Metric[]) => ({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
const total = (value: number, minute: number, { start = START, name = "requests" } = {}) => {
  const point = { asInt: String(value), startTimeUnixNano: nanos(start), timeUnixNano: nanos(START + minute * 60_000) };
  return inRequest([{ name, sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints: [point] } }]);
};
const gauges = (count: number) => {
  const dataPoints = Array.from({ length: count }, (_, i) => ({
    ...{ asDouble: i, timeUnixNano: nanos(START), attributes: [{ key: "i", value: { intValue: i } }] },
  }));
  return inRequest([{ name: "wide", gauge: { dataPoints } }]);
};
const histogram = (minute: number, bucketCounts: number[], { temporality = 2, explicitBounds = [10, 20] } = {}) => {
  const times = { startTimeUnixNano: nanos(START), timeUnixNano: nanos(START + minute * 60_000) };
  const count = bucketCounts.reduce((sum, each) => sum + each, 0);
  const point = { ...times, count, sum: count * 12, bucketCounts, explicitBounds };
  return inRequest([{ name: "income", histogram: { aggregationTemporality: temporality, dataPoints: [point] } }]);
};

async function send(body: unknown, headers: Record<string, string> = {}) {
  const answer = await api.fetch(
    requestFor("POST", `/api/otlp/${team.project.slug}/v1/metrics`, { token, body, headers }),
  );
  const text = await answer.text();
  const json = answer.headers.get("content-type") === "application/json" ? JSON.parse(text) : text;
  return { status: answer.status, headers: answer.headers, body: json };
}

async function points(name: string, slug = team.project.slug): Promise<[value: number, n: number][]> {
  const { rows } = await pointsPool().query<{ value: number; n: number }>(
    `select value, n from metric_point p join series s on s.id = p.series_id join project on project.id = s.project_id
     where project.slug = $1 and s.name = $2 order by ts`,
    [slug, name],
  );
  return rows.map(({ value, n }) => [value, n]);
}
const values = async (name: string) => (await points(name)).map(([value]) => value);

describe("what adds up becomes what was added", () => {
  test("once, however often and in whatever order it is told", async () => {
    for (const [value, minute] of [
      [5, 1],
      [12, 3],
      [12, 3],
      [8, 2],
      [12, 4],
    ] as const)
      expect(await send(total(value, minute))).toMatchObject({ status: 200, body: {} });
    expect(await values("requests")).toEqual([5, 7, 0]);
  });

  test("a restart begins anew, by its start or by having fallen; a twin is counted beside it", async () => {
    await send(total(10, 1));
    await send(total(3, 2, { start: START + 90_000 }));
    await send(total(12, 3));
    await send(total(4, 4));
    expect(await values("requests")).toEqual([10, 3, 2, 4]);
  });

  test("what began long ago, or nobody knows when, counts from its second reading", async () => {
    await send(total(9_000, 1, { start: START - 2 * 86_400_000 }));
    await send(total(9_004, 2, { start: START - 2 * 86_400_000 }));
    await send(total(50, 1, { start: 0, name: "unknown" }));
    await send(total(51, 2, { start: 0, name: "unknown" }));
    expect([await values("requests"), await values("unknown")]).toEqual([[4], [1]]);
  });

  test("at once from many sides: each addition counts once", async () => {
    await Promise.all(Array.from({ length: 12 }, (_, i) => send(total((i % 6) * 10 + 10, (i % 6) + 1))));
    const sum = (await values("requests")).reduce((all, each) => all + each, 0);
    expect(sum).toBe(60);
  });

  test("a point whose day has no partition yet is stored by the second try, and counted once", async () => {
    const then = new Date(Date.now() - 300 * 86_400_000 - Math.floor(Math.random() * 90) * 86_400_000);
    const body = total(5, 0, { start: then.getTime() - 60_000 });
    const text = JSON.stringify(body).replaceAll(nanos(START), nanos(then.getTime()));
    expect((await send(text)).status).toBe(200);
    expect(await values("requests")).toEqual([5]);
  });

  test("a histogram gives its count, sum, mean and interpolated percentiles of the interval", async () => {
    await send(histogram(1, [1, 2, 1]));
    await send(histogram(2, [1, 12, 1]));
    expect(await points("income.count")).toEqual([
      [4, 1],
      [10, 1],
    ]);
    expect(await points("income.mean")).toEqual([
      [12, 4],
      [12, 10],
    ]);
    expect((await points("income.p50_interpolated"))[1]).toEqual([15, 10]);
  });
});

describe("an answer", () => {
  test("names what was rejected, keeps the rest and tells the log", async () => {
    const bad = { asDouble: null, timeUnixNano: nanos(START) };
    const good = { asDouble: 1, timeUnixNano: nanos(START) };
    const { status, body } = await send(inRequest([{ name: "g", gauge: { dataPoints: [bad, good] } }]));
    expect({ status, body }).toMatchObject({
      ...{
        status: 200,
        body: { partialSuccess: { rejectedDataPoints: "1", errorMessage: "g: Its value is not a finite number." } },
      },
    });
    const [event] = await db.inboundEvent.findMany({ where: { projectId: team.project.id, format: "otlp" } });
    expect(event).toMatchObject({ outcome: "partly", points: 1, refusals: 1 });
  });

  test("a project's series have a limit: those that fit are made, the others named", async () => {
    const first = await send(gauges(MAX_SERIES - 1));
    expect(first.body).toEqual({});
    await send(inRequest([{ name: "one", gauge: { dataPoints: [{ asInt: 1, timeUnixNano: nanos(START) }] } }]));
    const { status, body } = await send(gauges(MAX_SERIES + 3));
    expect({ status, ...body.partialSuccess }).toMatchObject({ status: 200, rejectedDataPoints: "4" });
    expect(body.partialSuccess.errorMessage).toContain("at most 2,000 series");
    expect(await db.series.count({ where: { projectId: team.project.id } })).toBe(MAX_SERIES);
  });

  test.each([
    ["no JSON", "{", {}, 400],
    ["another shape", { resourceMetrics: 5 }, {}, 400],
    ["no protobuf", new Uint8Array([10, 200]), { "content-type": "application/x-protobuf" }, 400],
    ["another type", "x", { "content-type": "text/plain" }, 415],
    ["no gzip", "x", { "content-encoding": "gzip" }, 400],
    ["another packing", "x", { "content-encoding": "br" }, 415],
    ["a bomb", gzipSync(Buffer.alloc(40 * 1024 * 1024, " ")), { "content-encoding": "gzip" }, 413],
    ["more than 8 MB unpacked", gzipSync(Buffer.alloc(9 * 1024 * 1024, " ")), { "content-encoding": "gzip" }, 413],
    ["a wrong token", {}, { authorization: "Bearer nobody" }, 401],
  ])("to %s is one that is never repeated", async (_, body, headers, status) => {
    const answer = await send(body, headers);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe(
      "content-type" in headers && headers["content-type"] === "application/x-protobuf"
        ? "application/x-protobuf"
        : "application/json",
    );
  });
});

describe("drift", () => {
  beforeEach(async () => {
    const data = {
      feature: "income",
      kind: "numeric",
      counts: [400, 400, 400],
      edges: [0, 10, 20, 50],
      takenAt: new Date(START).toISOString(),
    };
    const access = await authorize(team.people.ML, team.project.slug, "fact.record");
    await writeFacts(access, driftReference, [{ key: "income", data }], { origin: "import" });
  });
  const results = async () =>
    (
      await db.fact.findMany({ where: { projectId: team.project.id, kind: "drift-results" }, orderBy: { at: "asc" } })
    ).map(({ data }) => data);

  test("a histogram with the bins of a reference becomes the day's result: at once, then by the hour", async () => {
    await send(histogram(1, [1, 2, 3]));
    expect(await results()).toMatchObject([{ counts: [1, 2, 3] }]);
    await send(histogram(2, [2, 4, 6]));
    expect(await results()).toMatchObject([{ counts: [1, 2, 3] }]);
    const later = new Date(Date.now() + 3_700_000);
    await at(later, () => send(histogram(3, [3, 4, 6])));
    expect(await results()).toMatchObject([{ counts: [3, 4, 6] }]);
  });

  test("additions that are sent twice are counted once", async () => {
    for (const minute of [1, 1, 2]) await send(histogram(minute, [1, 2, 3], { temporality: 1 }));
    const { rows } = await pointsPool().query("select counts from drift_window where project_id = $1", [
      team.project.id,
    ]);
    expect(rows).toEqual([{ counts: [2, 4, 6] }]);
    expect(await values("income.count")).toEqual([6, 6]);
  });

  test("other bounds are no result, and the sender is told why; nothing is rejected for it", async () => {
    const { body } = await send(histogram(1, [1, 2, 3], { explicitBounds: [11, 20] }));
    expect(body.partialSuccess).toMatchObject({ rejectedDataPoints: "0" });
    expect(body.partialSuccess.errorMessage).toContain("not the edges of the drift reference");
    expect(await results()).toEqual([]);
    expect(await values("income.count")).toEqual([6]);
  });
});

describe("the real exporters", () => {
  const RESOURCE = resourceFromAttributes({ "service.name": "scorer", "model.version": "7", "host.name": "x" });

  test.each([
    ["JSON", JsonExporter],
    ["protobuf", ProtoExporter],
  ])("of JavaScript, %s", async (_, Exporter) => {
    const settings = {
      url: `${server.url}/api/otlp/${team.project.slug}/v1/metrics`,
      headers: { authorization: `Bearer ${token}` },
    };
    const exporter = new Exporter(settings);
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
    const provider = new MeterProvider({ readers: [reader], resource: RESOURCE });
    const meter = provider.getMeter("ml");
    const counter = meter.createCounter("js.predictions");
    const latency = meter.createHistogram("js.latency", {
      unit: "ms",
      advice: { explicitBucketBoundaries: [10, 20, 50] },
    });
    meter.createObservableGauge("js.auc").addCallback((result) => result.observe(0.81));
    counter.add(5, { "segment.site": "north" });
    for (const value of [5, 12, 14, 30]) latency.record(value);
    await provider.forceFlush();
    counter.add(2, { "segment.site": "north" });
    await provider.forceFlush();
    await provider.shutdown();
    const sum = (await values("js.predictions")).reduce((all, each) => all + each, 0);
    expect({ sum, auc: (await values("js.auc"))[0], latency: (await points("js.latency.mean"))[0] }).toEqual({
      ...{ sum: 7, auc: 0.81, latency: [15.25, 4] },
    });
    const series = await db.series.findFirst({ where: { projectId: team.project.id, name: "js.predictions" } });
    expect(series?.labels).toEqual({ "service.name": "scorer", "model.version": "7", "segment.site": "north" });
  });

  test.skipIf(!python)("of Python", { timeout: 120_000 }, async () => {
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: `${server.url}/api/otlp/${team.project.slug}`,
      OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer%20${token}`,
      OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
    };
    expect(await runPython(python ?? "", ["tests/fixtures/wire/clients/otlp_client.py"], env)).toContain(
      "sent True True",
    );
    const sum = (await values("py.predictions")).reduce((all, each) => all + each, 0);
    expect({ sum, auc: (await values("py.auc"))[0], latency: (await points("py.latency.mean"))[0] }).toEqual({
      ...{ sum: 7, auc: 0.81, latency: [15.25, 4] },
    });
  });
});
