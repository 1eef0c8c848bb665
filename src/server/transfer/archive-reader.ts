import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import yauzl from "yauzl";
import { AppError, invalid } from "#domain/errors.ts";
import { importLimit, MOST_FILES, unpackedLimit } from "#server/transfer/limits.ts";

export type ArchiveReader = {
  has(path: string): boolean;
  /** Its bytes as they were packed; never more than it declares. */
  open(path: string): Promise<Readable>;
  readWhole(path: string, most: number): Promise<Buffer>;
  /** The lines, in batches; throws where a line is longer than anything we write. */
  lines(path: string): AsyncGenerator<string[]>;
  /** As `lines`, and INVALID at the end where the bytes are not those that the hash is of. */
  checkedLines(path: string, sha256: string): AsyncGenerator<string[]>;
  close(): void;
};

const MOST_ENTRIES = MOST_FILES + 1_000;
const LONGEST_LINE = 32 * 1024 * 1024;
const NOT_OURS = "This is not a file that Throughline exported. Choose a file that “Export the project” made.";

/** A zip from outside: nothing of it is trusted but what it is checked to be, and its names are never paths here. */
export async function openArchiveReader(file: string): Promise<ArchiveReader> {
  const zip = await yauzl.openPromise(file, { lazyEntries: true, autoClose: false }).catch(() => {
    throw invalid(
      "file",
      `The file is damaged, cut off, or no zip. Choose a file that “Export the project” made, or export it again.`,
    );
  });
  try {
    return readerOf(zip, await entriesOf(zip));
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function entriesOf(zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  if (zip.entryCount > MOST_ENTRIES) throw invalid("file", `The file holds more than ${MOST_ENTRIES} parts.`);
  const entries = new Map<string, yauzl.Entry>();
  let unpacked = 0;
  const all = zip.eachEntry();
  for (;;) {
    const { value: entry, done } = await all.next().catch((error: Error) => {
      throw invalid(
        "file",
        `The file’s table of contents cannot be read (${error.message}). Export the project again.`,
      );
    });
    if (done) return entries;
    if (entries.has(entry.fileName)) throw invalid("file", `The file holds “${shown(entry.fileName)}” twice.`);
    if (!entry.canDecodeFileData()) throw invalid("file", "The file is encrypted or packed in a way that is not read.");
    unpacked += entry.uncompressedSize;
    if (unpacked > unpackedLimit())
      throw new AppError(
        "TOO_LARGE",
        `Unpacked, the file is larger than ${unpackedLimit() / 2 ** 20} MB. Whoever runs this installation can raise THROUGHLINE_IMPORT_LIMIT_MB (${importLimit() / 2 ** 20} MB now).`,
      );
    entries.set(entry.fileName, entry);
  }
}

function readerOf(zip: yauzl.ZipFile, entries: Map<string, yauzl.Entry>): ArchiveReader {
  const open = async (path: string) => {
    const entry = entries.get(path);
    if (!entry) throw invalid(path, `“${path}” is missing. ${NOT_OURS}`);
    return zip.openReadStreamPromise(entry);
  };
  const chunks = async function* (path: string): AsyncGenerator<Buffer> {
    try {
      yield* await open(path);
    } catch (error) {
      if (error instanceof AppError) throw error;
      const because = error instanceof Error ? error.message : "unreadable";
      throw invalid(path, `“${path}” is damaged (${because}). Export the project again.`);
    }
  };
  return {
    has: (path) => entries.has(path),
    open,
    async readWhole(path, most) {
      const size = entries.get(path)?.uncompressedSize ?? 0;
      if (size > most) throw invalid(path, `“${path}” is larger than it may be.`);
      return Buffer.concat(await Array.fromAsync(chunks(path)));
    },
    lines: (path) => linesIn(path, chunks(path)),
    async *checkedLines(path, sha256) {
      const hash = createHash("sha256");
      const hashed = async function* () {
        for await (const chunk of chunks(path)) {
          hash.update(chunk);
          yield chunk;
        }
      };
      yield* linesIn(path, hashed());
      if (hash.digest("hex") !== sha256)
        throw invalid(path, `“${path}” is not as it was exported: its SHA-256 differs. Export the project again.`);
    },
    close: () => zip.close(),
  };
}

async function* linesIn(path: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let open: string[] = [];
  let length = 0;
  try {
    for await (const chunk of chunks) {
      const text = decoder.decode(chunk, { stream: true });
      const end = text.lastIndexOf("\n");
      if (end >= 0) {
        open.push(text.slice(0, end));
        const lines = open.join("").split("\n");
        open = [];
        length = 0;
        yield lines;
      }
      open.push(text.slice(end + 1));
      length += text.length - end - 1;
      if (length > LONGEST_LINE) throw invalid(path, `“${path}” has a line that is longer than any that is exported.`);
    }
  } catch (error) {
    if (error instanceof TypeError) throw invalid(path, `“${path}” is not text.`);
    throw error;
  }
  if (length > 0) throw invalid(path, `“${path}” ends in the middle of a line. Export the project again.`);
}

function shown(name: string): string {
  return name.slice(0, 80);
}
