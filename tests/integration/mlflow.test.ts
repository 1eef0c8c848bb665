import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { api } from "#api/app.ts";
import { db, disconnect } from "#server/db.ts";
import { closePointsPool, pointsPool } from "#server/points/pool.ts";
import { personalToken, serviceToken } from "../support/api.ts";
import { replay } from "../support/mlflow-replay.ts";
import { ask } from "../support/mlflow-rows.ts";
import { type Listening, listen } from "../support/mlflow-server.ts";
import { makeTeam } from "../support/people.ts";

/* MLflow's endpoints as its clients ask them: recorded traffic first, then what clients do only sometimes. */

const directory = mkdtempSync(path.join(tmpdir(), "tl-mlflow-"));
process.env.THROUGHLINE_DATA_DIR = directory;

let slug: string;
let projectId: string;
let token: string;
let server: Listening;

beforeAll(async () => {
  const { project, people } = await makeTeam();
  slug = project.slug;
  projectId = project.id;
  token = await serviceToken(people.LD, slug, ["ingest"]);
  server = await listen();
}, 120_000);
afterAll(async () => {
  server.close();
  await closePointsPool();
  await disconnect();
  rmSync(directory, { recursive: true, force: true });
});

const post = (at: string, body: object) => ask(token, slug, "POST", `/mlflow/${at}`, { body });
const get = (at: string) => ask(token, slug, "GET", `/mlflow/${at}`);

async function newRun(also: object = {}): Promise<string> {
  const { body } = await post("runs/create", { experiment_id: "0", ...also });
  return body.run.info.run_id;
}

describe("the traffic of a 3.11 client against its own server, asked again here", { timeout: 240_000 }, () => {
  test("every call has the same status, and every name in its answer is in ours", async () => {
    const { project, people } = await makeTeam();
    const own = await serviceToken(people.LD, project.slug, ["ingest"]);
    const earlier = (at: string, body: object) => ask(own, project.slug, "POST", `/mlflow/${at}`, { body });
    // what was there when the recording began
    await earlier("experiments/create", { name: "churn" });
    await earlier("logged-models", {
      experiment_id: "1",
      name: "model",
      source_run_id: "x",
      tags: TAGS,
      params: PARAMS,
    });
    for (const name of ["churn-clf", "churn-clf2"]) await earlier("registered-models/create", { name });
    await earlier("model-versions/create", { name: "churn-clf2", source: "mlflow-artifacts:/1/x/artifacts/model" });
    const { calls, different } = await replay("tests/fixtures/mlflow-3.11-calls.jsonl", own, project.slug);
    expect(calls).toBe(195);
    expect(different).toEqual([]);
  });

  const PARAMS = ["a", "b", "lr"].map((key) => ({ key, value: "1" }));
  const TAGS = ["mlflow.modelVersions", "mlflow.source.name", "mlflow.source.type", "mlflow.user"].map((key) => ({
    key,
    value: "[]",
  }));
});

describe("what nobody has is said in JSON", () => {
  test.each([
    ["GET", "/mlflow/nothing"],
    ["POST", "/mlflow/traces"],
    ["DELETE", "/mlflow/runs/create"],
  ])("%s %s", async (method, at) => {
    const { status, body } = await ask(token, slug, method, at);
    expect([status, body.error_code]).toEqual([404, "ENDPOINT_NOT_FOUND"]);
  });

  test("the newer interface, too, and the address alone", async () => {
    for (const base of ["/api/3.0", "", "/anything"]) {
      const { status, body } = await ask(token, slug, "POST", "/mlflow/traces", { base, body: {} });
      expect([status, body.error_code]).toEqual([404, "ENDPOINT_NOT_FOUND"]);
    }
  });

  test("an experiment and a run", async () => {
    for (const at of [
      "experiments/get?experiment_id=77",
      "experiments/get?experiment_id=99999999999999",
      "experiments/get-by-name?experiment_name=x",
      "runs/get?run_id=x",
    ])
      expect(await get(at)).toMatchObject({ status: 404, body: { error_code: "RESOURCE_DOES_NOT_EXIST" } });
  });

  test("health and version are plain; the second interface answers alike", async () => {
    expect((await ask(token, slug, "GET", "/health", { base: "" })).body).toBe("OK");
    expect((await ask(token, slug, "GET", "/version", { base: "" })).body).toMatch(/^3\.\d+\.\d+$/);
    const found = await ask(token, slug, "GET", "/mlflow/experiments/get?experiment_id=0", { base: "/ajax-api/2.0" });
    expect(found.body.experiment).toMatchObject({ name: "Default", lifecycle_stage: "active" });
  });
});

describe("who asks", () => {
  test("the address that the client prints under a run leads people to the project's runs", async () => {
    for (const end of ["", "/"]) {
      const answer = await api.fetch(new Request(`http://localhost/api/mlflow/card${end}`));
      expect([answer.status, answer.headers.get("location")]).toEqual([302, "/projects/card/facts/training-runs"]);
    }
  });

  test("Basic carries the token as its password, whatever the name", async () => {
    const headers = { authorization: `Basic ${Buffer.from(`anybody:${token}`).toString("base64")}` };
    const found = await ask(undefined, slug, "GET", "/mlflow/experiments/get?experiment_id=0", { headers });
    expect(found.status).toBe(200);
    const wrong = { authorization: `Basic ${Buffer.from("anybody:wrong").toString("base64")}` };
    const refused = await ask(undefined, slug, "GET", "/mlflow/experiments/get?experiment_id=0", { headers: wrong });
    expect(refused).toMatchObject({ status: 401, body: { error_code: "UNAUTHENTICATED" } });
  });

  test("an engineer's own token logs in their name", async () => {
    const { project, people } = await makeTeam();
    const own = await personalToken(people.ML);
    const { body } = await ask(own, project.slug, "POST", "/mlflow/runs/create", { body: { experiment_id: 0 } });
    const fact = await db.fact.findFirstOrThrow({ where: { projectId: project.id, key: body.run.info.run_id } });
    expect(fact).toMatchObject({ origin: "mlflow", recordedByName: people.ML.name, recordedBy: people.ML.userId });
  });
});

describe("a repeated request", () => {
  test("changes nothing: a metric, not finite too, a param, a tag, a batch", async () => {
    const run_id = await newRun();
    const at = { run_id, timestamp: 1_700_000_000_000, step: "3" };
    for (let time = 0; time < 2; time++) {
      for (const value of [0.5, "NaN", "-Infinity"])
        expect((await post("runs/log-metric", { ...at, key: `m${value}`, value })).status).toBe(200);
      expect((await post("runs/log-parameter", { run_id, key: "lr", value: "0.1" })).status).toBe(200);
      expect((await post("runs/set-tag", { run_uuid: run_id, key: "t", value: "v" })).status).toBe(200);
    }
    const history = await get(`metrics/get-history?run_id=${run_id}&metric_key=mNaN`);
    expect(history.body.metrics).toEqual([{ key: "mNaN", value: "NaN", timestamp: 1_700_000_000_000, step: 3 }]);
    const { data } = (await get(`runs/get?run_id=${run_id}`)).body.run;
    expect(data.metrics.map(({ value }: { value: unknown }) => value)).toEqual(["-Infinity", 0.5, "NaN"]);
  });

  test("the value of the highest step stands, in whatever order they come", async () => {
    const run_id = await newRun();
    const metric = (step: number, value: number) => ({ key: "loss", value, step, timestamp: 1000 + step });
    await post("runs/log-batch", { run_id, metrics: [metric(5, 0.1), metric(2, 0.4)] });
    await post("runs/log-metric", { run_id, ...metric(3, 0.3) });
    const { data } = (await get(`runs/get?run_id=${run_id}`)).body.run;
    expect(data.metrics).toEqual([metric(5, 0.1)]);
  });

  test("many writers of one run lose nothing", async () => {
    const run_id = await newRun();
    const metrics = (writer: number) =>
      Array.from({ length: 50 }, (_, step) => ({
        key: `k${step % 7}`,
        value: writer,
        step: writer * 100 + step,
        timestamp: 1,
      }));
    const params = (writer: number) => [{ key: `p${writer}`, value: "1" }];
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => post("runs/log-batch", { run_id, metrics: metrics(i), params: params(i) })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    const { rows } = await pointsPool().query("select count(*)::int as n from mlflow_metric where run_id = $1", [
      run_id,
    ]);
    expect(rows[0].n).toBe(400);
    expect((await get(`runs/get?run_id=${run_id}`)).body.run.data.params).toHaveLength(8);
  });
});

describe("what is wrong is the caller's fault, and never tried again for minutes", () => {
  test.each<[string, string, unknown]>([
    ["no run", "runs/log-metric", { key: "a", value: 1 }],
    ["no number", "runs/log-metric", { run_id: "RUN", key: "a", value: "much" }],
    ["a number that every object is born with", "runs/log-metric", { run_id: "RUN", key: "a", value: "__proto__" }],
    ["a name that is none", "runs/log-metric", { run_id: "RUN", key: "a\u0007b", value: 1 }],
    ["a text that Postgres cannot keep", "runs/set-tag", { run_id: "RUN", key: "a", value: "a\u0000b" }],
    ["a step beyond 64 bits", "runs/log-metric", { run_id: "RUN", key: "a", value: 1, step: "99999999999999999999" }],
    ["too many metrics", "runs/log-batch", { run_id: "RUN", metrics: Array(1001).fill({ key: "a", value: 1 }) }],
    ["a param with another value", "runs/log-parameter", { run_id: "RUN", key: "fixed", value: "2" }],
    ["a filter that is none", "runs/search", { experiment_ids: ["0"], filter: "metrics.a ~ 1" }],
    ["an order that is none", "runs/search", { experiment_ids: ["0"], order_by: ["sideways"] }],
    ["another server's page", "runs/search", { experiment_ids: ["0"], page_token: "x" }],
    ["a status that is none", "runs/update", { run_id: "RUN", status: "TIRED" }],
    ["an experiment that is a word", "runs/create", { experiment_id: "abc" }],
    ["a model name with a slash", "registered-models/create", { name: "a/b" }],
    ["a list", "runs/create", [1]],
  ])("%s", async (_, at, body) => {
    const run = await newRun();
    await post("runs/log-parameter", { run_id: run, key: "fixed", value: "1" });
    const sent = JSON.parse(JSON.stringify(body).replaceAll('"RUN"', JSON.stringify(run)));
    const answer = await post(at, sent);
    expect(answer).toMatchObject({
      status: 400,
      body: { error_code: "INVALID_PARAMETER_VALUE", message: expect.any(String) },
    });
  });

  test("no JSON at all", async () => {
    const answer = await ask(token, slug, "POST", "/mlflow/runs/create", { body: "{" });
    expect(answer).toMatchObject({ status: 400, body: { error_code: "INVALID_PARAMETER_VALUE" } });
  });

  test("a LIKE with a backslash, and texts that look like SQL, are only texts", async () => {
    for (const filter of [
      "params.a LIKE 'x\\'",
      "tags.`a'; drop table mlflow_run; --` = 'x'",
      "params.a ILIKE '%_\\%'",
    ])
      expect(await post("runs/search", { experiment_ids: ["0"], filter })).toMatchObject({ status: 200 });
  });
});

describe("a deleted experiment", () => {
  test("takes its runs along and brings them back; one that was deleted before stays deleted", async () => {
    const { body: made } = await post("experiments/create", { name: "fading" });
    const [kept, gone] = [await newRun(made), await newRun(made)];
    await post("runs/delete", { run_id: gone });
    const active = async () =>
      ((await post("runs/search", { experiment_ids: [made.experiment_id] })).body.runs ?? []).map(
        ({ info }: { info: { run_id: string } }) => info.run_id,
      );
    for (let time = 0; time < 2; time++) expect((await post("experiments/delete", made)).status).toBe(200);
    expect(await active()).toEqual([]);
    expect((await post("runs/log-metric", { run_id: kept, key: "a", value: 1 })).status).toBe(400);
    await post("experiments/restore", made);
    expect(await active()).toEqual([kept]);
    expect((await post("runs/log-metric", { run_id: kept, key: "a", value: 1 })).status).toBe(200);
  });
});

describe("runs on pages", () => {
  test("come once each, in order, not-a-number after the numbers and nothing last", async () => {
    const { body: made } = await post("experiments/create", { name: "pages" });
    const values = [3, "NaN", 1, null, 2];
    for (const value of values) {
      const run_id = await newRun({ experiment_id: made.experiment_id, run_name: String(value) });
      if (value !== null) await post("runs/log-metric", { run_id, key: "score", value });
    }
    const asked = { experiment_ids: [made.experiment_id], max_results: 2, order_by: ["metrics.score DESC"] };
    const names: string[] = [];
    let page_token: string | undefined;
    do {
      const { body } = await post("runs/search", { ...asked, ...(page_token && { page_token }) });
      names.push(...body.runs.map((run: { info: { run_name: string } }) => run.info.run_name));
      page_token = body.next_page_token;
    } while (page_token);
    expect(names).toEqual(["3", "2", "1", "NaN", "null"]);
  });
});

describe("artefacts", () => {
  const at = (name: string) => `/mlflow-artifacts/artifacts/${name}`;

  test("are kept whole, listed by folder, replaced and removed; their bytes are gone from the disk with them", async () => {
    const bytes = new Uint8Array(300_000).map((_, i) => i % 251);
    expect((await ask(token, slug, "PUT", at("9/r/artifacts/m/a%20b.bin"), { body: bytes })).status).toBe(200);
    expect((await ask(token, slug, "PUT", at("9/r/artifacts/m/a%20b.bin"), { body: bytes.slice(5) })).status).toBe(200);
    await ask(token, slug, "PUT", at("9/r/artifacts/top.txt"), { body: "x" });
    const list = async (folder: string) =>
      (await ask(token, slug, "GET", `/mlflow-artifacts/artifacts?path=${encodeURIComponent(folder)}`)).body.files;
    expect(await list("9/r/artifacts")).toEqual([
      { path: "m", is_dir: true },
      { path: "top.txt", is_dir: false, file_size: 1 },
    ]);
    expect(await list("9/r/artifacts/m")).toEqual([{ path: "a b.bin", is_dir: false, file_size: 299_995 }]);
    const answer = await fetch(`${server.url}/api/mlflow/${slug}/api/2.0${at("9/r/artifacts/m/a%20b.bin")}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.headers.get("content-length")).toBe("299995");
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes.slice(5));
    const blobs = async () =>
      (await pointsPool().query("select count(*)::int as n from mlflow_artefact where project_id = $1", [projectId]))
        .rows[0].n;
    expect(await blobs()).toBe(2);
    expect((await ask(token, slug, "DELETE", at("9/r/artifacts/m"))).status).toBe(200);
    expect(await list("9/r/artifacts/m")).toEqual([]);
    expect((await ask(token, slug, "GET", at("9/r/artifacts/m/a%20b.bin"))).status).toBe(404);
    expect((await ask(token, slug, "DELETE", at("9/r/artifacts/m"))).status).toBe(200);
  });

  test("whose bytes are gone from the disk is not found, which no client repeats for minutes", async () => {
    await ask(token, slug, "PUT", at("9/lost.txt"), { body: "x" });
    rmSync(path.join(directory, "artefacts"), { recursive: true });
    expect(await ask(token, slug, "GET", at("9/lost.txt"))).toMatchObject({
      ...{ status: 404, body: { error_code: "RESOURCE_DOES_NOT_EXIST" } },
    });
  });

  test("whose sender breaks off is not kept", async () => {
    const name = `/api/mlflow/${slug}/api/2.0${at("9/torn.bin")}`;
    await new Promise<void>((resolve) => {
      const { hostname, port } = new URL(server.url);
      const headers = { authorization: `Bearer ${token}`, "content-length": "1000" };
      const sent = request({ hostname, port, method: "PUT", path: name, headers });
      sent.on("error", () => resolve());
      sent.write("only this", () => sent.destroy(new Error("gone")));
    });
    expect((await ask(token, slug, "GET", at("9/torn.bin"))).status).toBe(404);
    expect((await ask(token, slug, "PUT", at("9/empty"), { body: "" })).status).toBe(200);
    expect(await ask(token, slug, "GET", at("9/empty"))).toMatchObject({ status: 200, body: "" });
  });

  test.each([
    "../../../etc/passwd",
    "1/%2e%2e/%2e%2e/x",
    "1/%2e%2e/x",
    "1/2/../x",
    "1/%252e%252e/x",
    "1/a%00b",
    "%2Fetc/passwd",
    "1/..%2f..%2fx",
  ])("%s is refused, however it is sent", async (name) => {
    for (const method of ["PUT", "GET", "DELETE"]) {
      const answer = await rawRequest(method, `/api/mlflow/${slug}/api/2.0${at(name)}`, method === "PUT" ? "x" : "");
      expect([answer.status, JSON.parse(answer.body).error_code]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    }
  });

  test("over the limit: a declared length before a byte is read, an undeclared one while it comes; nothing is left", async () => {
    process.env.THROUGHLINE_ARTEFACT_LIMIT_MB = "1";
    try {
      const name = `/api/mlflow/${slug}/api/2.0${at("9/big.bin")}`;
      const declared = await rawRequest("PUT", name, "", { "content-length": String(2 ** 30) });
      const endless = await rawRequest("PUT", name, endlessly(), { "transfer-encoding": "chunked" });
      for (const { status, body } of [declared, endless])
        expect([status, JSON.parse(body).error_code]).toEqual([413, "INVALID_PARAMETER_VALUE"]);
      expect((await ask(token, slug, "GET", at("9/big.bin"))).status).toBe(404);
    } finally {
      delete process.env.THROUGHLINE_ARTEFACT_LIMIT_MB;
    }
  });

  function endlessly(): Readable {
    return Readable.from(
      (function* () {
        for (let i = 0; i < 1_000; i++) yield Buffer.alloc(64 * 1024, 1);
      })(),
    );
  }

  /** As bytes on the wire: no client in between that cleans the address. */
  function rawRequest(method: string, address: string, body: string | Readable, headers: Record<string, string> = {}) {
    return new Promise<{ status: number; body: string }>((resolve, reject) => {
      const { hostname, port } = new URL(server.url);
      const authorization = `Bearer ${token}`;
      const sent = request(
        { hostname, port, method, path: address, headers: { authorization, ...headers } },
        (answer) => {
          let text = "";
          answer.on("data", (chunk) => {
            text += chunk;
          });
          answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: text }));
        },
      );
      sent.on("error", (error: NodeJS.ErrnoException) =>
        error.code === "EPIPE" || error.code === "ECONNRESET" ? null : reject(error),
      );
      if (typeof body === "string") headers["content-length"] ? sent.flushHeaders() : sent.end(body);
      else body.pipe(sent);
    });
  }
});

describe("an alias moves", () => {
  test("and with it where both versions stand; a deleted version takes its fact and aliases along", async () => {
    await post("registered-models/create", { name: "mover" });
    for (let i = 0; i < 2; i++) await post("model-versions/create", { name: "mover", source: "s3://somewhere/model" });
    await post("registered-models/alias", { name: "mover", alias: "champion", version: "1" });
    await post("registered-models/alias", { name: "mover", alias: "champion", version: "2" });
    const standings = async () => {
      const where = { projectId, kind: "model-versions", key: { startsWith: "mover:" }, removedAt: null };
      const rows = await db.fact.findMany({ where, orderBy: { key: "asc" } });
      return rows.map(({ data }) => (data as { standing: string }).standing);
    };
    expect(await standings()).toEqual(["retired", "champion"]);
    await ask(token, slug, "DELETE", "/mlflow/model-versions/delete", { body: { name: "mover", version: "2" } });
    expect(await standings()).toEqual(["retired"]);
    expect((await get("registered-models/alias?name=mover&alias=champion")).status).toBe(400);
    expect(
      (await post("model-versions/create", { name: "mover", source: "s3://x/y" })).body.model_version.version,
    ).toBe("3");
  });
});
