import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileTypeFromBuffer } from "file-type";
import { AppError, invalid } from "#domain/errors.ts";
import { FILE_LIMIT_BYTES, judgeUpload, safeFileName } from "#domain/upload.ts";
import { dataDirectory } from "#lib/environment.ts";
import type { Access } from "#server/access.ts";
import { now } from "#server/clock.ts";
import { db } from "#server/db.ts";
import { isId } from "#server/ids.ts";
import { mutate } from "#server/mutate.ts";

/** Keeps a file under its SHA-256, so that the same content is stored once and evidence can be checked. */
export async function storeFile(access: Access<"evidence.add">, name: string, content: Uint8Array) {
  const { safe, mediaType, sha256 } = await keepFile(name, content);
  return mutate(access, async (tx) => {
    const file = await tx.storedFile.create({
      data: {
        projectId: access.projectId,
        name: safe,
        mediaType,
        sizeBytes: content.byteLength,
        sha256,
        uploadedAt: now(),
        uploadedBy: access.actor.kind === "person" ? access.actor.userId : null,
      },
    });
    return {
      value: file,
      audit: { action: "file.store", subject: { type: "file", id: file.id, label: safe }, after: file },
    };
  });
}

/** Judges the bytes and keeps them; what refers to them is written by the caller. */
export async function keepFile(name: string, content: Uint8Array) {
  if (content.byteLength === 0) throw invalid("file", "The file is empty.");
  if (content.byteLength > FILE_LIMIT_BYTES)
    throw new AppError("TOO_LARGE", "A file may have at most 25 MB. Link to larger ones.");
  const safe = safeFileName(name);
  const verdict = judgeUpload(path.extname(safe).slice(1).toLowerCase(), await signatureOf(content), isText(content));
  if (!verdict.ok) throw invalid("file", verdict.because);
  const sha256 = createHash("sha256").update(content).digest("hex");
  await keep(sha256, content);
  return { safe, mediaType: verdict.mediaType, sha256 };
}

export async function readStoredFile(access: Access<"project.read">, id: string) {
  const file = isId(id) ? await db.storedFile.findFirst({ where: { id, projectId: access.projectId } }) : null;
  if (!file) throw new AppError("NOT_FOUND", "There is no such file.");
  return { ...file, content: await readFile(placeOfFile(file.sha256)) };
}

/** Written beside its place and moved there: a crash or a full disk leaves no half file under a hash. */
async function keep(sha256: string, content: Uint8Array): Promise<void> {
  const place = placeOfFile(sha256);
  const draft = `${place}.${randomUUID()}`;
  await mkdir(path.dirname(place), { recursive: true });
  try {
    await writeFile(draft, content, { flush: true, mode: 0o600 });
    await rename(draft, place);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

export function placeOfFile(sha256: string): string {
  return path.join(dataDirectory(), "files", sha256.slice(0, 2), sha256);
}

async function signatureOf(content: Uint8Array): Promise<string | null> {
  const found = await fileTypeFromBuffer(content);
  return found?.mime ?? null;
}

function isText(content: Uint8Array): boolean {
  if (content.includes(0)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
}
