import { AppError } from "#domain/errors.ts";
import { publicUrl } from "#lib/environment.ts";

/**
 * Whether a browser's request comes from our own pages. The public address counts, and the loopback's other names on the
 * same port. Bound to every interface without a public address, the request's own Host is the only thing left to compare.
 */
export function isOwnOrigin(headers: Headers): boolean {
  const origin = headers.get("origin");
  return origin !== null && ownOrigins(headers).includes(origin);
}

/** For cookie-authenticated writes: a foreign or missing Origin is refused before anything is read. */
export function requireOwnOrigin(headers: Headers): void {
  if (!isOwnOrigin(headers))
    throw new AppError("FORBIDDEN", "This request did not come from a page of this installation.");
}

export function ownOrigins(headers?: Headers): string[] {
  const own = new URL(publicUrl());
  const origins = new Set([own.origin]);
  if (LOOPBACK.has(own.hostname)) for (const name of LOOPBACK) origins.add(withHost(own, name));
  const host = headers?.get("host");
  if (!process.env.THROUGHLINE_URL && EVERYWHERE.has(process.env.HOST ?? "") && host) origins.add(`http://${host}`);
  return [...origins];
}

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);
const EVERYWHERE = new Set(["0.0.0.0", "::"]);

function withHost(url: URL, hostname: string): string {
  const other = new URL(url);
  other.hostname = hostname;
  return other.origin;
}
