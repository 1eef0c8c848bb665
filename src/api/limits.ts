import { parseJson } from "#api/json-text.ts";
import { Unreadable } from "#api/problem.ts";
import { AppError } from "#domain/errors.ts";
import { FILE_LIMIT_BYTES } from "#domain/upload.ts";

const MB = 1024 * 1024;

export const JSON_BYTES = MB;
export const INGEST_BYTES = 8 * MB;
/** A file, and room for the envelope of a form. */
export const UPLOAD_BYTES = FILE_LIMIT_BYTES + 64 * 1024;

/** The body within its limit: a declared length is judged before a byte is read, an undeclared one while it comes. */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const encoding = request.headers.get("content-encoding");
  if (encoding && encoding !== "identity") throw new Unreadable(415, "Send the body without a content encoding.");
  return readStream(request, limit);
}

/** As it comes, whatever it is packed in. */
export async function readStream(request: Request, limit: number): Promise<Uint8Array> {
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > limit) throw tooLarge(limit);
  // node holds the sender to the length that it declared
  if (declared !== null && !request.headers.has("transfer-encoding"))
    return new Uint8Array(await request.arrayBuffer());
  return request.body ? readCounted(request.body.getReader(), limit) : new Uint8Array();
}

/** A missing body reads as an object without fields. */
export async function readJson(request: Request, limit: number): Promise<unknown> {
  const bytes = await readBytes(request, limit);
  return bytes.byteLength === 0 ? {} : parseJson(bytes);
}

export async function readText(request: Request, limit: number): Promise<string> {
  return new TextDecoder().decode(await readBytes(request, limit));
}

/** Over the limit nothing more is read. The stream is left alone: cancelling would close the socket before the answer. */
async function readCounted(reader: ReadableStreamDefaultReader<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks, size);
    size += value.byteLength;
    if (size > limit) throw tooLarge(limit);
    chunks.push(value);
  }
}

function tooLarge(limit: number): AppError {
  const words = limit % MB === 0 ? `${limit / MB} MB` : `${Math.floor(limit / MB)} MB`;
  return new AppError("TOO_LARGE", `The body is larger than ${words}.`);
}
