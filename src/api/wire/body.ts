import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { parseJson } from "#api/json-text.ts";
import { readStream } from "#api/limits.ts";
import { Unreadable } from "#api/problem.ts";
import { AppError } from "#domain/errors.ts";

const unzip = promisify(gunzip);

/**
 * The body as it came and, where it was sent as gzip, unpacked; both within the limit, since a gzip of 1 MB may hold 1 GB.
 * Signatures are over what came, `raw`.
 */
export async function readWireBody(request: Request, limit: number): Promise<{ raw: Uint8Array; bytes: Uint8Array }> {
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity" && encoding !== "gzip") throw new Unreadable(415, "Send the body as it is, or as gzip.");
  const raw = await readStream(request, limit);
  return { raw, bytes: encoding === "gzip" ? await unpacked(raw, limit) : raw };
}

/** `emptyIs`: what no body means; left out, it is refused. */
export async function readWireJson(
  request: Request,
  limit: number,
  { emptyIs }: { emptyIs?: unknown } = {},
): Promise<{ raw: Uint8Array; bytes: Uint8Array; payload: unknown }> {
  const body = await readWireBody(request, limit);
  if (body.bytes.byteLength > 0) return { ...body, payload: parseLoosely(body.bytes) };
  if (emptyIs === undefined) throw new Unreadable(400, "The body is empty.");
  return { ...body, payload: emptyIs };
}

/** Python writes NaN and Infinity into its JSON: they are read as nothing. */
function parseLoosely(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes);
  } catch (error) {
    const text = Buffer.from(bytes).toString("utf8");
    if (!(error instanceof Unreadable) || !/NaN|Infinity/.test(text)) throw error;
    return parseJson(Buffer.from(withoutNotFinite(text)));
  }
}

const NOT_FINITE = /-?Infinity|NaN/g;

/** Text by text and what is between them, once from left to right: one pattern for both takes the square of a length in time. */
function withoutNotFinite(json: string): string {
  const parts: string[] = [];
  let from = 0;
  while (from < json.length) {
    const quote = json.indexOf('"', from);
    const start = quote < 0 ? json.length : quote;
    const end = quote < 0 ? json.length : endOfText(json, quote);
    parts.push(json.slice(from, start).replace(NOT_FINITE, "null"), json.slice(start, end));
    from = end;
  }
  return parts.join("");
}

function endOfText(json: string, quote: number): number {
  let at = quote + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return Math.min(json.length, at + 1);
}

async function unpacked(raw: Uint8Array, limit: number): Promise<Uint8Array> {
  try {
    return await unzip(raw, { maxOutputLength: limit });
  } catch (error) {
    const tooLong = error instanceof RangeError;
    if (tooLong) throw new AppError("TOO_LARGE", "The body unpacks to more than is read.");
    throw new Unreadable(400, "The body is not valid gzip.");
  }
}
