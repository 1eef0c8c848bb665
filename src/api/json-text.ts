import { isUtf8 } from "node:buffer";
import { Unreadable } from "#api/problem.ts";
import { AppError, type Issue } from "#domain/errors.ts";

export const MAX_DEPTH = 64;

/**
 * JSON from outside. Depth is counted on the bytes, before anything is built from them. Texts that Postgres cannot keep
 * (NUL, half a surrogate pair) and the key `__proto__` are refused with their path. `what`: how the sentences call it.
 */
export function parseJson(bytes: Uint8Array, what: "body" | "payload" = "body"): unknown {
  if (!isUtf8(bytes)) throw new Unreadable(400, `The ${what} is not valid UTF-8.`);
  if (isDeeper(bytes, MAX_DEPTH)) throw new Unreadable(400, `The ${what} is nested deeper than ${MAX_DEPTH} levels.`);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  const value = parsed(text, what);
  if (SUSPICIOUS.test(text)) refuseUnstorable(value, what);
  return value;
}

/** Only texts with such an escape or such a key are walked: no others can hold what is looked for. */
const SUSPICIOUS = /\\u0000|\\ud[89a-f]|__proto__|\\u005f/i;

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreadable(400, `The ${what} is not valid JSON.`);
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

function isDeeper(bytes: Uint8Array, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfText(bytes, at);
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > limit) return true;
    } else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return false;
}

function endOfText(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

function refuseUnstorable(value: unknown, what: string): void {
  const issues: Issue[] = [];
  collect(value, "", issues);
  if (issues.length > 0) throw new AppError("INVALID", `The ${what} holds text that cannot be kept.`, { issues });
}

function collect(value: unknown, path: string, issues: Issue[]): void {
  if (issues.length >= 20) return;
  if (typeof value === "string") {
    const message = problemWith(value);
    if (message) issues.push({ path, message });
    return;
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    const inner = path ? `${path}.${key}` : key;
    if (key === "__proto__") issues.push({ path: inner, message: "This name is not allowed." });
    else if (problemWith(key))
      issues.push({ path, message: "The name of a field holds a character that cannot be kept." });
    else collect(part, inner, issues);
  }
}

function problemWith(text: string): string | null {
  if (text.includes("\0")) return "The text holds a NUL character.";
  return text.isWellFormed() ? null : "The text holds half a character.";
}
