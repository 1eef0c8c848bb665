import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import yazl from "yazl";

type Text = { sha256: string; bytes: number };

export type ArchiveWriter = {
  /** Resolves once the lines are in the archive. */
  addText(path: string, chunks: AsyncIterable<string>): Promise<Text>;
  addStream(path: string, stream: Readable): Promise<void>;
  /** Resolves once the file is on disk, and whole. */
  end(): Promise<void>;
  /** Leaves the file as it is and lets go of it. */
  abandon(): Promise<void>;
};

/** A zip that is written as its content comes: at any time there is one entry on its way and nothing of it in memory. */
export function openArchiveWriter(file: string): ArchiveWriter {
  const zip = new yazl.ZipFile();
  const ended = new AbortController();
  const written = pipeline(zip.outputStream, createWriteStream(file, { mode: 0o600 }), { signal: ended.signal });
  let onItsWay: Readable | undefined;
  let failure: Error | undefined;
  // a full disk ends what is on its way: else it would wait for ever to be read
  written.catch((error: Error) => {
    failure = error;
    onItsWay?.destroy(error);
  });
  const addStream = async (path: string, stream: Readable, compress: boolean) => {
    onItsWay = stream;
    if (failure) throw failure;
    zip.addReadStream(stream, path, { compress, mode: 0o600 });
    await finished(stream);
    onItsWay = undefined;
  };
  return {
    async addText(path, chunks) {
      const hash = createHash("sha256");
      let bytes = 0;
      const counted = async function* () {
        for await (const chunk of chunks) {
          const buffer = Buffer.from(chunk);
          hash.update(buffer);
          bytes += buffer.byteLength;
          yield buffer;
        }
      };
      await addStream(path, Readable.from(counted(), { objectMode: false }), true);
      return { sha256: hash.digest("hex"), bytes };
    },
    addStream: (path, stream) => addStream(path, stream, false),
    async end() {
      zip.end();
      await written;
    },
    async abandon() {
      onItsWay?.destroy();
      ended.abort();
      await written.catch(() => {});
    },
  };
}
