import { createHash, randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import path from "node:path";
import { invalid } from "#domain/errors.ts";
import { FILE_LIMIT_BYTES } from "#domain/upload.ts";
import { byteStream } from "#lib/byte-stream.ts";
import { keepFile } from "#server/files.ts";
import { log } from "#server/log.ts";
import { artefactLimit, receiveInto } from "#server/mlflow/artefacts.ts";
import { artefactDirectory, blobStore } from "#server/mlflow/blob-store.ts";
import type { ArchiveReader } from "#server/transfer/archive-reader.ts";
import type { Checked } from "#server/transfer/check-project.ts";
import { artefactIn, fileIn } from "#server/transfer/manifest.ts";

/** Takes the bytes over, each checked against its hash; returns the names of the artefacts' blobs. */
export async function keepFiles(archive: ArchiveReader, checked: Checked, projectId: string): Promise<string[]> {
  for (const { name, sha256 } of checked.files) {
    const content = await archive.readWhole(fileIn(sha256), FILE_LIMIT_BYTES);
    if (hashOf(content) !== sha256) throw changed(fileIn(sha256));
    await keepFile(name, content);
  }
  const blobs: string[] = [];
  try {
    for (const artefact of checked.artefacts) {
      const blob = `${projectId}/${hashOf(artefact.path)}`;
      await keepArtefact(archive, artefact.sha256, blob);
      blobs.push(blob);
    }
    return blobs;
  } catch (error) {
    await removeArtefacts(blobs);
    throw error;
  }
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

export async function removeArtefacts(blobs: readonly string[]): Promise<void> {
  for (const blob of blobs)
    await blobStore()
      .remove(blob)
      .catch((error) => log.warn({ blob, err: error }, "an artefact of a failed import could not be removed"));
}

function hashOf(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex");
}

function changed(part: string) {
  return invalid(part, `“${part}” is not as it was exported: its SHA-256 differs. Export the project again.`);
}
