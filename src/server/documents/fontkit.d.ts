declare module "fontkit" {
  /** The part of a font that a PDF is written with. */
  export type Glyph = { advanceWidth: number };
  export type Font = { glyphsForString(text: string): Glyph[]; hasGlyphForCodePoint(codePoint: number): boolean };
  export function create(file: Uint8Array): Font;
}
