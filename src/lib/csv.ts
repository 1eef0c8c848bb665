export type CsvCell = string | number | boolean | Date | null | undefined;

/** A CSV file by RFC 4180. Text that a spreadsheet would run as a formula is made harmless by a leading apostrophe. */
export function toCsv(head: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  return [head, ...rows].map(csvRow).join("");
}

/** One row of it, for a file that is sent as it comes. */
export function csvRow(cells: readonly CsvCell[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

function cell(value: CsvCell): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "string") return String(value);
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
