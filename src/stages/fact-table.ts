import { answerAt } from "#stages/answer-at.ts";
import type { FactData } from "#stages/fact.ts";
import type { AnyFactKind } from "#stages/fact-kind.ts";
import type { StageField } from "#stages/stage-fields.ts";

/** A fact laid flat for a table of text: one column a part, by dotted path. */
export type FactCells = Readonly<Record<string, string | number | boolean | null>>;

/** The columns of a kind's file: its key, its parts, then what was computed. */
export function columnsOfFile(kind: AnyFactKind): string[] {
  return ["key", ...kind.fields.map(({ path }) => path)];
}

export function cellsOf(kind: AnyFactKind, key: string, data: FactData): FactCells {
  const parts = kind.fields.map(({ path }) => [path, cellOf(answerAt(data, path))] as const);
  return { key, ...Object.fromEntries(parts) };
}

/**
 * A row of a file as a fact. Cells are text; what the part expects decides how it is read, and what cannot be read stays
 * as text for the schema to refuse by name. Columns that the kind does not know are handed on, to be refused too.
 */
export function factFrom(kind: AnyFactKind, cells: Readonly<Record<string, string>>): { key?: string; data: FactData } {
  const data: Record<string, unknown> = {};
  for (const [column, cell] of Object.entries(cells)) {
    const text = cell.replace(GUARDED, "");
    if (column === "key" || text.trim() === "" || column.startsWith(COMPUTED)) continue;
    const field = kind.fields.find(({ path }) => path === column);
    place(data, column.split("."), field ? partIn(field, text.trim()) : text);
  }
  const key = cells.key?.trim();
  return { ...(key && { key }), data };
}

/** Columns of an export that say what was computed; an import leaves them alone. */
export const COMPUTED = "computed.";

/** The apostrophe with which an export keeps a spreadsheet from running text as a formula. */
const GUARDED = /^'(?=[=+\-@\t\r＝＋－＠])/;

function cellOf(value: unknown): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value) && value.every((each) => typeof each !== "object")) return value.join("; ");
  return JSON.stringify(value);
}

function partIn({ kind }: StageField, text: string): unknown {
  switch (kind) {
    case "number":
    case "integer":
    case "money":
    case "percent":
    case "likert":
      return numberIn(text);
    case "boolean":
      return YES_NO[text.toLowerCase()] ?? text;
    case "tags":
    case "choices":
      return listIn(text);
    case "numbers":
      return listIn(text).map(numberIn);
    case "records":
    case "map":
      return jsonIn(text);
    default:
      return text;
  }
}

const YES_NO: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  "1": true,
  false: false,
  no: false,
  "0": false,
};

function numberIn(text: string): number | string {
  const plain = text.endsWith("%") ? text.slice(0, -1) : text;
  const value = Number(plain);
  if (plain.trim() === "" || !Number.isFinite(value)) return text;
  return text.endsWith("%") ? value / 100 : value;
}

function listIn(text: string): string[] {
  return text
    .split(/[;|]/)
    .map((entry) => entry.trim())
    .filter(Boolean);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function place(into: Record<string, unknown>, [name = "", ...rest]: readonly string[], value: unknown): void {
  if (name === "__proto__") return;
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const known = into[name];
  const group: Record<string, unknown> = typeof known === "object" && known !== null ? { ...known } : {};
  into[name] = group;
  place(group, rest, value);
}
