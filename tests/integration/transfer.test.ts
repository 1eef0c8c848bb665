import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorize, authorizeOrg } from "#server/access.ts";
import { addComment } from "#server/comments.ts";
import { connect, db, disconnect } from "#server/db.ts";
import { storeFile } from "#server/files.ts";
import { putArtefact } from "#server/mlflow/artefacts.ts";
import { namesOf } from "#server/names.ts";
import { closePointsPool } from "#server/points/pool.ts";
import { openExport, requestExport } from "#server/transfer/exports.ts";
import { discardImport, getImport, receiveImport, startImport } from "#server/transfer/imports.ts";
import { MANIFEST, rowsIn } from "#server/transfer/manifest.ts";
import { runTransfer } from "#server/transfer/run-transfer.ts";
import { writeProject } from "#server/transfer/write-project.ts";
import { call, personalToken } from "../support/api.ts";
import { send } from "../support/metrics.ts";
import { auditOf, makePerson, makeTeam, type TestPerson } from "../support/people.ts";
import { bring, exportAndBringBack, fileOf } from "../support/transfers.ts";
import { forged, pack, unpack } from "../support/zips.ts";

const directory = mkdtempSync(path.join(tmpdir(), "tl-transfer-"));
process.env.THROUGHLINE_DATA_DIR = directory;
const still = new AbortController().signal;

let team: Awaited<ReturnType<typeof makeTeam>>;
let content: Buffer;

beforeAll(async () => {
  team = await makeTeam();
  const { project, people } = team;
  const may = await authorize(people.PM, project.slug, "stage.comment", "evidence.add", "metrics.write", "fact.record");
  await addComment(may, "business-case", { body: "Signed by somebody who has left since", blocking: true });
  await storeFile(may, "notes.txt", Buffer.from("plain words"));
  const bytes = new Blob([new Uint8Array(3_000_000).fill(7)]).stream();
  await putArtefact(may, "0/run/artifacts/model.bin", { stream: bytes, declared: null });
  await send(may, [[Date.now() - 60_000, 0.5]]);
  content = await fileOf(project.id);
});
afterAll(async () => {
  await closePointsPool();
  await disconnect();
  rmSync(directory, { recursive: true, force: true });
});

describe("out", () => {
  test("the worker writes the file once, whoever asks twice, and the audit says who asked", async () => {
    const access = await authorize(team.people.PM, team.project.slug, "project.export");
    const asked = await requestExport(access, { artefacts: false });
    expect(await requestExport(access, { artefacts: false })).toMatchObject({ id: asked.id });
    await expect(requestExport(access, { artefacts: true })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(openExport(access, asked.id)).rejects.toMatchObject({ code: "CONFLICT" });
    await runTransfer(asked.id, still);
    const { stream, sizeBytes } = await openExport(access, asked.id);
    const written = Buffer.from(await new Response(stream).arrayBuffer());
    expect(written.byteLength).toBe(sizeBytes);
    const parts = await unpack(written);
    expect(Object.keys(parts).filter((name) => name.startsWith("artefacts/"))).toEqual([]);
    expect(Object.keys(parts)).not.toContain(rowsIn("mlflow_artefact"));
    expect(await auditOf({ action: "project.export", projectId: team.project.id })).toMatchObject([
      { actorId: team.people.PM.userId, after: { artefacts: false } },
    ]);
  });

  test("no secret is in it: neither tokens nor what webhooks sign with", async () => {
    const token = await personalToken(team.people.LD);
    const all = Buffer.concat(Object.values(await unpack(await fileOf(team.project.id)))).toString("latin1");
    for (const secret of [token, "api_token", "hook_secret", "salt", "password"]) expect(all).not.toContain(secret);
  });

  test("a reviewer may not", async () => {
    await expect(authorize(team.people.RV, team.project.slug, "project.export")).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

test("an export that is cut short lets go of its file", async () => {
  const file = path.join(directory, "cut-short.zip");
  const wanted = { projectId: team.project.id, artefacts: true, by: "Test", organisation: "Test" };
  const cutShort = () => {
    throw new Error("the worker stops");
  };
  await expect(writeProject(file, wanted, cutShort)).rejects.toThrow("the worker stops");
  const isFileOfOurs = (fd: string) => readlinkSync(`/proc/self/fd/${fd}`) === file;
  expect(readdirSync("/proc/self/fd").filter((fd) => existsSync(`/proc/self/fd/${fd}`) && isFileOfOurs(fd))).toEqual(
    [],
  );
});

describe("in", () => {
  test("a file shows what it holds, then becomes a project of its own, led by who brought it", async () => {
    const person = await makePerson("Ina Import");
    const access = authorizeOrg(person, "project.create");
    const id = await bring(person, content);
    const preview = await getImport(access, id);
    expect(preview).toMatchObject({ state: "received", manifest: { project: { slug: team.project.slug }, files: 2 } });
    expect(preview.people?.matched.map(({ here }) => here)).toContain("Rita Review");
    await startImport(access, id, { name: "Brought", slug: undefined });
    await runTransfer(id, still);
    const done = await getImport(access, id);
    expect(done).toMatchObject({ state: "done", slug: "brought", problem: null });
    const read = await authorize(person, "brought", "project.lifecycle");
    const copy = await db.project.findUniqueOrThrow({ where: { id: read.projectId }, include: { members: true } });
    expect(copy).toMatchObject({ name: "Brought", deletedAt: null });
    expect(copy.members).toHaveLength(6);
    const artefact = await db.mlflowArtefact.findFirstOrThrow({ where: { projectId: copy.id } });
    expect(artefact).toMatchObject({ blob: expect.stringMatching(new RegExp(`^${copy.id}/`)), sizeBytes: 3_000_000n });
    expect(await auditOf({ action: "project.import", projectId: copy.id })).toMatchObject([
      { actorId: person.userId, importId: null, after: { original: team.project.slug } },
    ]);
    expect(await db.auditEvent.count({ where: { projectId: copy.id, importId: id } })).toBeGreaterThan(5);
    await expect(startImport(access, id, { slug: undefined })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("who is not known here stays as a name, without an account", async () => {
    const elsewhere = await forged(content, "people.ndjson", (text) =>
      text.replaceAll("@example.org", "@elsewhere.example"),
    );
    const slug = await become(team.people.LD, elsewhere);
    const project = await db.project.findUniqueOrThrow({
      where: { slug },
      include: { members: true, importedPeople: true },
    });
    expect(project.members.map(({ userId }) => userId)).toEqual([team.people.LD.userId]);
    expect(project.importedPeople.map(({ name }) => name).sort()).toContain("Rita Review");
    const comment = await db.comment.findFirstOrThrow({ where: { projectId: project.id } });
    expect(comment.authorId).not.toBe(team.people.PM.userId);
    expect((await namesOf([comment.authorId])).get(comment.authorId)).toBe("Pia Product");
    expect(await db.user.count({ where: { email: { endsWith: "elsewhere.example" } } })).toBe(0);
    const again = await unpack(await fileOf(project.id));
    expect(again["people.ndjson"]?.toString()).toContain("@elsewhere.example");
  });

  test("the same file twice makes two projects with two addresses", async () => {
    const [one, two] = [await become(team.people.LD, content), await become(team.people.LD, content)];
    expect(one).not.toBe(two);
  });

  test("an address that is taken is refused before anything is done", async () => {
    const id = await bring(team.people.LD, content);
    const access = authorizeOrg(team.people.LD, "project.create");
    await expect(startImport(access, id, { slug: team.project.slug })).rejects.toMatchObject({ code: "CONFLICT" });
    await discardImport(access, id);
    await expect(getImport(access, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("what somebody else brought is not there", async () => {
    const moved = await exportAndBringBack(team.people.LD, team.project.slug);
    const other = authorizeOrg(team.people.PM, "project.create");
    await expect(getImport(other, moved.import)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await discardImport(authorizeOrg(team.people.LD, "project.create"), moved.import);
  });
});

describe("a file that cannot be trusted is refused at the door", () => {
  test.each([
    ["no zip", async () => Buffer.from("PK, but not really"), /damaged, cut off, or no zip/],
    ["cut off", async () => content.subarray(0, content.byteLength - 500), /damaged, cut off/],
    ["somebody else’s zip", async () => pack({ "readme.txt": Buffer.from("hello") }), /manifest.json.* is missing/],
    ["a path that climbs", async () => await climbing(), /table of contents.*invalid relative path/],
    [
      "a later format",
      async () => withManifest({ formatVersion: 9, productVersion: "7.0" }),
      /made by Throughline 7\.0.*Update/,
    ],
    ["another format", async () => withManifest({ format: "zoo" }), /no project that Throughline exported/],
    ["people who were changed", async () => changed("people.ndjson"), /SHA-256 differs/],
  ])("%s", async (_, make, message) => {
    const file = await make();
    await expect(bring(team.people.LD, file)).rejects.toThrow(message);
  });

  test("more than is taken in, packed or unpacked, is too large", async () => {
    process.env.THROUGHLINE_IMPORT_LIMIT_MB = "1";
    try {
      const bomb = await pack({ [MANIFEST]: Buffer.from("{}"), "rows/fact.ndjson": Buffer.alloc(20 * 2 ** 20) });
      expect(bomb.byteLength).toBeLessThan(2 ** 20);
      await expect(bring(team.people.LD, bomb)).rejects.toMatchObject({ code: "TOO_LARGE" });
      const declared = { stream: null, declared: 2 ** 21 };
      await expect(receiveImport(authorizeOrg(team.people.LD, "project.create"), declared)).rejects.toMatchObject({
        code: "TOO_LARGE",
      });
    } finally {
      delete process.env.THROUGHLINE_IMPORT_LIMIT_MB;
    }
  });
});

describe("a file that is found wrong while it is read makes no project", () => {
  const comment = rowsIn("comment");
  const other = "01900000-0000-7000-8000-000000000000";
  test.each([
    [
      "a damaged line",
      () => forged(content, comment, (text) => `${text.slice(0, 40)}\n`),
      /Line 1 of .rows\/comment.* no JSON/,
    ],
    [
      "a row of another project",
      () => forged(content, comment, (text) => text.replaceAll(team.project.id, other)),
      /another project/,
    ],
    [
      "an id that leads out",
      () =>
        forged(
          content,
          rowsIn("evidence"),
          () =>
            `{"file_id":"${other}","project_id":"${team.project.id}","stage_key":"model","kind":"link","url":null}\n`,
        ),
      /file_id leads to something/,
    ],
    [
      "an id in capital letters, which would stay as it is",
      () =>
        forged(content, comment, (text) => text.replace(/"id": "[^"]+"/, (id) => `"id"${id.slice(4).toUpperCase()}`)),
      /id is not written as ids are/,
    ],
    [
      "a column that is not known",
      () => forged(content, comment, (text) => text.replaceAll('"body"', '"boddy"')),
      /does not know “boddy”/,
    ],
    [
      "a stage that is not known",
      () => forged(content, comment, (text) => text.replaceAll("business-case", "eleventh")),
      /stage_key/,
    ],
    [
      "a script as a link",
      () =>
        forged(content, rowsIn("evidence"), () => '{"stage_key":"model","kind":"link","url":"javascript:alert(1)"}\n'),
      /url/,
    ],
    [
      "a value of the wrong type",
      () => forged(content, comment, (text) => text.replace(/"at": "[^"]*"/, '"at": "soon"')),
      /comment/,
    ],
    ["a part that was changed", () => changed(comment), /SHA-256 differs/],
    ["a file that is gone", () => without("files/"), /file that the project keeps is missing/],
    ["an artefact that was changed", () => changedUnder("artefacts/"), /SHA-256 differs/],
  ])("%s", async (_, make, message) => {
    const before = await counts();
    const id = await bring(team.people.LD, await make());
    const access = authorizeOrg(team.people.LD, "project.create");
    await startImport(access, id, { slug: undefined });
    await runTransfer(id, still);
    const { state, problem } = await getImport(access, id);
    expect(state).toBe("failed");
    expect(problem).toMatch(message);
    expect(await counts()).toEqual(before);
    await discardImport(access, id);
  });

  test("a worker that stops in between leaves nothing, and the next one begins anew", async () => {
    const id = await bring(team.people.LD, content);
    const access = authorizeOrg(team.people.LD, "project.create");
    await startImport(access, id, { slug: undefined });
    const before = await counts();
    await expect(runTransfer(id, AbortSignal.abort())).rejects.toThrow();
    expect(await counts()).toEqual(before);
    await runTransfer(id, still);
    expect(await getImport(access, id)).toMatchObject({ state: "done" });
  });
});

test("over HTTP: ask, fetch, send, start", async () => {
  const token = await personalToken(team.people.LD);
  const asked = await call("POST", `/projects/${team.project.slug}/exports`, { token, body: {} });
  expect(asked.status).toBe(201);
  await runTransfer(asked.body.id, still);
  const sent = await call("POST", "/imports", {
    token,
    body: new Uint8Array(content),
    headers: { "content-type": "application/zip" },
  });
  expect(sent).toMatchObject({ status: 201, body: { state: "received", manifest: { artefacts: "included" } } });
  expect(await call("POST", `/imports/${sent.body.id}/start`, { token, body: {} })).toMatchObject({ status: 200 });
  await runTransfer(sent.body.id, still);
  expect((await call("GET", `/imports/${sent.body.id}`, { token })).body).toMatchObject({ state: "done" });
});

async function become(person: TestPerson, file: Buffer): Promise<string> {
  const access = authorizeOrg(person, "project.create");
  const id = await bring(person, file);
  await startImport(access, id, { slug: undefined });
  await runTransfer(id, still);
  const { slug, problem } = await getImport(access, id);
  expect(problem).toBeNull();
  return slug ?? "";
}

async function counts() {
  const tables = [
    "project",
    "comment",
    "fact",
    "series",
    "stored_file",
    "mlflow_artefact",
    "member",
    "imported_person",
  ];
  const rows = tables.map((table) => connect().$queryRawUnsafe<unknown[]>(`select count(*)::int as n from ${table}`));
  return Promise.all(rows);
}

async function withManifest(patch: object): Promise<Buffer> {
  const parts = await unpack(content);
  const manifest = { ...JSON.parse(parts[MANIFEST]?.toString() ?? ""), ...patch };
  return pack({ ...parts, [MANIFEST]: Buffer.from(JSON.stringify(manifest)) });
}

async function changed(part: string): Promise<Buffer> {
  const parts = await unpack(content);
  return pack({ ...parts, [part]: Buffer.from(`${parts[part]?.toString()}`.replace(/Pia|Signed/, "Zoe")) });
}

async function changedUnder(start: string): Promise<Buffer> {
  const parts = await unpack(content);
  const name = Object.keys(parts).find((each) => each.startsWith(start)) ?? "";
  return pack({ ...parts, [name]: Buffer.alloc(parts[name]?.byteLength ?? 1) });
}

async function without(start: string): Promise<Buffer> {
  const parts = await unpack(content);
  return pack(Object.fromEntries(Object.entries(parts).filter(([name]) => !name.startsWith(start))));
}

/** As our writer would refuse to, the name is written over in the bytes. */
async function climbing(): Promise<Buffer> {
  const packed = await pack({ [MANIFEST]: Buffer.from("{}"), "xx/evil.txt": Buffer.from("boo") });
  return Buffer.from(packed.toString("latin1").replaceAll("xx/evil.txt", "../evil.txt"), "latin1");
}
