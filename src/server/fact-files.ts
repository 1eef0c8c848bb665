import { parse } from "csv-parse/sync";
import writeXlsxFile from "write-excel-file/node";
import { AppError } from "#domain/errors.ts";
import { csvRow } from "#lib/csv.ts";
import type { Access } from "#server/access.ts";
import { type BulkAnswer, writeFacts } from "#server/fact-bulk.ts";
import type { Recording } from "#server/fact-changes.ts";
import { allFacts, type FactQuery, type FactView } from "#server/facts.ts";
import type { AnyFactKind } from "#stages/fact-kind.ts";
import { COMPUTED, cellsOf, columnsOfFile, type FactCells, factFrom } from "#stages/fact-table.ts";

const MOST_ROWS = 10_000;

const MOST_IN_BOOK = 50_000;
const CHUNK_CHARACTERS = 64 * 1024;

/**
 * Exactly what the filter says, as a table of text, page by page however much it is. Computed columns begin with
 * "computed." in their name; which there are is found out first.
 */
export async function exportCsv(
  access: Access<"project.read">,
  kind: AnyFactKind,
  query: FactQuery,
): Promise<AsyncGenerator<string>> {
  const computed = new Set<string>();
  for await (const { figures } of allFacts(access, kind, query))
    for (const { name } of figures) computed.add(COMPUTED + name);
  return csvOf(access, kind, query, [...columnsOfFile(kind), ...computed]);
}

async function* csvOf(access: Access<"project.read">, kind: AnyFactKind, query: FactQuery, head: readonly string[]) {
  let text = csvRow(head);
  for await (const view of allFacts(access, kind, query)) {
    const cells = cellsIn(kind, view);
    text += csvRow(head.map((column) => cells[column]));
    if (text.length < CHUNK_CHARACTERS) continue;
    yield text;
    text = "";
  }
  yield text;
}

/** A book is made whole in memory, so it holds so many rows and no more. */
export async function exportXlsx(
  access: Access<"project.read">,
  kind: AnyFactKind,
  query: FactQuery,
  most = MOST_IN_BOOK,
): Promise<Uint8Array<ArrayBuffer>> {
  const { head, rows } = await tableOf(access, kind, query, most);
  const title = head.map((column) => ({ value: column, fontWeight: "bold" as const }));
  const body = rows.map((row) => head.map((column) => row[column] ?? null));
  const sheet = kind.many.slice(0, 31);
  return new Uint8Array(await writeXlsxFile([{ data: [title, ...body], sheet, stickyRowsCount: 1 }]).toBuffer());
}

export type ImportPreview = Omit<BulkAnswer, "keys"> & {
  rows: number;
  /** The head of the file, and the rows that were refused, to be mended and sent again. */
  columns: string[];
  refusedRows: { line: number; cells: Record<string, string>; issues: { path: string; message: string }[] }[];
};

/** Reads a CSV file with a head. Bad rows are named by their line; the good ones are kept, or only counted on a dry run. */
export async function importCsv(
  access: Recording,
  kind: AnyFactKind,
  text: string,
  dryRun: boolean,
): Promise<ImportPreview> {
  const { columns, records } = readCsv(kind, text);
  const sent = records.map(({ cells }) => factFrom(kind, cells));
  const { keys: _, ...answer } = await writeFacts(access, kind, sent, { origin: "import", dryRun });
  const refusedRows = answer.refused.flatMap(({ index, issues }) => {
    const record = records[index];
    return record ? [{ ...record, issues }] : [];
  });
  return { ...answer, rows: records.length, columns, refusedRows };
}

type CsvRecord = { line: number; cells: Record<string, string> };

function readCsv(kind: AnyFactKind, text: string): { columns: string[]; records: CsvRecord[] } {
  const [head, ...rows] = rowsIn(text);
  const columns = (head?.record ?? []).map((name) => name.trim());
  const missing = kind.fields.filter(({ from, path }) => from !== null && !columns.includes(path));
  if (missing.length === kind.fields.filter(({ from }) => from !== null).length)
    throw new AppError("INVALID", `The first line must name the columns: ${columnsOfFile(kind).join(", ")}.`);
  if (rows.length > MOST_ROWS)
    throw new AppError("TOO_LARGE", `A file may have at most ${MOST_ROWS} rows; this has ${rows.length}.`);
  const records = rows.map(({ record, line }) => ({
    line,
    cells: Object.fromEntries(columns.flatMap((column, place) => (column ? [[column, record[place] ?? ""]] : []))),
  }));
  return { columns, records };
}

function rowsIn(text: string): { record: string[]; line: number }[] {
  try {
    const parsed: unknown = parse(text, {
      bom: true,
      delimiter: delimiterIn(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    });
    return rowsOf(parsed);
  } catch (error) {
    throw new AppError(
      "INVALID",
      `The file cannot be read as CSV: ${error instanceof Error ? error.message : "unknown"}`,
    );
  }
}

/** Guarantee: with `info`, csv-parse hands back one record with its line a row. */
function rowsOf(parsed: unknown): { record: string[]; line: number }[] {
  const rows = parsed as { record: string[]; info: { lines: number } }[];
  return rows.map(({ record, info }) => ({ record, line: info.lines }));
}

/** Spreadsheets in half of Europe write semicolons. */
function delimiterIn(text: string): string {
  const [head = ""] = text.split("\n", 1);
  const count = (sign: string) => head.split(sign).length;
  return [",", ";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

async function tableOf(access: Access<"project.read">, kind: AnyFactKind, query: FactQuery, most: number) {
  const rows: FactCells[] = [];
  const computed = new Set<string>();
  for await (const view of allFacts(access, kind, query)) {
    if (rows.length === most)
      throw new AppError("TOO_LARGE", `More than ${most.toLocaleString("en")} rows: take the CSV, or filter.`);
    for (const { name } of view.figures) computed.add(COMPUTED + name);
    rows.push(cellsIn(kind, view));
  }
  return { head: [...columnsOfFile(kind), ...computed], rows };
}

function cellsIn(kind: AnyFactKind, { key, data, figures }: FactView): FactCells {
  return {
    ...cellsOf(kind, key, data),
    ...Object.fromEntries(figures.map(({ name, value }) => [COMPUTED + name, value])),
  };
}
