import path from "node:path";

/** Where the embedded database, uploaded files and generated secrets live. */
export function dataDirectory(): string {
  return path.resolve(process.env.THROUGHLINE_DATA_DIR ?? ".data");
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
