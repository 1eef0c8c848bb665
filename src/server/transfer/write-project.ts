import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type pg from "pg";
import { AppError } from "#domain/errors.ts";
import { publicUrl } from "#lib/environment.ts";
import { VERSION } from "#lib/version.ts";
import { now } from "#server/clock.ts";
import { placeOfFile } from "#server/files.ts";
import { blobStore } from "#server/mlflow/blob-store.ts";
import { type ArchiveWriter, openArchiveWriter } from "#server/transfer/archive-writer.ts";
import { MOST_FILES } from "#server/transfer/limits.ts";
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
import { type PeopleWatch, watchPeople } from "#server/transfer/people.ts";
import { columnsOf, countRows, fetched, linesOf, withSnapshot } from "#server/transfer/rows.ts";

export type Wanted = { projectId: string; artefacts: boolean; by: string; organisation: string };
export type Told = (rowsDone: number, rowsTotal: number) => void;

/** Writes the whole project to a file: one moment of the database, row by row, then the bytes that its rows name. */
export async function writeProject(file: string, wanted: Wanted, tell: Told): Promise<Manifest> {
  const archive = openArchiveWriter(file);
  try {
    const manifest = await withSnapshot((client) => writeAll(client, archive, wanted, tell));
    await archive.addText(MANIFEST, one(`${JSON.stringify(manifest, null, 2)}\n`));
    await archive.end();
    return manifest;
  } catch (error) {
    await archive.abandon();
    throw error;
  }
}

async function writeAll(client: pg.Client, archive: ArchiveWriter, wanted: Wanted, tell: Told): Promise<Manifest> {
  const { projectId } = wanted;
  const parts = [PROJECT, ...PARTS].filter(({ table }) => wanted.artefacts || table !== "mlflow_artefact");
  let total = 0;
  for (const part of parts) total += await countRows(client, projectId, part);
  const people = await watchPeople(client, projectId);
  const entries: PartEntry[] = [];
  let done = 0;
  for (const part of parts) {
    const from = done;
    const note = await watching(client, part, people);
    const { sha256 } = await archive.addText(
      rowsIn(part.table),
      noting(linesOf(client, projectId, part), async (lines) => {
        await note(lines);
        done += lines.length;
        tell(done, total);
      }),
    );
    entries.push({ path: rowsIn(part.table), rows: done - from, sha256 });
  }
  const named = people.named();
  const { sha256 } = await archive.addText(PEOPLE, one(named.map((person) => `${JSON.stringify(person)}\n`).join("")));
  entries.push({ path: PEOPLE, rows: named.length, sha256 });
  const held = await writeFiles(client, archive, wanted, () => tell(done, total));
  return { ...(await about(client, wanted)), ...held, parts: entries };
}

/** Notes whom the lines name; nothing for tables of numbers, which are the long ones. */
async function watching(client: pg.Client, part: Part, people: PeopleWatch) {
  const columns = await columnsOf(client, part.table);
  const ids = [...columns].flatMap(([name, type]) => (type === "uuid" ? name : []));
  const holdsText = [...columns.values()].some((type) => type === "jsonb" || type === "text");
  return async (lines: readonly string[]) => {
    if (ids.length > 0 || holdsText) await people.note(lines, ids);
  };
}

type Held = { sha256: string; size: string };
type Artefact = Held & { blob: string };

async function writeFiles(client: pg.Client, archive: ArchiveWriter, wanted: Wanted, tell: () => void) {
  let [files, fileBytes] = [0, 0];
  const add = async (path: string, { size }: Held, stream: Readable) => {
    files += 1;
    if (files > MOST_FILES) throw tooMany();
    await archive.addStream(path, stream);
    fileBytes += Number(size);
    tell();
  };
  const stored = `select distinct on (sha256) sha256, size_bytes as size from stored_file where project_id = $1`;
  for await (const held of fetched<Held>(client, stored, [wanted.projectId], lengthOfRow))
    for (const file of held) await add(fileIn(file.sha256), file, createReadStream(placeOfFile(file.sha256)));
  const kept = `select distinct on (sha256) sha256, blob, size_bytes as size from mlflow_artefact
    where project_id = $1 and $2 order by sha256, path`;
  for await (const held of fetched<Artefact>(client, kept, [wanted.projectId, wanted.artefacts], lengthOfRow))
    for (const file of held) await add(artefactIn(file.sha256), file, Readable.from(await blobStore().open(file.blob)));
  return { files, fileBytes };
}

const lengthOfRow = () => 200;

function tooMany(): AppError {
  const most = MOST_FILES.toLocaleString("en");
  return new AppError("TOO_LARGE", `The project keeps more than ${most} files. Export it without MLflow’s files.`);
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

async function* noting(batches: AsyncIterable<string[]>, note: (lines: string[]) => Promise<void>) {
  for await (const lines of batches) {
    await note(lines);
    yield `${lines.join("\n")}\n`;
  }
}

async function* one(text: string): AsyncGenerator<string> {
  yield text;
}
