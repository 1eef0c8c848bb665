import path from "node:path";

/** Where the embedded database, uploaded files and generated secrets live. */
export function dataDirectory(): string {
  return path.resolve(process.env.THROUGHLINE_DATA_DIR ?? ".data");
}

/** What this installation alone knows, and its database does not: keys are computed from it. */
export function installationSecret(): string {
  const own = process.env.THROUGHLINE_SECRET;
  if (!own || own.length < 32) throw new Error("THROUGHLINE_SECRET is missing or shorter than 32 characters");
  return own;
}

/** The public address, for links and origin checks. A server that listens everywhere is, from here, this machine. */
export function publicUrl(): string {
  const { THROUGHLINE_URL, HOST = "127.0.0.1", PORT = "3000" } = process.env;
  return (THROUGHLINE_URL || `http://${EVERYWHERE.has(HOST) ? "localhost" : bracketed(HOST)}:${PORT}`).replace(
    /\/+$/,
    "",
  );
}

const EVERYWHERE = new Set(["0.0.0.0", "::"]);

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
