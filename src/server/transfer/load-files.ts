import { createHash, randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { invalid } from "#domain/errors.ts";
import { FILE_LIMIT_BYTES } from "#domain/upload.ts";
import { byteStream } from "#lib/byte-stream.ts";
import { keepFile } from "#server/files.ts";
import { log } from "#server/log.ts";
import { artefactLimit, receiveInto } from "#server/mlflow/artefacts.ts";
import { artefactDirectory, blobStore } from "#server/mlflow/blob-store.ts";
import type { ArchiveReader } from "#server/transfer/archive-reader.ts";
import type { Checked } from "#server/transfer/check-project.ts";
import { artefactIn, fileIn, rowsIn } from "#server/transfer/manifest.ts";

export type Kept = { artefacts: number };

/** Takes the bytes over, each checked against its hash; `kept` counts, so that what fails can be undone. */
export async function keepFiles(archive: ArchiveReader, checked: Checked, projectId: string, kept: Kept) {
  for await (const { name, sha256 } of rowsOf(archive, checked, "stored_file", fileSchema)) {
    const content = await archive.readWhole(fileIn(sha256), FILE_LIMIT_BYTES);
    if (hashOf(content) !== sha256) throw changed(fileIn(sha256));
    await keepFile(name, content);
  }
  for await (const artefact of rowsOf(archive, checked, "mlflow_artefact", artefactSchema)) {
    await keepArtefact(archive, artefact.sha256, blobOf(projectId, artefact));
    kept.artefacts += 1;
  }
}

const fileSchema = z.object({ name: z.string(), sha256: z.string() });
const artefactSchema = z.object({ path: z.string(), sha256: z.string() });

/** The rows of a table that was checked; read again, because there may be more of them than fit in memory. */
async function* rowsOf<T>(archive: ArchiveReader, { columns }: Checked, table: string, schema: z.ZodType<T>) {
  if (!columns.has(table)) return;
  for await (const lines of archive.lines(rowsIn(table)))
    for (const line of lines) yield schema.parse(JSON.parse(line));
}

function blobOf(projectId: string, { path: place }: { path: string }): string {
  return `${projectId}/${hashOf(place)}`;
}

async function keepArtefact(archive: ArchiveReader, sha256: string, blob: string): Promise<void> {
  const file = path.join(artefactDirectory(), "incoming", randomUUID());
  try {
    const received = await receiveInto(file, byteStream(await archive.open(artefactIn(sha256))), artefactLimit());
    if (received.sha256 !== sha256) throw changed(artefactIn(sha256));
    await blobStore().keep(blob, file);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

/** Undoes what was kept of an import that failed. */
export async function removeArtefacts(archive: ArchiveReader, checked: Checked, projectId: string, kept: Kept) {
  for await (const artefact of rowsOf(archive, checked, "mlflow_artefact", artefactSchema)) {
    if (kept.artefacts-- <= 0) return;
    const blob = blobOf(projectId, artefact);
    await blobStore()
      .remove(blob)
      .catch((error) => log.warn({ blob, err: error }, "an artefact of a failed import could not be removed"));
  }
}

function hashOf(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}

function changed(part: string) {
  return invalid(part, `“${part}” is not as it was exported: its SHA-256 differs. Export the project again.`);
}
