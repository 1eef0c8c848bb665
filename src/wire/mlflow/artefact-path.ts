import { invalid } from "#domain/errors.ts";

const LONGEST = 1_000;
const SEGMENT = 255;

/**
 * The place of an artefact inside a project, as its address says it, decoded exactly once. Refused: what climbs (`..`,
 * also where a second decoding would make it so), absolute paths, empty segments, backslashes, NUL and other controls.
 */
export function artefactPath(encoded: string): string {
  const path = withoutEnd(decoded(encoded));
  if (path === "") throw invalid("path", "Invalid path: say which artefact.");
  const problem = problemWith(path);
  if (problem) throw invalid("path", `Invalid path: ${problem}.`);
  return path;
}

/** A folder of them, from a query that is decoded already; the root is "". */
export function artefactFolder(path: string | null | undefined): string {
  const plain = withoutEnd(path ?? "");
  if (plain === "" || plain === ".") return "";
  const problem = problemWith(plain);
  if (problem) throw invalid("path", `Invalid path: ${problem}.`);
  return plain;
}

function withoutEnd(path: string): string {
  return path.length > LONGEST ? path : path.replace(/\/+$/, "");
}

function decoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw invalid("path", "Invalid path: its percent signs cannot be read.");
  }
}

function problemWith(path: string): string | null {
  if (path.length > LONGEST) return `at most ${LONGEST} characters`;
  if (!path.isWellFormed() || /\p{Cc}/u.test(path)) return "it holds a character that is not allowed";
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path) || path.includes("\\")) return "it must be relative, with /";
  const segments = path.split("/");
  if (segments.some((segment) => segment === "" || segment.length > SEGMENT))
    return "a part of it is empty or too long";
  return segments.some(climbs) ? "it must not climb" : null;
}

/** `..` and `.` as they are, and as another decoding on the way would make them. */
function climbs(segment: string): boolean {
  return /^(?:\.|%(?:25)*2e)+$/i.test(segment) || /%(?:25)*(?:2f|5c|00)/i.test(segment);
}
