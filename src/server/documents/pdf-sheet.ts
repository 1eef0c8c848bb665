import { setImmediate as turn } from "node:timers/promises";
import PDFDocument from "pdfkit";
import type { Line } from "#domain/document.ts";
import { face } from "#server/documents/pdf-face.ts";

export const MARGIN = { top: 70, bottom: 58, left: 54, right: 54 } as const;
export const INK = "#1d1c1a";
export const QUIET = "#5f5c57";
export const RULE = "#d9d6d0";
const LINK = "#1f4f99";

export type Doc = PDFKit.PDFDocument;
export type TextLook = {
  size?: number;
  bold?: boolean;
  colour?: string;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  align?: "right";
  /** Links by their colour alone. */
  calm?: boolean;
};

/**
 * The page to be written on: one face with Latin, Greek and Cyrillic, tagged, and a breath for others between two blocks.
 * What the face cannot show is drawn as a box and counted, so that the document can say so.
 */
export class Sheet {
  readonly doc: Doc;
  readonly origin: string;
  readonly root: PDFKit.PDFStructureElement;
  unshown = false;
  #lastTurn = performance.now();

  constructor(origin: string, info: { title: string; subject: string; made: Date }) {
    this.origin = origin;
    this.doc = new PDFDocument({
      ...{ size: "A4", margins: MARGIN, bufferPages: true, pdfVersion: "1.7", lang: "en", tagged: true },
      ...{ displayTitle: true, font: "" },
      info: { Title: shown(info.title), Subject: shown(info.subject), Author: "Throughline", CreationDate: info.made },
    });
    this.doc.registerFont("text", sourceOf("text")).registerFont("bold", sourceOf("bold"));
    this.root = this.doc.struct("Document");
    this.doc.addStructure(this.root);
  }

  get width(): number {
    return this.doc.page.width - MARGIN.left - MARGIN.right;
  }

  get bottom(): number {
    return this.doc.page.height - MARGIN.bottom;
  }

  /** Room for so much, or a new page. True where one began. */
  need(height: number): boolean {
    if (this.doc.y + height <= this.bottom) return false;
    this.doc.addPage();
    return true;
  }

  space(height: number): void {
    this.doc.y = Math.min(this.bottom, this.doc.y + height);
  }

  face({ size = 10, bold = false, colour = INK }: TextLook): Doc {
    return this.doc
      .font(bold ? "bold" : "text")
      .fontSize(size)
      .fillColor(colour);
  }

  /** Writes a line, whose parts may lead somewhere, wrapped to the width. */
  write(line: Line, look: TextLook = {}): void {
    const { x = MARGIN.left, y = this.doc.y, width = this.width, height, align } = look;
    const parts = line.length > 0 ? line : [""];
    const options = { width, lineGap: 1.5, ...(height && { height, ellipsis: true }), ...(align && { align }) };
    parts.forEach((part, at) => {
      const href = typeof part === "string" ? null : this.#address(part.href);
      const text = this.#clean(typeof part === "string" ? part : part.text);
      const more = { ...options, continued: at < parts.length - 1, link: href, underline: href !== null && !look.calm };
      const doc = this.face(href ? { ...look, colour: LINK } : look);
      if (at === 0) doc.text(text, x, y, more);
      else doc.text(text, more);
    });
  }

  heightOf(line: Line, look: TextLook & { width: number }): number {
    const text = line.map((part) => (typeof part === "string" ? part : part.text)).join("");
    return this.face(look).heightOfString(this.#clean(text), { width: look.width, lineGap: 1.5 });
  }

  /** What a machine reads as one thing: a paragraph, a heading, a cell. */
  tagged(type: string, draw: () => void, under: PDFKit.PDFStructureElement = this.root): void {
    under.add(this.doc.struct(type, {}, draw));
  }

  /** What is only for the eye: rules, page numbers, repeated heads. */
  ornament(draw: () => void, type: "Layout" | "Pagination" = "Layout"): void {
    this.doc.markContent("Artifact", { type });
    draw();
    this.doc.endMarkedContent();
  }

  async breathe(): Promise<void> {
    if (performance.now() - this.#lastTurn < 12) return;
    await turn();
    this.#lastTurn = performance.now();
  }

  #address(href: string): string | null {
    const whole = href.startsWith("/") ? this.origin + href : href;
    return /^(https?:|mailto:)/i.test(whole) ? encodeURI(shown(whole)).replaceAll("%25", "%") : null;
  }

  /** The writer looks for the end of a long word letter by letter, again for each line: it may break on the way. */
  #clean(text: string): string {
    const clean = shown(text);
    if (
      !this.unshown &&
      [...clean].some((sign) => sign !== "\n" && !face("text").hasGlyphForCodePoint(sign.codePointAt(0) ?? 0))
    )
      this.unshown = true;
    return clean.replaceAll(/\S{48}(?=\S)/g, "$&\u200b");
  }
}

/** Without what no face has: control signs and halves of signs. */
function shown(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/(?![\n\t])[\p{Cc}\p{Cf}]/gu, "")
    .replaceAll("\t", " ");
}

/** Guarantee: the writer takes a face that is read already wherever it takes a file (its factory asks for `layout`). */
function sourceOf(weight: "text" | "bold"): PDFKit.Mixins.PDFFontSource {
  return face(weight) as unknown as PDFKit.Mixins.PDFFontSource;
}
