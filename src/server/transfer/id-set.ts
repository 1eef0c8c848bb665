const WORDS = 4;
const SMALLEST = 1024;
/** As full as it gets before it doubles. */
const FULL = 0.75;
const CANONICAL = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** As the database writes ids: it reads other forms of the same one, too (capital letters, braces). */
export function isCanonical(id: string): boolean {
  return CANONICAL.test(id);
}

/**
 * Canonical ids by the million: sixteen bytes each, beside the heap. A Set of texts takes a hundred within it, and keeps
 * the whole line alive that a text was cut from.
 */
export class IdSet {
  #slots = new Uint32Array(SMALLEST * WORDS);
  #size = 0;
  /** The id of nothing but zeroes, which is how an empty slot looks. */
  #holdsNil = false;
  /** Secret, so that no file can be made of ids that all want the same slot. */
  readonly #seed = crypto.getRandomValues(new Uint32Array(WORDS));

  has(id: string): boolean {
    const words = wordsOf(id);
    return isNil(words, 0) ? this.#holdsNil : !isNil(this.#slots, this.#placeOf(words));
  }

  /** False where it was there already. */
  add(id: string): boolean {
    if (this.has(id)) return false;
    const words = wordsOf(id);
    if (isNil(words, 0)) this.#holdsNil = true;
    else this.#put(words);
    return true;
  }

  #put(words: Uint32Array): void {
    this.#slots.set(words, this.#placeOf(words));
    this.#size += 1;
    if (this.#size <= (this.#slots.length / WORDS) * FULL) return;
    const before = this.#slots;
    this.#slots = new Uint32Array(before.length * 2);
    for (let at = 0; at < before.length; at += WORDS) {
      const kept = before.subarray(at, at + WORDS);
      if (!isNil(kept, 0)) this.#slots.set(kept, this.#placeOf(kept));
    }
  }

  /** Where it is, or where it would be. */
  #placeOf(words: Uint32Array): number {
    const slots = this.#slots;
    let at = this.#hash(words) & (slots.length - 1) & -WORDS;
    while (!isNil(slots, at) && !isSame(slots, at, words)) at = (at + WORDS) & (slots.length - 1);
    return at;
  }

  #hash(words: Uint32Array): number {
    let hash = 0;
    for (let word = 0; word < WORDS; word++) {
      hash = Math.imul(hash ^ (words[word] ?? 0) ^ (this.#seed[word] ?? 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash >>> 0;
  }
}

function wordsOf(id: string): Uint32Array {
  const hex = (from: number, to: number) => Number.parseInt(id.slice(from, to), 16);
  return Uint32Array.of(
    hex(0, 8),
    hex(9, 13) * 0x10000 + hex(14, 18),
    hex(19, 23) * 0x10000 + hex(24, 28),
    hex(28, 36),
  );
}

function isNil(words: Uint32Array, at: number): boolean {
  return !(words[at] || words[at + 1] || words[at + 2] || words[at + 3]);
}

function isSame(slots: Uint32Array, at: number, words: Uint32Array): boolean {
  for (let word = 0; word < WORDS; word++) if (slots[at + word] !== words[word]) return false;
  return true;
}
