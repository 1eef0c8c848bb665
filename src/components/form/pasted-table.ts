import { parseNumber } from "#components/form/parse-number.ts";
import type { Cell, RowColumn } from "#components/form/row-cell.tsx";

export type PastedTable = {
  rows: Record<string, Cell>[];
  /** What could not be read, as sentences that name the cell. */
  problems: string[];
  /** Columns that the first line named; empty where it held values already. */
  named: string[];
};

/**
 * Rows out of a spreadsheet: tabs, semicolons or commas part the cells. A first line that names two or more of the columns,
 * by label or key, says their order; else they come in the order of the form. Columns that are not there stay empty.
 */
export function pastedTable(text: string, columns: readonly RowColumn[]): PastedTable {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const mark = markOf(lines[0] ?? "");
  const [first = [], ...rest] = lines.map((line) => line.split(mark).map((cell) => unquoted(cell)));
  const heads = first.map((cell) => columns.find((column) => isNamed(column, cell)) ?? null);
  const headed = heads.filter((column) => column !== null).length >= 2;
  const order = headed ? heads : [...columns];
  const problems = headed
    ? heads.flatMap((column, at) => (column || first[at] === "" ? [] : [`There is no column “${first[at]}”`]))
    : [];
  const rows = (headed ? rest : [first, ...rest]).map((cells, row) => {
    const read: Record<string, Cell> = {};
    for (const [at, cell] of cells.entries()) {
      const column = order[at];
      if (!column || cell === "") {
        if (cell !== "" && !headed) problems.push(`Row ${row + 1} has more cells than there are columns`);
        continue;
      }
      const value = cellOf(column, cell);
      if (value === undefined) problems.push(`Row ${row + 1}, ${column.label}: “${cell}” ${EXPECTED[column.kind]}`);
      else read[column.key] = value;
    }
    return read;
  });
  return {
    rows: rows.filter((row) => Object.keys(row).length > 0),
    problems: [...new Set(problems)],
    named: namesOf(heads, headed),
  };
}

function namesOf(heads: readonly (RowColumn | null)[], headed: boolean): string[] {
  return headed ? heads.flatMap((column) => (column ? [column.label] : [])) : [];
}

/** A comma parts only where nothing better does, since it also stands within numbers. */
function markOf(line: string): string {
  return line.includes("\t") ? "\t" : line.includes(";") ? ";" : ",";
}

function unquoted(cell: string): string {
  const text = cell.trim();
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}

function isNamed({ key, label }: RowColumn, cell: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  return plain(cell) !== "" && [plain(key), plain(label), initials(label)].includes(plain(cell));
}

/** "True positives" is written "tp" too. */
function initials(label: string): string {
  const words = label.toLowerCase().split(/\s+/);
  return words.length > 1 ? words.map((word) => word[0] ?? "").join("") : "";
}

const EXPECTED: Record<RowColumn["kind"], string> = {
  number: "is no number",
  percent: "is no number",
  choice: "is not one of the choices",
  "yes-no": "is neither yes nor no",
  numbers: "is no list of numbers",
  text: "cannot be read",
  date: "cannot be read",
};
const YES_NO: Readonly<Record<string, boolean>> = {
  yes: true,
  true: true,
  "1": true,
  no: false,
  false: false,
  "0": false,
};

function cellOf(column: RowColumn, text: string): Cell {
  switch (column.kind) {
    case "number": {
      const value = parseNumber(text);
      return typeof value === "number" && !(column.whole && !Number.isInteger(value)) ? value : undefined;
    }
    case "percent": {
      const value = parseNumber(text);
      if (typeof value !== "number") return undefined;
      return text.includes("%") || value > 1 ? value / 100 : value;
    }
    case "choice": {
      const known = column.options.find(({ value, label }) => isNamed({ ...column, key: value, label }, text));
      return known?.value;
    }
    case "yes-no":
      return YES_NO[text.toLowerCase()];
    case "numbers":
      return undefined;
    default:
      return text;
  }
}
