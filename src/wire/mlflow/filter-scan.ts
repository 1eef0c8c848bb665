import { invalid } from "#domain/errors.ts";

export type Scanned = { readonly text: string; at: number };

const SPACE = /\s*/y;
/** `metrics.acc`, "tags.`my tag`", `params."lr"`, `status`; what stands after the first dot is one name, dots inside. */
const NAME = /(?:[A-Za-z_]\w*|`[^`]+`|"[^"]+")(?:\s+name)?(?:\.(?:`[^`]+`|"[^"]+"|[\w./:@-]+))?/y;
const OPERATOR = /(?:!=|<>|>=|<=|=|>|<|(?:not\s+in|in|not\s+like|not\s+ilike|like|ilike|is\s+not|is)\b)/iy;
const TEXT = /'((?:[^']|'')*)'|"((?:[^"]|"")*)"/y;
const NUMBER = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?(?![\w.])/iy;

export function scannerOf(text: string): Scanned {
  return { text, at: 0 };
}

/** What the pattern finds here, behind spaces; null, and nothing is read, where it finds nothing. */
function take(scanned: Scanned, pattern: RegExp): RegExpExecArray | null {
  SPACE.lastIndex = scanned.at;
  SPACE.exec(scanned.text);
  pattern.lastIndex = SPACE.lastIndex;
  const found = pattern.exec(scanned.text);
  if (found) scanned.at = pattern.lastIndex;
  return found;
}

export function atEnd(scanned: Scanned): boolean {
  return scanned.text.slice(scanned.at).trim() === "";
}

export function takeWord(scanned: Scanned, word: "and" | "null" | "asc" | "desc"): boolean {
  return take(scanned, WORDS[word]) !== null;
}

const WORDS = { and: /and\b/iy, null: /null\b/iy, asc: /asc\b/iy, desc: /desc\b/iy };

export function takeSign(scanned: Scanned, sign: "(" | ")" | ","): boolean {
  return take(scanned, SIGNS[sign]) !== null;
}

const SIGNS = { "(": /\(/y, ")": /\)/y, ",": /,/y };

/** The name in front of a comparison: what stands before the first dot, and the rest without its quotes. */
export function takeName(scanned: Scanned): { head: string; rest: string | null } {
  const found = take(scanned, NAME)?.[0];
  if (!found) throw unread(scanned, "a name such as metrics.accuracy");
  const [, head = "", rest] = /^(`[^`]+`|"[^"]+"|[^.]+)(?:\.(.+))?$/.exec(found) ?? [];
  return { head: unquoted(head), rest: rest === undefined ? null : unquoted(rest) };
}

export function takeOperator(scanned: Scanned): string {
  const found = take(scanned, OPERATOR)?.[0];
  if (!found) throw unread(scanned, "a comparison such as =, !=, >, LIKE or IN");
  return found.toUpperCase().replaceAll(/\s+/g, " ").replace("<>", "!=");
}

export function takeText(scanned: Scanned): string | null {
  const found = take(scanned, TEXT);
  return found ? (found[1]?.replaceAll("''", "'") ?? found[2]?.replaceAll('""', '"') ?? "") : null;
}

export function takeNumber(scanned: Scanned): number | null {
  const found = take(scanned, NUMBER)?.[0];
  return found === undefined ? null : Number(found);
}

export function unread({ text, at }: Scanned, expected: string) {
  const rest = text.slice(at).trim().slice(0, 60);
  return invalid("filter", `Invalid filter: ${expected} is expected ${rest ? `at “${rest}”` : "at its end"}.`);
}

function unquoted(name: string): string {
  return /^(`.*`|".*")$/s.test(name) ? name.slice(1, -1) : name;
}
