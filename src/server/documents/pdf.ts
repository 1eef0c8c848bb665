import type { Block, DocumentTree, Said } from "#domain/document.ts";
import { formatPercent } from "#lib/format.ts";
import { INK, MARGIN, QUIET, RULE, Sheet } from "#server/documents/pdf-sheet.ts";
import { drawTable } from "#server/documents/pdf-table.ts";
import { proseBlocks } from "#server/documents/prose-blocks.ts";

/** A heading takes so much of what follows along: the head of a table and its first row. */
const WITH_ROWS = 150;

/** A document as a PDF. Written here, without a browser; others get their turn between two blocks. */
export async function documentPdf(tree: DocumentTree, origin: string, made: Date): Promise<Buffer<ArrayBuffer>> {
  const sheet = new Sheet(origin, { title: tree.title, subject: tree.project.name, made });
  const chunks: Buffer[] = [];
  const { doc } = sheet;
  const ended = new Promise<void>((resolve, reject) => doc.on("end", resolve).on("error", reject));
  doc.on("data", (chunk: Buffer) => chunks.push(chunk));
  drawTitle(sheet, tree);
  const chapters = outlineOf(sheet);
  for (const [at, block] of tree.blocks.entries()) {
    if (block.kind === "heading") sheet.need(tree.blocks[at + 1]?.kind === "paragraph" ? 60 : WITH_ROWS);
    chapters(block);
    await drawBlock(sheet, block);
    await sheet.breathe();
  }
  if (sheet.unshown)
    drawNote(sheet, "Signs that this document’s typeface lacks are drawn as boxes; the product shows them.");
  sheet.root.end();
  drawFrames(sheet, tree);
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

function drawTitle(sheet: Sheet, { title, project, asOf, version, href }: DocumentTree): void {
  const way = href ? [{ text: "Open in Throughline", href }] : [];
  sheet.tagged("H1", () => sheet.write([title], { size: 20, bold: true }));
  sheet.space(3);
  sheet.tagged("P", () => sheet.write([`${project.name}. ${asOf}, ${version}. `, ...way], { colour: QUIET }));
  sheet.space(10);
}

/** Chapters as the reader's program lists them; parts of a chapter under it. */
function outlineOf(sheet: Sheet): (block: Block) => void {
  let chapter: PDFKit.PDFOutline | undefined;
  return (block) => {
    if (block.kind !== "heading") return;
    if (block.level === 2) chapter = sheet.doc.outline.addItem(block.text);
    else (chapter ?? sheet.doc.outline).addItem(block.text);
  };
}

async function drawBlock(sheet: Sheet, block: Block): Promise<void> {
  switch (block.kind) {
    case "heading":
      return drawHeading(sheet, block);
    case "paragraph":
      return drawParagraph(sheet, () => sheet.write(block.line, block.quiet ? { colour: QUIET, size: 9 } : {}));
    case "missing":
      return drawParagraph(sheet, () => sheet.write([block.text], { colour: QUIET }));
    case "list":
      return drawList(sheet, block.items);
    case "said":
      return drawSaid(sheet, block.rows);
    case "table":
      return drawTable(sheet, block);
    case "bars":
      return drawBars(sheet, block);
    case "prose":
      for (const each of proseBlocks(block.markdown)) await drawBlock(sheet, each);
  }
}

function drawHeading(sheet: Sheet, { level, text }: Extract<Block, { kind: "heading" }>): void {
  sheet.space(level === 2 ? 14 : 6);
  sheet.need(40);
  sheet.tagged(`H${level}`, () => sheet.write([text], { size: level === 2 ? 14 : 11, bold: true }));
  sheet.space(level === 2 ? 5 : 3);
}

function drawParagraph(sheet: Sheet, draw: () => void): void {
  sheet.need(16);
  sheet.tagged("P", draw);
  sheet.space(6);
}

function drawNote(sheet: Sheet, text: string): void {
  sheet.space(8);
  drawParagraph(sheet, () => sheet.write([text], { size: 8.5, colour: QUIET }));
}

function drawList(sheet: Sheet, items: Extract<Block, { kind: "list" }>["items"]): void {
  const list = sheet.doc.struct("L");
  sheet.root.add(list);
  for (const item of items) {
    sheet.need(16);
    const y = sheet.doc.y;
    sheet.ornament(() => sheet.write(["•"], { y, colour: QUIET }));
    sheet.tagged("LI", () => sheet.write(item, { x: MARGIN.left + 12, y, width: sheet.width - 12 }), list);
    sheet.space(2.5);
  }
  list.end();
  sheet.doc.x = MARGIN.left;
  sheet.space(5);
}

const LABELS = 0.3;

/** Labels stand left, what is said right of them. A long answer goes over the page by itself. */
function drawSaid(sheet: Sheet, rows: readonly Said[]): void {
  const left = sheet.width * LABELS;
  for (const { label, value } of rows) {
    const look = { size: 9.5, colour: QUIET, width: left - 12 };
    const answer = { x: MARGIN.left + left, width: sheet.width - left, size: 9.5 };
    const labelHeight = sheet.heightOf([label], look);
    sheet.need(Math.min(120, Math.max(labelHeight, sheet.heightOf(value ?? ["Not recorded"], answer))));
    const y = sheet.doc.y;
    const page = sheet.doc.bufferedPageRange().count;
    sheet.tagged("P", () => sheet.write([label], look));
    sheet.tagged("P", () => sheet.write(value ?? ["Not recorded"], { ...answer, y, colour: value ? INK : QUIET }));
    if (sheet.doc.bufferedPageRange().count === page) sheet.doc.y = Math.max(sheet.doc.y, y + labelHeight);
    sheet.doc.x = MARGIN.left;
    sheet.space(4);
  }
  sheet.space(6);
}

function drawBars(sheet: Sheet, { rows }: Extract<Block, { kind: "bars" }>): void {
  const left = sheet.width * LABELS;
  const length = sheet.width * 0.4;
  for (const { label, share, text } of rows) {
    const words = { x: MARGIN.left + left + length + 12, width: sheet.width - left - length - 12, size: 9.5 };
    sheet.need(Math.max(18, sheet.heightOf([text], words)));
    const y = sheet.doc.y;
    sheet.tagged("P", () => sheet.write([label], { size: 9.5, colour: QUIET, width: left - 12 }));
    const under = sheet.doc.y;
    sheet.ornament(() => {
      sheet.doc.rect(MARGIN.left + left, y + 3, length, 6).fill("#eceae6");
      if (share) sheet.doc.rect(MARGIN.left + left, y + 3, length * Math.min(1, share), 6).fill("#3b6ea8");
    });
    sheet.tagged("P", () =>
      sheet.write([share === null ? text : `${formatPercent(share, 0)}${text && `, ${text}`}`], { ...words, y }),
    );
    sheet.doc.x = MARGIN.left;
    sheet.doc.y = Math.max(under, sheet.doc.y);
    sheet.space(3);
  }
  sheet.space(6);
}

/** On each page: what it is of and the state it tells above, the number of the page below. */
function drawFrames(sheet: Sheet, { title, project, asOf, version }: DocumentTree): void {
  const { doc } = sheet;
  const { count } = doc.bufferedPageRange();
  for (let at = 0; at < count; at++) {
    doc.switchToPage(at);
    doc.page.margins.bottom = 0;
    const { width, height } = doc.page;
    sheet.ornament(() => {
      const half = sheet.width * 0.45;
      const look = { size: 8, colour: QUIET, height: 12 };
      sheet.write([`${project.name} · ${title}`], { ...look, y: 34, width: half });
      sheet.write([`${asOf}, ${version}`], {
        ...look,
        x: MARGIN.left + half,
        y: 34,
        width: sheet.width - half,
        align: "right",
      });
      doc
        .moveTo(MARGIN.left, 50)
        .lineTo(width - MARGIN.right, 50)
        .lineWidth(0.5)
        .strokeColor(RULE)
        .stroke();
      sheet.write([`Page ${at + 1} of ${count}`], { ...look, y: height - 36, align: "right" });
    }, "Pagination");
  }
}
