import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#domain/errors.ts";
import { findArtefact, listArtefacts, placeArtefact, unplaceArtefacts } from "#server/mlflow/artefact-rows.ts";
import { artefactDirectory, blobStore } from "#server/mlflow/blob-store.ts";
import { type Logging, type Looking, missing } from "#server/mlflow/store.ts";
import { codeOf } from "#server/points/pool.ts";
import { artefactFolder, artefactPath } from "#wire/mlflow/artefact-path.ts";

const MB = 1024 * 1024;
const USUAL_LIMIT_MB = 1024;

/** The largest artefact, in bytes: THROUGHLINE_ARTEFACT_LIMIT_MB, usually one gigabyte. */
export function artefactLimit(): number {
  const set = Number(process.env.THROUGHLINE_ARTEFACT_LIMIT_MB || USUAL_LIMIT_MB);
  return (Number.isFinite(set) && set > 0 ? set : USUAL_LIMIT_MB) * MB;
}

type Body = { stream: ReadableStream<Uint8Array> | null; declared: number | null };

/**
 * Keeps what is sent under its path. It is counted and hashed while it comes, never held in memory, and takes the place
 * of what lay there only when it is whole.
 */
export async function putArtefact(access: Logging, encoded: string, body: Body): Promise<void> {
  const place = artefactPath(encoded);
  const limit = artefactLimit();
  if (body.declared !== null && body.declared > limit) throw tooLarge(limit);
  const blob = `${access.projectId}/${randomUUID()}`;
  const file = path.join(artefactDirectory(), "incoming", randomUUID());
  try {
    const { sizeBytes, sha256 } = await receiveInto(file, body.stream, limit);
    await blobStore().keep(blob, file);
    const before = await placeArtefact(access, { path: place, blob, sizeBytes, sha256 });
    if (before && before !== blob) await blobStore().remove(before);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

/** Counted and hashed while it comes. */
export async function receiveInto(file: string, stream: Body["stream"], limit: number, refuse = tooLarge) {
  await mkdir(path.dirname(file), { recursive: true });
  const handle = await open(file, "wx", 0o600);
  const hash = createHash("sha256");
  let sizeBytes = 0;
  try {
    const reader = stream?.getReader();
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done || !value) break;
      sizeBytes += value.byteLength;
      if (sizeBytes > limit) throw refuse(limit); // the stream is left alone: cancelling would close the socket before the answer
      hash.update(value);
      await handle.writeFile(value);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sizeBytes, sha256: hash.digest("hex") };
}

/** `gone`: a blob that was just looked for in vain. Another may have taken its place; if not, its bytes are lost. */
export async function openArtefact(access: Looking, encoded: string, gone?: string) {
  const found = await findArtefact(access, artefactPath(encoded));
  if (!found || found.blob === gone) throw missing(`Artifact ${decodeURIComponent(encoded)}`);
  const { blob, sizeBytes, sha256 } = found;
  try {
    return { sizeBytes, sha256, stream: await blobStore().open(blob) };
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    return openArtefact(access, encoded, blob);
  }
}

/** A file, or a folder with everything in it; nothing there is no fault, since clients repeat themselves. */
export async function removeArtefact(access: Logging, encoded: string): Promise<void> {
  const freed = await unplaceArtefacts(access, artefactPath(encoded));
  for (const blob of freed) await blobStore().remove(blob);
}

/** As clients of the proxy read it: names within the folder that was asked for. */
export async function listFolder(access: Looking, folder: string | null | undefined) {
  const listed = await listArtefacts(access, artefactFolder(folder));
  return listed.map(({ name, isFolder, sizeBytes }) => ({
    path: name,
    is_dir: isFolder,
    ...(!isFolder && { file_size: sizeBytes }),
  }));
}

function tooLarge(limit: number): AppError {
  return new AppError(
    "TOO_LARGE",
    `An artifact may have at most ${Math.floor(limit / MB).toLocaleString("en")} MB here.`,
  );
}
