import { createHash, randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import yauzl from "yauzl";
import yazl from "yazl";
import { openArchiveReader } from "#server/transfer/archive-reader.ts";
import { MANIFEST, type Manifest } from "#server/transfer/manifest.ts";

export type Parts = Record<string, Buffer>;

/** The parts of a zip by name. */
export async function unpack(content: Uint8Array): Promise<Parts> {
  const file = path.join(tmpdir(), `${randomUUID()}.zip`);
  await writeFile(file, content);
  try {
    const names: string[] = [];
    const zip = await yauzl.openPromise(file, { lazyEntries: true });
    for await (const { fileName } of zip.eachEntry()) names.push(fileName);
    const archive = await openArchiveReader(file);
    const parts: Parts = {};
    for (const name of names) parts[name] = await archive.readWhole(name, 2 ** 30);
    archive.close();
    return parts;
  } finally {
    await rm(file, { force: true });
  }
}

export async function pack(parts: Parts): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(content, name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** The file with one part told otherwise, its hash and count put right: forged, not damaged. */
export async function forged(content: Uint8Array, part: string, change: (text: string) => string): Promise<Buffer> {
  const parts = await unpack(content);
  const text = change(parts[part]?.toString("utf8") ?? "");
  const manifest: Manifest = JSON.parse(parts[MANIFEST]?.toString("utf8") ?? "");
  const sha256 = createHash("sha256").update(text).digest("hex");
  const rows = text.split("\n").length - 1;
  const told = manifest.parts.map((each) => (each.path === part ? { ...each, sha256, rows } : each));
  return pack({
    ...parts,
    [part]: Buffer.from(text),
    [MANIFEST]: Buffer.from(JSON.stringify({ ...manifest, parts: told })),
  });
}
