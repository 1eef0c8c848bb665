import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { disconnect } from "#server/db.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { answerApi } from "../../src/launch/machine-door.ts";
import { call, personalToken } from "../support/api.ts";
import { makeTeam } from "../support/people.ts";

const directory = mkdtempSync(path.join(tmpdir(), "tl-limits-"));
process.env.THROUGHLINE_DATA_DIR = directory;

let slug: string;
let token: string;

beforeAll(async () => {
  const { project, people } = await makeTeam();
  slug = project.slug;
  token = await personalToken(people.LD);
});
afterAll(async () => {
  await closePointsPool();
  await disconnect();
  rmSync(directory, { recursive: true, force: true });
});

const patch = (body: unknown) => call("PATCH", `/projects/${slug}`, { token, body });
const save = (document: unknown) =>
  call("PUT", `/projects/${slug}/stages/business-case`, { token, body: { version: 0, document } });
const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);

describe("JSON that is not accepted is refused fast, as what it is", () => {
  const bodies: [string, string | Uint8Array, number][] = [
    ["nothing that is JSON", "{summary:1}", 400],
    ["a torn end", '{"summary":"a"', 400],
    ["two values", '{"summary":"a"}{}', 400],
    ["a byte-order mark", '\uFEFF{"summary":"a"}', 400],
    ["bytes that are no UTF-8", new Uint8Array([0x22, 0xff, 0xfe, 0x22]), 400],
    ["NaN", '{"summary":NaN}', 400],
    ["a list instead of an object", "[]", 422],
    ["null", "null", 422],
    ["NUL in a text", '{"summary":"a\\u0000b"}', 422],
    ["half a surrogate pair", '{"summary":"a\\ud800b"}', 422],
    ["__proto__", '{"__proto__":{"isAdmin":true}}', 422],
    ["__proto__ in other letters", '{"\\u005f_proto__":{"isAdmin":true}}', 422],
    ["constructor.prototype", '{"constructor":{"prototype":{"isAdmin":true}}}', 422],
    ["65 lists", nested(65, "[", "]"), 400],
    ["10,000 lists", nested(10_000, "[", "]"), 400],
    ["half a million lists, open", "[".repeat(500_000), 400],
    ["many objects", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`, 400],
    [
      "a hundred thousand names",
      JSON.stringify(Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`k${i}`, 1]))),
      422,
    ],
    ["a number where a text belongs", '{"summary":1}', 422],
  ];
  test.each(bodies)("%s", async (_, body, status) => {
    const began = performance.now();
    const answer = await patch(body);
    expect(answer).toMatchObject({ status, body: { code: "INVALID", status } });
    expect(JSON.stringify(answer.body).length).toBeLessThan(20_000);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test("brackets within texts are no depth", async () => {
    expect((await patch({ summary: "[".repeat(200) })).status).toBe(200);
    expect((await patch('{"summary":"\\"[[[ \\\\"}')).status).toBe(200);
  });

  test("a name that is sent twice counts once, the last", async () => {
    expect((await patch('{"summary":"first","summary":"second"}')).body.summary).toBe("second");
  });

  test("nothing was added to every object", () => {
    expect(Object.hasOwn(Object.prototype, "isAdmin")).toBe(false);
  });

  test("a stage document is held to the same", async () => {
    expect((await save({ framing: { problem: "a\u0000b" } })).status).toBe(422);
    expect((await save("x")).status).toBe(422);
    expect((await save({ framing: [1] })).status).toBe(422);
  });

  test("labels of a series are held to the same", async () => {
    const send = (labels: unknown, name = "s") =>
      call("POST", `/projects/${slug}/metrics`, {
        token,
        body: { series: { name, labels }, points: [[Date.now(), 1]] },
      });
    expect((await send({ a: "\ud800" })).status).toBe(422);
    expect((await send({ a: "\u0000" })).status).toBe(422);
    expect((await send({}, "\udc00")).status).toBe(422);
    expect((await send({ a: "Zürich 🚲" })).status).toBe(202);
  });
});

describe("addresses that no database could look up are not found", () => {
  test.each([
    "/projects/%00",
    "/projects/%ff",
    "/projects/..%2f..%2fetc",
    "/projects/%F0%9F%9A%B2",
    "/projects/'%20or%201=1",
    `/projects/${"a".repeat(5000)}`,
  ])("%s", async (at) => {
    expect(await call("GET", at, { token })).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } });
  });

  test.each([
    "limit=1e9",
    "cursor=%00",
    "cursor=eyJ4",
    "from=x",
    "from=99999-01-01",
    "to=-1e99",
    "from=0000-01-01&to=0001-01-02",
    "from=-62167219200001&to=253402300799999",
    "cursor=0000-01-01T00:00:00Z_01900000-0000-7000-8000-000000000000",
    "cursor=%2B010000-01-01T00:00:00Z_01900000-0000-7000-8000-000000000000",
    "cursor=OTk5OTk5OTk5OTk5OTk5LjAxOTAwMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMA",
    "buckets=0",
    "buckets=1e6",
  ])("a question with %s is answered, never broken", async (query) => {
    for (const at of [
      "alerts",
      "activity",
      "series",
      "series/1/points",
      "criteria",
      "criteria/x/evaluations",
      "annotations",
      "data-sources",
      "inbound",
    ]) {
      const { status } = await call("GET", `/projects/${slug}/${at}?${query}`, { token });
      expect([at, [200, 404, 422].includes(status)]).toEqual([at, true]);
    }
  });

  test.each([
    ["GET", "data-sources/export?from=0000-01-01"],
    ["GET", "data-sources/export?format=pdf"],
    ["POST", "data-sources/import?dryRun=true"],
    ["POST", "files?name=a%00b.txt"],
    ["PUT", "model-cards/x/markdown?version=none"],
  ])("what is asked besides is judged where files go in and out: %s %s", async (method, at) => {
    const body = method === "GET" ? undefined : "key,name\n";
    const answer = await call(method, `/projects/${slug}/${at}`, { token, body });
    expect(answer).toMatchObject({ status: 422, body: { code: "INVALID" } });
  });

  test.each([
    ["abc", "not-an-id"],
    ["abc", "01900000-0000-7000-8000-000000000000"],
    ["NaN", "x"],
    ["", ""],
  ])("a cursor that was made up is told so: %j", async (...pair) => {
    const cursor = Buffer.from(JSON.stringify(pair)).toString("base64url");
    for (const sort of ["health", "name", "value", "since", "journey", "updated"]) {
      const { status } = await call("GET", `/projects?sort=${sort}&cursor=${cursor}`, { token });
      expect([sort, [200, 422].includes(status)]).toEqual([sort, true]);
    }
    const activity = `/projects/${slug}/activity?cursor=${encodeURIComponent(`2026-01-01T00:00:00Z_${pair[1]}`)}`;
    expect([200, 422]).toContain((await call("GET", activity, { token })).status);
  });
});

describe("a time that no database keeps", () => {
  test.each(["0000-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])(
    "%s is refused where it stands",
    async (at) => {
      const marked = await call("POST", `/projects/${slug}/annotations`, { token, body: { text: "Never", at } });
      expect(marked).toMatchObject({ status: 422, body: { issues: [{ path: "at" }] } });
      const drill = { name: "Test alert", firedAt: at };
      const recorded = await call("POST", `/projects/${slug}/fire-drills`, { token, body: drill });
      expect(recorded).toMatchObject({ status: 422, body: { issues: [{ path: "firedAt" }] } });
    },
  );

  test("a day, too", async () => {
    const at = `/projects/${slug}/stages/business-case`;
    const planned = await call("PATCH", at, { token, body: { dueOn: "0000-01-01" } });
    expect(planned).toMatchObject({ status: 422, body: { issues: [{ path: "dueOn" }] } });
  });
});

describe("numbers", () => {
  const at = () => Date.now() - 60_000;
  test.each([
    ["NaN as text", '"NaN"'],
    ["infinity", "1e309"],
    ["minus infinity", "-1e309"],
    ["a text", '"1e3"'],
    ["an empty text", '""'],
    ["null", "null"],
    ["true", "true"],
    ["a list", "[1]"],
    ["1e308", "1e308"],
  ])("%s is refused alone, by its place", async (_, value) => {
    const body = `{"series":{"name":"numbers"},"points":[[${at()},1],[${at()},${value}]]}`;
    const answer = await call("POST", `/projects/${slug}/metrics`, { token, body });
    expect(answer).toMatchObject({ status: 202, body: { refused: [{ index: 1, reason: expect.any(String) }] } });
  });

  test.each([0, -0, 5e-324, 2 ** 53 + 1, 1e100, -1e-200])("%d is taken", async (value) => {
    const body = { series: { name: "extreme" }, points: [[at() + Math.floor(Math.random() * 50_000), value]] };
    expect(await call("POST", `/projects/${slug}/metrics`, { token, body })).toMatchObject({
      status: 202,
      body: { refused: [] },
    });
    const { body: list } = await call("GET", `/projects/${slug}/series`, { token });
    const { id } = list.items.find(({ name }: { name: string }) => name === "extreme");
    expect((await call("GET", `/projects/${slug}/series/${id}/points`, { token })).status).toBe(200);
  });
});

describe("sizes", () => {
  test("JSON over 1 MB, points over 8 MB, files over 25 MB are too large", async () => {
    expect(await patch({ summary: "x".repeat(2_000_000) })).toMatchObject({ status: 413, body: { code: "TOO_LARGE" } });
    const big = `{"series":{"name":"s"},"points":[]}${" ".repeat(9 * 1024 * 1024)}`;
    expect((await call("POST", `/projects/${slug}/metrics`, { token, body: big })).status).toBe(413);
    const file = new Uint8Array(26 * 1024 * 1024).fill(65);
    expect((await call("POST", `/projects/${slug}/files?name=a.txt`, { token, body: file })).status).toBe(413);
  });

  test("a compressed body is not unpacked", async () => {
    const bomb = gzipSync(Buffer.alloc(1024 * 1024));
    const headers = { "content-encoding": "gzip" };
    const answer = await call("POST", `/projects/${slug}/metrics`, { token, body: new Uint8Array(bomb), headers });
    expect(answer).toMatchObject({ status: 415, body: { code: "INVALID" } });
  });

  describe("through a socket", () => {
    let server: Server;
    beforeAll(async () => {
      server = createServer(answerApi);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    });
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });

    /** Sends 64 KB at a time until an answer comes: its status line, and how many had gone out by then. */
    async function pour(head: string[], chunked: boolean): Promise<{ status: string; sent: number }> {
      const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
      const chunk = Buffer.alloc(64 * 1024, 32);
      const part = chunked ? Buffer.concat([Buffer.from("10000\r\n"), chunk, Buffer.from("\r\n")]) : chunk;
      let sent = 0;
      const flood = function* () {
        for (; sent < 16_384; sent++) yield part;
      };
      socket.write(`${head.join("\r\n")}\r\n\r\n`);
      const source = Readable.from(flood());
      source.pipe(socket);
      const [data] = await once(socket, "data");
      source.destroy();
      socket.destroy();
      return { status: String(data).split("\r\n")[0] ?? "", sent };
    }
    const head = () => [`PATCH /api/v1/projects/${slug} HTTP/1.1`, "Host: 127.0.0.1", `Authorization: Bearer ${token}`];

    test("a declared length over the limit is refused before the body comes", async () => {
      const { status, sent } = await pour([...head(), "Content-Length: 1073741824"], false);
      expect(status).toContain("413");
      expect(sent).toBeLessThan(200);
    });

    test("an endless body in chunks is refused at the limit", async () => {
      const { status, sent } = await pour([...head(), "Transfer-Encoding: chunked"], true);
      expect(status).toContain("413");
      expect(sent).toBeLessThan(200);
    });
  });
});

describe("files", () => {
  const upload = (name: string, body: Uint8Array | string) =>
    call("POST", `/projects/${slug}/files?name=${encodeURIComponent(name)}`, { token, body });

  test("come back as a download that runs nothing", async () => {
    const kept = await upload("Ünsafe <b>.txt", "<script>alert(1)</script>");
    expect(kept).toMatchObject({ status: 201, body: { name: "Ünsafe b.txt", mediaType: "text/plain", sizeBytes: 25 } });
    const got = await call("GET", kept.body.url.replace("/api/v1", ""), { token });
    expect(got.body).toBe("<script>alert(1)</script>");
    expect(got.headers.get("content-disposition")).toBe(
      `attachment; filename="_nsafe b.txt"; filename*=UTF-8''%C3%9Cnsafe%20b.txt`,
    );
    expect(got.headers.get("x-content-type-options")).toBe("nosniff");
    expect(got.headers.get("content-security-policy")).toContain("sandbox");
  });

  test("come as a form, too", async () => {
    const form = new FormData();
    form.set("file", new File(["a,b\n1,2\n"], "table.csv"));
    expect(await call("POST", `/projects/${slug}/files`, { token, body: form })).toMatchObject({
      status: 201,
      body: { name: "table.csv", mediaType: "text/csv" },
    });
    const empty = new FormData();
    empty.set("other", "x");
    expect((await call("POST", `/projects/${slug}/files`, { token, body: empty })).status).toBe(422);
    const torn = { "content-type": "multipart/form-data; boundary=x" };
    expect(
      (await call("POST", `/projects/${slug}/files`, { token, body: "--x\r\nnonsense", headers: torn })).status,
    ).toBe(400);
  });

  test.each([
    ["a.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"],
    ["a.html", "<!doctype html><script></script>"],
    ["a.png", "<html></html>"],
    ["a.exe", "MZ"],
    ["report.pdf.exe", "%PDF-1.7"],
    ["empty.txt", ""],
    ["nul.txt", "a\u0000b"],
  ])("%s is not kept", async (name, content) => {
    expect(await upload(name, content)).toMatchObject({ status: 422, body: { code: "INVALID" } });
  });

  test.each(["../../etc/passwd.txt", "\u202Etxt.exe.txt", `${"a".repeat(300)}.txt`, "a\u0001\r\nSet-Cookie: x.txt"])(
    "the name %j is made harmless",
    async (name) => {
      const kept = await upload(name, "words");
      expect(kept.status).toBe(201);
      expect(kept.body.name).not.toMatch(/[\p{Cc}\p{Cf}/\\]/u);
      const got = await call("GET", kept.body.url.replace("/api/v1", ""), { token });
      expect([got.status, got.headers.get("set-cookie")]).toEqual([200, null]);
    },
  );
});
