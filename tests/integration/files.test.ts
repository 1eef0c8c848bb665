import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { FILE_LIMIT_BYTES } from "#domain/upload.ts";
import { dataDirectory } from "#lib/environment.ts";
import { authorize } from "#server/access.ts";
import { db, disconnect } from "#server/db.ts";
import { readStoredFile, storeFile } from "#server/files.ts";
import { auditOf } from "../support/people.ts";
import { team, textOf, userOf } from "../support/project.ts";

afterAll(disconnect);

const PDF = textOf("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");
const PNG = bytes(
  "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c6300010000050001",
);
const GIF = bytes("474946383961010001000000002c00000000010001000002024401003b");
const JPEG = bytes("ffd8ffe000104a46494600010100000100010000ffd9");
const EXE = bytes(`4d5a90000300000004000000ffff0000${"00".repeat(64)}`);
const ELF = bytes(`7f454c4602010100${"00".repeat(64)}`);
const EMPTY_ZIP = bytes(`504b0506${"00".repeat(18)}`);
const HTML = "<!doctype html><script>alert(1)</script>";
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

describe("a file that is kept", () => {
  test("lies under its SHA-256, is read back as it came, and is in the audit", async () => {
    const { as, project } = await team();
    const content = textOf("time,value\n2026-01-01,0.52\n");
    const file = await storeFile(as.ML, "baseline.csv", content);
    const sha256 = createHash("sha256").update(content).digest("hex");
    expect(file).toMatchObject({ name: "baseline.csv", mediaType: "text/csv", sizeBytes: content.length, sha256 });
    expect(file).toMatchObject({ projectId: project.id, uploadedBy: userOf(as.ML) });
    const read = await readStoredFile(as.LD, file.id);
    expect(new Uint8Array(read.content)).toEqual(content);
    expect(await auditOf({ action: "file.store", subjectId: file.id })).toMatchObject([{ subject: "baseline.csv" }]);
  });

  test("twice is stored once, under two names, without leftovers", async () => {
    const { as } = await team();
    const content = textOf("the same");
    const files = await Promise.all(["a.txt", "b.txt", "c.txt"].map((name) => storeFile(as.ML, name, content)));
    expect(new Set(files.map(({ sha256 }) => sha256)).size).toBe(1);
    const sha = files[0]?.sha256 ?? "";
    const found = await readdir(path.join(dataDirectory(), "files", sha.slice(0, 2)));
    expect(found.filter((name) => name.startsWith(sha))).toEqual([sha]);
  });

  test("of another project, or none, is not found", async () => {
    const [one, other] = [await team(), await team()];
    const { id } = await storeFile(one.as.ML, "a.txt", textOf("mine"));
    for (const wrong of [id, "../../etc/passwd", "x", "0190c4de-7a10-7000-8000-000000000001"])
      await expect(readStoredFile(other.as.LD, wrong)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("comes from those who may add evidence", async () => {
    const { people, project } = await shared();
    await expect(authorize(people.VW, project.slug, "evidence.add")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(authorize(people.outsider, project.slug, "evidence.add")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test.each<[string, Uint8Array, string]>([
    ["report.pdf", PDF, "application/pdf"],
    ["Report.PDF", PDF, "application/pdf"],
    ["plot.png", PNG, "image/png"],
    ["plot.gif", GIF, "image/gif"],
    ["photo.jpeg", JPEG, "image/jpeg"],
    ["all.zip", EMPTY_ZIP, "application/zip"],
    ["log.gz", gzipSync("text"), "application/gzip"],
    ["notes.txt", textOf("Grüße, 世界 👋"), "text/plain"],
    ["notes.md", textOf("# Notes"), "text/markdown"],
    ["config.yaml", textOf("a: 1"), "application/yaml"],
    ["data.json", textOf('{"a":1}'), "application/json"],
    ["run.ipynb", textOf('{"cells":[]}'), "application/json"],
  ])("%s is taken for what it is", async (name, content, mediaType) => {
    const { as } = await shared();
    expect(await storeFile(as.ML, name, content)).toMatchObject({ mediaType });
  });

  test("text that would run elsewhere is kept as plain text only", async () => {
    const { as } = await shared();
    for (const text of [HTML, SVG, EICAR])
      expect(await storeFile(as.ML, "strange.txt", textOf(text))).toMatchObject({ mediaType: "text/plain" });
  });
});

describe("a file that is refused", () => {
  test.each<[string, string, Uint8Array]>([
    ["a page", "index.html", textOf(HTML)],
    ["a picture with a script", "logo.svg", textOf(SVG)],
    ["a script", "run.js", textOf("alert(1)")],
    ["a shell script", "run.sh", textOf("#!/bin/sh\nrm -rf /")],
    ["a page called a picture", "photo.png", textOf(HTML)],
    ["a picture called a page", "photo.html", PNG],
    ["a picture called a text", "photo.txt", PNG],
    ["a PDF called a picture", "report.png", PDF],
    ["a picture called a PDF", "photo.pdf", JPEG],
    ["a ZIP called a document", "letter.docx", EMPTY_ZIP],
    ["a ZIP called a PDF", "letter.pdf", EMPTY_ZIP],
    ["a program", "setup.exe", EXE],
    ["a program called a text", "setup.txt", EXE],
    ["a program called a picture", "setup.png", EXE],
    ["a program of Linux called CSV", "data.csv", ELF],
    ["a double extension", "report.pdf.exe", PDF],
    ["a double extension the other way", "setup.exe.txt", EXE],
    ["no extension", "report", PDF],
    ["nothing but an extension", ".pdf", PDF],
    ["an extension behind a NUL", "report.pdf\0.exe", PDF],
    ["an extension that is turned around", "report\u202Efdp.exe", EXE],
    ["a trailing dot", "report.pdf.", PDF],
    ["text with a NUL in it", "notes.txt", textOf("a\0b")],
    ["text that is not UTF-8", "notes.txt", bytes("ff41ff42ff")],
    ["a script behind the start of a GIF", "photo.gif.html", new Uint8Array([...GIF, ...textOf(HTML)])],
    ["an archive that is not on the list", "all.7z", bytes(`377abcaf271c${"00".repeat(40)}`)],
  ])("%s (%j)", async (_, name, content) => {
    const { as, project } = await shared();
    const before = await db.storedFile.count({ where: { projectId: project.id } });
    await expect(storeFile(as.ML, name, content)).rejects.toMatchObject({
      code: "INVALID",
      details: { issues: [{ path: "file" }] },
    });
    expect(await db.storedFile.count({ where: { projectId: project.id } })).toBe(before);
  });

  test("an empty one", async () => {
    const { as } = await shared();
    await expect(storeFile(as.ML, "empty.txt", new Uint8Array())).rejects.toMatchObject({ code: "INVALID" });
  });

  test("more than 25 MB, to the byte", async () => {
    const { as } = await shared();
    const most = new Uint8Array(FILE_LIMIT_BYTES).fill(97);
    expect(await storeFile(as.ML, "big.txt", most)).toMatchObject({ sizeBytes: 26_214_400 });
    const more = new Uint8Array(FILE_LIMIT_BYTES + 1).fill(97);
    await expect(storeFile(as.ML, "big.txt", more)).rejects.toMatchObject({ code: "TOO_LARGE" });
  });
});

describe("the name", () => {
  test.each([
    ["../../etc/passwd.txt", "passwd.txt"],
    ["..\\..\\windows\\system.txt", "system.txt"],
    ["/absolute/notes.txt", "notes.txt"],
    ["a\0b.txt", "ab.txt"],
    ["evil\u202Etxt.txt", "eviltxt.txt"],
    ['"><script>.txt', "script.txt"],
    ["two\r\nlines.txt", "twolines.txt"],
    ["...hidden.txt", "hidden.txt"],
    ["Übersicht 日本 🎉.txt", "Übersicht 日本 🎉.txt"],
    ["cafe\u0301.txt", "café.txt"],
  ])("%j is kept as %j", async (given, kept) => {
    const { as } = await shared();
    expect((await storeFile(as.ML, given, textOf("x"))).name).toBe(kept);
  });

  test("of 255 bytes and more is cut, and keeps its ending and whole characters", async () => {
    const { as } = await shared();
    for (const name of [
      `${"a".repeat(251)}.txt`,
      `${"🎉".repeat(300)}.txt`,
      `x${"🎉".repeat(300)}.txt`,
      `${"日".repeat(400)}.txt`,
    ]) {
      const kept = (await storeFile(as.ML, name, textOf("x"))).name;
      expect(kept.length).toBeLessThanOrEqual(120);
      expect(kept.endsWith(".txt")).toBe(true);
      expect(kept.isWellFormed()).toBe(true);
    }
  });
});

function bytes(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, "hex"));
}

let common: ReturnType<typeof team> | undefined;
function shared() {
  common ??= team();
  return common;
}
