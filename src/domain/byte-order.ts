/** Compares two names by their bytes in UTF-8, which is the order of their code points, whatever the locale. */
export function byteOrder(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((character, index) => character !== right[index]);
  if (at === -1) return left.length - right.length;
  return codePoint(left[at]) - codePoint(right[at]);
}

/** The end of a name sorts before everything. */
function codePoint(character: string | undefined): number {
  return character?.codePointAt(0) ?? -1;
}
