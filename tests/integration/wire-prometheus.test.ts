import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pushTimeseries, serialize } from "prometheus-remote-write";
import { compress } from "snappyjs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { api } from "#api/app.ts";
import { connect, db, disconnect } from "#server/db.ts";
import { closePointsPool, pointsPool } from "#server/points/pool.ts";
import { MAX_SERIES } from "#server/series.ts";
import { ADMIN_TOKEN, personalToken, requestFor, serviceToken } from "../support/api.ts";
import { type Listening, listen } from "../support/mlflow-server.ts";
import { makeTeam } from "../support/people.ts";

/* Remote write by a real client over a socket and by hand, and our own figures. */

const directory = mkdtempSync(path.join(tmpdir(), "tl-prometheus-"));
process.env.THROUGHLINE_DATA_DIR = directory;
process.env.THROUGHLINE_ADMIN_TOKEN = ADMIN_TOKEN;

let server: Listening;
let team: Awaited<ReturnType<typeof makeTeam>>;
let token: string;
const NOW = Date.now() - 60_000;

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

async function write(body: Uint8Array, headers: Record<string, string> = {}) {
  const said = { "content-type": "application/x-protobuf", "content-encoding": "snappy", ...headers };
  const answer = await api.fetch(
    requestFor("POST", `/api/prometheus/${team.project.slug}/api/v1/write`, { token, body, headers: said }),
  );
  return { status: answer.status, text: await answer.text() };
}

async function packed(labels: { __name__: string } & Record<string, string>, value = 1): Promise<Uint8Array> {
  const request = {
    timeseries: [
      {
        labels: Object.entries(labels).map(([name, text]) => ({ name, value: text })),
        samples: [{ value, timestamp: NOW }],
      },
    ],
  };
  return compress(new Uint8Array(await serialize(request as never)));
}

describe("remote write", () => {
  test("of a real client becomes series; sent again, nothing changes", async () => {
    const url = `${server.url}/api/prometheus/${team.project.slug}/api/v1/write`;
    const options = { url, headers: { Authorization: `Bearer ${token}` }, fetch: fetch as never };
    const labels = { __name__: "model_latency_seconds", job: "scorer", model: "7" };
    const samples = [
      { value: 0.2, timestamp: NOW },
      { value: 0.3, timestamp: NOW + 1000 },
    ];
    for (const _ of [1, 2]) expect((await pushTimeseries([{ labels, samples }], options)).status).toBe(204);
    const series = await db.series.findMany({ where: { projectId: team.project.id } });
    expect(series).toMatchObject([{ name: "model_latency_seconds", labels: { job: "scorer", model: "7" } }]);
    const { rows } = await pointsPool().query("select value from metric_point where series_id = $1 order by ts", [
      series[0]?.id.toString(),
    ]);
    expect(rows).toEqual([{ value: 0.2 }, { value: 0.3 }]);
    const [event] = await db.inboundEvent.findMany({ where: { projectId: team.project.id, format: "prometheus" } });
    expect(event).toMatchObject({ outcome: "kept", points: 4, repeats: 1 });
  });

  test("what cannot be kept is 400 with the reason, and never asked for again; the rest stands", async () => {
    const answer = await write(await packed({ __name__: "x", job: "y".repeat(201) }));
    expect(answer).toEqual({ status: 400, text: "x: The label “job” is longer than 200 characters.\n" });
    await connect().series.createMany({
      data: Array.from({ length: MAX_SERIES }, (_, i) => ({
        projectId: team.project.id,
        name: `s${i}`,
        createdAt: new Date(),
      })),
    });
    expect(await write(await packed({ __name__: "s1" }))).toMatchObject({ status: 204 });
    expect(await write(await packed({ __name__: "one.more" }))).toMatchObject({
      status: 400,
      text: expect.stringContaining("2,000 series"),
    });
  });

  test.each([
    ["what is not snappy", new Uint8Array([200, 1, 2]), {}, 400],
    ["what says that it is a gigabyte", new Uint8Array([0x80, 0x80, 0x80, 0x80, 4, 0]), {}, 413],
    ["what would be unpacked for ever", new Uint8Array([1, 63 << 2, 0xfa, 255, 255, 255]), {}, 400],
    ["what is no such message", compress(new Uint8Array([10, 100, 1])), {}, 400],
    ["another packing", new Uint8Array([0]), { "content-encoding": "gzip" }, 415],
    [
      "the second version",
      new Uint8Array([0]),
      { "content-type": "application/x-protobuf;proto=io.prometheus.write.v2.Request" },
      415,
    ],
    ["a wrong token", new Uint8Array([0]), { authorization: "Bearer nobody" }, 401],
  ])("refuses %s", async (_, body, headers, status) => {
    expect((await write(body, headers)).status).toBe(status);
  });
});

describe("GET /metrics", () => {
  const figures = async (bearer?: string) => {
    const answer = await fetch(`${server.url}/metrics`, {
      headers: bearer ? { authorization: `Bearer ${bearer}` } : {},
    });
    return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
  };
  const alert = (projectId: string) =>
    connect().alert.create({
      data: {
        ...{ projectId, kind: "threshold", severity: "critical", state: "open", title: "x", fingerprint: projectId },
        ...{ openedAt: new Date(), lastAt: new Date() },
      },
    });

  test("says to an administrator how the program and all projects are", async () => {
    await alert(team.project.id);
    await write(await packed({ __name__: "up" }));
    const { status, type, text } = await figures(ADMIN_TOKEN);
    expect([status, type]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
    for (const line of [
      `throughline_alerts{project="${team.project.slug}",severity="critical",state="open"} 1`,
      ...[
        "throughline_evaluation_lag_seconds ",
        "throughline_dirty_buckets ",
        "throughline_workers ",
        'throughline_jobs{task="points",state="failed"} 0',
        "process_cpu_seconds_total ",
      ],
      ...['throughline_points_total{outcome="accepted"} ', "nodejs_eventloop_lag_seconds "],
    ])
      expect(text).toContain(line);
    expect((await figures(ADMIN_TOKEN)).text).toMatch(/throughline_requests_total\{door="other",status="2xx"\} \d/);
  });

  test("says to others only how the projects are that they see, and to nobody anything", async () => {
    const other = await makeTeam();
    for (const { project } of [team, other]) await alert(project.id);
    for (const mine of [
      await serviceToken(team.people.LD, team.project.slug, ["read"]),
      await personalToken(team.people.ML, ["read"]),
    ]) {
      const { status, text } = await figures(mine);
      expect(status).toBe(200);
      expect(text).toContain(team.project.slug);
      expect(text).not.toContain(other.project.slug);
      expect(text).not.toContain("process_");
    }
    expect([(await figures(token)).status, (await figures()).status, (await figures("nobody")).status]).toEqual([
      403, 401, 401,
    ]);
  });
});
