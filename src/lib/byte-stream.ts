import { Readable } from "node:stream";

/** Guarantee: the stream has no encoding (of a file, of an entry of a zip), so its chunks are bytes. */
export function byteStream(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}
