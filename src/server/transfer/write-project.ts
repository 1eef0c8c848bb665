import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type pg from "pg";
import { publicUrl } from "#lib/environment.ts";
import { VERSION } from "#lib/version.ts";
import { now } from "#server/clock.ts";
import { placeOfFile } from "#server/files.ts";
import { blobStore } from "#server/mlflow/blob-store.ts";
import { type ArchiveWriter, openArchiveWriter } from "#server/transfer/archive-writer.ts";
import {
  artefactIn,
  FORMAT,
  FORMAT_VERSION,
  fileIn,
  MANIFEST,
  type Manifest,
  type PartEntry,
  PEOPLE,
  rowsIn,
  STAYS_BEHIND,
} from "#server/transfer/manifest.ts";
import { PARTS, type Part, PROJECT } from "#server/transfer/parts.ts";
import { idsIn, peopleOf } from "#server/transfer/people.ts";
import { columnsOf, countRows, linesOf, withSnapshot } from "#server/transfer/rows.ts";

export type Wanted = { projectId: string; artefacts: boolean; by: string; organisation: string };
export type Told = (rowsDone: number, rowsTotal: number) => void;

/** Writes the whole project to a file: one moment of the database, row by row, then the bytes that its rows name. */
export async function writeProject(file: string, wanted: Wanted, tell: Told): Promise<Manifest> {
  const archive = openArchiveWriter(file);
  const manifest = await withSnapshot((client) => writeAll(client, archive, wanted, tell));
  await archive.addText(MANIFEST, one(`${JSON.stringify(manifest, null, 2)}\n`));
  await archive.end();
  return manifest;
}

async function writeAll(client: pg.Client, archive: ArchiveWriter, wanted: Wanted, tell: Told): Promise<Manifest> {
  const { projectId } = wanted;
  const parts = [PROJECT, ...PARTS].filter(({ table }) => wanted.artefacts || table !== "mlflow_artefact");
  let total = 0;
  for (const part of parts) total += await countRows(client, projectId, part);
  const seen = { ids: new Set<string>(), own: new Set<string>([projectId]), inColumns: new Set<string>() };
  const entries: PartEntry[] = [];
  let done = 0;
  for (const part of parts) {
    const from = done;
    const watch = await watching(client, part, seen);
    const { sha256 } = await archive.addText(
      rowsIn(part.table),
      noting(linesOf(client, projectId, part), (lines) => {
        for (const line of lines) watch(line);
        done += lines.length;
        tell(done, total);
      }),
    );
    entries.push({ path: rowsIn(part.table), rows: done - from, sha256 });
  }
  for (const id of seen.own) seen.inColumns.delete(id);
  const people = await peopleOf(client, projectId, seen.ids, seen.inColumns);
  const text = people.map((person) => `${JSON.stringify(person)}\n`).join("");
  const { sha256 } = await archive.addText(PEOPLE, one(text));
  entries.push({ path: PEOPLE, rows: people.length, sha256 });
  const held = await writeFiles(client, archive, wanted);
  return { ...(await about(client, wanted)), ...held, parts: entries };
}

type Seen = { ids: Set<string>; own: Set<string>; inColumns: Set<string> };

/** Notes which ids the lines name; nothing for tables of numbers, which are the long ones. */
async function watching(client: pg.Client, part: Part, seen: Seen): Promise<(line: string) => void> {
  const columns = await columnsOf(client, part.table);
  const uuids = [...columns].flatMap(([name, type]) => (type === "uuid" ? name : []));
  const holdsText = [...columns.values()].some((type) => type === "jsonb" || type === "text");
  if (uuids.length === 0 && !holdsText) return () => {};
  return (line) => {
    for (const id of idsIn(line)) seen.ids.add(id);
    const row: Record<string, unknown> = JSON.parse(line);
    if (typeof row.id === "string") seen.own.add(row.id);
    for (const name of uuids) {
      const id = row[name];
      if (name !== "id" && typeof id === "string") seen.inColumns.add(id);
    }
  };
}

async function writeFiles(client: pg.Client, archive: ArchiveWriter, { projectId, artefacts }: Wanted) {
  let [files, fileBytes] = [0, 0];
  const seen = new Set<string>();
  const add = async (path: string, size: number, open: () => Promise<Readable>) => {
    if (seen.has(path)) return;
    seen.add(path);
    await archive.addStream(path, await open());
    files += 1;
    fileBytes += size;
  };
  const stored = await client.query<{ sha256: string; size: string }>(
    "select sha256, size_bytes as size from stored_file where project_id = $1 order by id",
    [projectId],
  );
  for (const { sha256, size } of stored.rows)
    await add(fileIn(sha256), Number(size), async () => createReadStream(placeOfFile(sha256)));
  const kept = await client.query<{ sha256: string; blob: string; size: string }>(
    "select sha256, blob, size_bytes as size from mlflow_artefact where project_id = $1 order by path",
    [projectId],
  );
  for (const { sha256, blob, size } of artefacts ? kept.rows : [])
    await add(artefactIn(sha256), Number(size), async () => Readable.from(await blobStore().open(blob)));
  return { files, fileBytes };
}

async function about(client: pg.Client, { projectId, artefacts, by, organisation }: Wanted) {
  const { rows } = await client.query<Manifest["project"]>(
    "select id, slug, name, summary, tier from project where id = $1 and deleted_at is null",
    [projectId],
  );
  const [project] = rows;
  if (!project) throw new Error("The project was deleted before it was exported");
  return {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    productVersion: VERSION,
    exportedAt: now().toISOString(),
    exportedBy: by,
    from: { organisation, address: publicUrl() },
    project,
    artefacts: artefacts ? "included" : "left_out",
    leftOut: STAYS_BEHIND,
  } as const;
}

async function* noting(batches: AsyncIterable<string[]>, note: (lines: string[]) => void): AsyncGenerator<string> {
  for await (const lines of batches) {
    note(lines);
    yield `${lines.join("\n")}\n`;
  }
}

async function* one(text: string): AsyncGenerator<string> {
  yield text;
}
