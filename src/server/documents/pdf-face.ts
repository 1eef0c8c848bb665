import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { create, type Font } from "fontkit";

/** A face as the PDF writer takes it, and whether it has a sign. */
export type Face = Font & { layout(text: string): object };

const WEIGHTS = { text: "400Regular/Inter_400Regular.ttf", bold: "600SemiBold/Inter_600SemiBold.ttf" } as const;
const PLACE = path.join("node_modules", "@expo-google-fonts", "inter");
const kept = new Map<string, Face>();

/** Read once a process: Latin with its extensions, Greek, Cyrillic and the signs of writing and counting. */
export function face(weight: keyof typeof WEIGHTS): Face {
  const known = kept.get(weight);
  if (known) return known;
  const read = quick(create(readFileSync(path.join(rootWith(PLACE), PLACE, WEIGHTS[weight]))));
  kept.set(weight, read);
  return read;
}

/**
 * Signs side by side by their widths, without pairs and joined forms: the scripts of the face need none, and shaping each
 * word by the font's many rules took most of the time.
 */
function quick(font: Font): Face {
  return Object.assign(Object.create(font) as Font, {
    layout(text: string) {
      const glyphs = font.glyphsForString(text.normalize("NFC"));
      const positions = glyphs.map(({ advanceWidth }) => ({
        xAdvance: advanceWidth,
        yAdvance: 0,
        xOffset: 0,
        yOffset: 0,
      }));
      return {
        glyphs,
        positions,
        /** Asked for after the writer has scaled the positions. */
        get advanceWidth() {
          return positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0);
        },
      };
    },
  });
}

/** Where the program's packages are, whatever the directory it was started from. */
function rootWith(place: string): string {
  const here = path.resolve(import.meta.dirname ?? ".", "../../..");
  return existsSync(path.join(here, place)) ? here : process.cwd();
}
