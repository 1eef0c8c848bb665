const LONGEST = 80;
/** Of a longer name the beginning is cleaned: a pattern that looks for an end takes the square of a length in time. */
const MOST_CLEANED = 400;
const FOREIGN = /[^A-Za-z0-9._:@+-]+/g;
const EDGES = /^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g;

/**
 * A fact's key from a foreign name: the same name gives the same key. A name that holds other signs, or is too long, keeps
 * what fits and gets a fingerprint of the whole, so that "order rows" and "order-rows" stay two.
 */
export function keyOf(...parts: readonly (string | number | null | undefined)[]): string {
  const name = parts.filter((part) => part !== null && part !== undefined && part !== "").join(":");
  const plain = name.slice(0, MOST_CLEANED).replaceAll(FOREIGN, "-").replaceAll(EDGES, "");
  if (plain !== "" && plain === name && plain.length <= LONGEST) return plain;
  const mark = fingerprint(name);
  return `${plain.slice(0, LONGEST - mark.length - 1).replaceAll(EDGES, "") || "x"}-${mark}`;
}

/** FNV-1a over the UTF-16 units in base 36. Tells names apart; hides nothing. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash.toString(36);
}

/** Fourteen digits that stand for a text of any length; two of them by chance alike once in 2^53 (cyrb53, by bryc, public domain). */
export function markOf(text: string): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(16).padStart(14, "0");
}

/** The one way in which a version of a registered model is named, by whichever door it came. */
export function modelVersionKey(model: string, version: string | number): string {
  return keyOf(model, version);
}

/** Text of at most so many characters, none of which is half. */
export function clipped(text: string, longest: number): string {
  const trimmed = text.trim();
  return trimmed.length <= longest
    ? trimmed
    : `${trimmed
        .slice(0, longest - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, "")}…`;
}
