import { createReadStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { byteStream } from "#lib/byte-stream.ts";
import { dataDirectory } from "#lib/environment.ts";
import { openBucket } from "#server/mlflow/blob-bucket.ts";

/** Where the bytes of artefacts lie. Names are ours, never a client's; what is kept under one is whole from the start. */
export type BlobStore = {
  /** Takes the file over: it is gone from where it was. */
  keep(blob: string, file: string): Promise<void>;
  open(blob: string): Promise<ReadableStream<Uint8Array>>;
  remove(blob: string): Promise<void>;
};

export function artefactDirectory(): string {
  return path.join(dataDirectory(), "artefacts");
}

/** The bucket that THROUGHLINE_S3_URL names, else a directory beside the database. */
export function blobStore(): BlobStore {
  return openBucket(process.env) ?? DIRECTORY;
}

const DIRECTORY: BlobStore = {
  async keep(blob, file) {
    const place = placeOf(blob);
    await mkdir(path.dirname(place), { recursive: true });
    await rename(file, place);
  },
  async open(blob) {
    const stream = createReadStream(placeOf(blob));
    await new Promise<void>((resolve, reject) => stream.once("open", () => resolve()).once("error", reject));
    return byteStream(stream);
  },
  remove: (blob) => rm(placeOf(blob), { force: true }),
};

function placeOf(blob: string): string {
  return path.join(artefactDirectory(), blob);
}
