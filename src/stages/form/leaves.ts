import { isGroup } from "#stages/answer-at.ts";
import type { StageDocument } from "#stages/field.ts";

/** A document laid flat: one entry an answer, by dotted path. Lists are answers, groups are only paths. */
export type Leaves = Readonly<Record<string, unknown>>;

export function leavesIn(document: StageDocument, under = ""): Leaves {
  const entries = Object.entries(document).flatMap(([name, value]) =>
    isGroup(value) ? Object.entries(leavesIn(value, `${under}${name}.`)) : [[under + name, value] as const],
  );
  return Object.fromEntries(entries.filter(([, value]) => !isBlank(value)));
}

export function documentFrom(leaves: Leaves): StageDocument {
  const document: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(leaves)) if (!isBlank(value)) place(document, path.split("."), value);
  return document;
}

/** Blanks are the absence of an answer, as the server strips them. */
export function isBlank(value: unknown): boolean {
  return canonical(value) === undefined;
}

/** Equal as the server keeps them: spaces around texts, blanks and the order of names say nothing. */
export function sameAnswer(a: unknown, b: unknown): boolean {
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}

function canonical(value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string") return value.trim() === "" ? undefined : value.trim();
  if (Array.isArray(value)) {
    const kept = value.map(canonical).filter((entry) => entry !== undefined);
    return kept.length > 0 ? kept : undefined;
  }
  if (!isGroup(value)) return value;
  const kept = Object.entries(value)
    .map(([name, part]) => [name, canonical(part)] as const)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

function place(document: Record<string, unknown>, [name = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    document[name] = value;
    return;
  }
  const known = document[name];
  const group: Record<string, unknown> = isGroup(known) ? { ...known } : {};
  document[name] = group;
  place(group, rest, value);
}
