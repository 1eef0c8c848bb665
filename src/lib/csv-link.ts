import { type CsvCell, toCsv } from "#lib/csv.ts";

/** A small computed table as a file, without an address of its own: the numbers exist only in the picture. */
export function csvLink(head: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return `data:text/csv;charset=utf-8,${encodeURIComponent(toCsv(head, rows))}`;
}
