import { parseNumber } from "#components/form/parse-number.ts";

export type PastedNumbers = {
  /** In order; what is no number stands as its text. */
  cells: (number | string)[];
  /** Cells that are no numbers, counted from 1. */
  bad: { place: number; text: string }[];
};

/**
 * Numbers as they come out of a spreadsheet: parted by lines, tabs, semicolons or spaces. A comma parts where a space
 * follows it, and where it stands between plain numbers of which it makes no single one ("1,2,3").
 */
export function pastedNumbers(text: string): PastedNumbers {
  const cells = text
    .split(/[\n\r\t;]+|,?\s+/)
    .map((cell) => cell.trim().replace(/,$/, ""))
    .filter(Boolean)
    .flatMap(numbersIn);
  const bad = cells.flatMap((cell, at) => (typeof cell === "string" ? [{ place: at + 1, text: cell }] : []));
  return { cells, bad };
}

export function meanOf(values: readonly number[]): number | null {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}

function numbersIn(cell: string): (number | string)[] {
  const value = parseNumber(cell);
  if (typeof value === "number") return [value];
  const parts = cell.split(",").map((part) => parseNumber(part));
  const all = parts.filter((part) => typeof part === "number");
  return parts.length > 1 && all.length === parts.length ? all : [cell];
}
