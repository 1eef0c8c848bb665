import type { Line, TableBlock } from "#domain/document.ts";
import { leftWords } from "#server/documents/markdown.ts";
import { MARGIN, QUIET, RULE, type Sheet } from "#server/documents/pdf-sheet.ts";

/** Many columns are written smaller, so that their words stay whole. */
const sizeOf = (columns: readonly unknown[]): number => (columns.length > 7 ? 7.5 : 8.5);
const NAME_SHARE = 0.17;
const GAP = 8;
const PAD = 4;

/** A table whose rows stay whole and whose head stands on each of its pages. */
export async function drawTable(sheet: Sheet, table: TableBlock): Promise<void> {
  const widths = columnWidths(sheet, table);
  const heads = table.columns.map(({ label }): Line => [label]);
  const whole = sheet.doc.struct("Table");
  sheet.root.add(whole);
  const [first] = table.rows;
  const caption = table.captioned ? 18 : 0;
  sheet.need(caption + rowHeight(sheet, heads, widths, true) + (first ? rowHeight(sheet, first, widths, false) : 0));
  if (caption) {
    sheet.tagged("Caption", () => sheet.write([table.label], { size: 9.5, bold: true }), whole);
    sheet.space(1);
  }
  drawRow(sheet, table, heads, widths, { head: true, under: whole });
  for (const row of table.rows) {
    const height = rowHeight(sheet, row, widths, false);
    if (sheet.need(height)) drawRow(sheet, table, heads, widths, { head: true, under: null });
    drawRow(sheet, table, row, widths, { head: false, under: whole, height });
    await sheet.breathe();
  }
  whole.end();
  sheet.space(3);
  const { left } = table;
  if (left) sheet.tagged("P", () => sheet.write(leftWords(left), { size: 8.5, colour: QUIET }));
  sheet.space(8);
}

type RowLook = { head: boolean; under: PDFKit.PDFStructureElement | null; height?: number };

function drawRow(
  sheet: Sheet,
  table: TableBlock,
  row: readonly Line[],
  widths: readonly number[],
  look: RowLook,
): void {
  const { head, under } = look;
  const height = look.height ?? rowHeight(sheet, row, widths, head);
  const top = sheet.doc.y;
  const line = under && sheet.doc.struct("TR");
  if (line) under.add(line);
  let x = MARGIN.left;
  table.columns.forEach(({ number }, at) => {
    const width = (widths[at] ?? 0) - GAP;
    const cell = () =>
      sheet.write(row[at] ?? [], {
        ...{ x, y: top + PAD, width, height: height - PAD, size: sizeOf(widths), bold: head || at === 0, calm: true },
        ...(head && { colour: QUIET }),
        ...(number && { align: "right" as const }),
      });
    if (line) sheet.tagged(head || at === 0 ? "TH" : "TD", cell, line);
    else sheet.ornament(cell, "Pagination");
    x += widths[at] ?? 0;
  });
  line?.end();
  const bottom = top + height;
  sheet.ornament(() => {
    sheet.doc.moveTo(MARGIN.left, bottom).lineTo(MARGIN.left + sheet.width, bottom);
    sheet.doc
      .lineWidth(head ? 0.8 : 0.4)
      .strokeColor(RULE)
      .stroke();
  });
  sheet.doc.x = MARGIN.left;
  sheet.doc.y = bottom;
}

/** At most a page: what is longer still ends in an ellipsis. */
function rowHeight(sheet: Sheet, row: readonly Line[], widths: readonly number[], head: boolean): number {
  const heights = row.map((line, at) =>
    sheet.heightOf(line, { size: sizeOf(widths), bold: head || at === 0, width: (widths[at] ?? GAP * 2) - GAP }),
  );
  return Math.min(Math.max(10, ...heights) + 2 * PAD, (sheet.bottom - MARGIN.top) / 2);
}

const LONGEST_WORD = 96;

/** Each column as wide as its longest word, up to a point; what is left goes by how much the columns hold. */
function columnWidths(sheet: Sheet, { columns, rows }: TableBlock): number[] {
  const held = columns.map(({ label }, at) => {
    const texts = [label, ...rows.slice(0, 60).map((row) => textOf(row[at] ?? []))];
    const words = new Set(texts.flatMap((text) => text.split(/\s+/)));
    const doc = sheet.face({ size: sizeOf(columns), bold: true });
    const least = Math.max(...[...words].map((word) => doc.widthOfString(word.slice(0, 40)))) + GAP + 2;
    const mean = texts.reduce((sum, { length }) => sum + Math.min(length, 120), 0) / texts.length;
    const named = at === 0 ? Math.min(sheet.width * NAME_SHARE, doc.widthOfString(texts.join(" ")) + GAP) : 0;
    return { least: Math.max(named, Math.min(LONGEST_WORD, least)), mean };
  });
  const least = held.reduce((sum, each) => sum + each.least, 0);
  if (least > sheet.width) return held.map((each) => (each.least / least) * sheet.width);
  const wish = held.reduce((sum, { mean }) => sum + mean, 0);
  return held.map((each) => each.least + ((sheet.width - least) * each.mean) / Math.max(1, wish));
}

function textOf(line: Line): string {
  return line.map((words) => (typeof words === "string" ? words : words.text)).join("");
}
