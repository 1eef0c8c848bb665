import path from "node:path";
import { dataDirectory } from "#lib/environment.ts";

const MB = 1024 * 1024;
const USUAL_LIMIT_MB = 2048;
const UNPACKED = 10;

/** The largest file that is taken in, in bytes: THROUGHLINE_IMPORT_LIMIT_MB, usually two gigabytes. */
export function importLimit(): number {
  const set = Number(process.env.THROUGHLINE_IMPORT_LIMIT_MB || USUAL_LIMIT_MB);
  return (Number.isFinite(set) && set > 0 ? set : USUAL_LIMIT_MB) * MB;
}

/** Rows pack to a tenth and less; what unpacks to more was made to hurt. */
export function unpackedLimit(): number {
  return importLimit() * UNPACKED;
}

/** Files and artefacts in one export. The table of contents of a zip is held in memory, by us and by whoever reads it. */
export const MOST_FILES = 200_000;

export function transferDirectory(): string {
  return path.join(dataDirectory(), "transfers");
}

export function fileOfTransfer(id: string): string {
  return path.join(transferDirectory(), `${id}.zip`);
}
