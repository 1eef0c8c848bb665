import { AppError, invalid } from "#domain/errors.ts";

/**
 * One block of snappy's raw format: its unpacked length, then pieces that bring bytes or repeat earlier ones. Every length
 * and distance is judged before it is used: the library that stood here went backwards, and for ever, on a piece whose
 * length is negative as a number of 32 bits. Throws INVALID, or TOO_LARGE before anything is unpacked.
 * Source: google/snappy, format_description.txt.
 */
export function unpackSnappy(packed: Uint8Array, limit: number): Uint8Array {
  const { length, start } = unpackedLength(packed);
  if (length > limit) throw new AppError("TOO_LARGE", "The body unpacks to more than is read.");
  const unpacked = new Uint8Array(length);
  let [from, to] = [start, 0];
  while (from < packed.length) {
    const piece = pieceAt(packed, from);
    from = piece.from;
    if (to + piece.length > length) throw broken("it is longer than it says");
    if (piece.distance === 0) {
      if (from + piece.length > packed.length) throw broken("it ends too early");
      unpacked.set(packed.subarray(from, from + piece.length), to);
      from += piece.length;
    } else repeat(unpacked, to, piece);
    to += piece.length;
  }
  if (to !== length) throw broken("it is shorter than it says");
  return unpacked;
}

/** `distance`: how far back the bytes stand that are repeated; 0 where new ones follow at `from`. */
type Piece = { length: number; distance: number; from: number };

const LONGEST_SHORT = 60;

function pieceAt(packed: Uint8Array, at: number): Piece {
  const tag = packed[at] ?? 0;
  const [kind, upper] = [tag & 3, tag >>> 2];
  const after = (bytes: number) => ({ number: numberAt(packed, at + 1, bytes), from: at + 1 + bytes });
  if (kind === 0) {
    const { number, from } = after(Math.max(0, upper - LONGEST_SHORT + 1));
    return { length: (upper < LONGEST_SHORT ? upper : number) + 1, distance: 0, from };
  }
  const { number, from } = after(kind === 3 ? 4 : kind);
  const [length, distance] = kind === 1 ? [(upper & 7) + 4, (tag >>> 5) * 256 + number] : [upper + 1, number];
  if (distance === 0) throw broken("it repeats what is not there");
  return { length, distance, from };
}

function repeat(unpacked: Uint8Array, to: number, { length, distance }: Piece): void {
  if (distance > to) throw broken("it repeats what is not there");
  if (distance >= length) unpacked.copyWithin(to, to - distance, to - distance + length);
  else for (let at = to; at < to + length; at++) unpacked[at] = unpacked[at - distance] ?? 0;
}

/** Little-endian, without a sign. */
function numberAt(packed: Uint8Array, at: number, bytes: number): number {
  if (at + bytes > packed.length) throw broken("it ends too early");
  let number = 0;
  for (let place = bytes - 1; place >= 0; place--) number = number * 256 + (packed[at + place] ?? 0);
  return number;
}

const LENGTH_BYTES = 5;

function unpackedLength(packed: Uint8Array): { length: number; start: number } {
  let length = 0;
  for (let at = 0; at < Math.min(LENGTH_BYTES, packed.length); at++) {
    const byte = packed[at] ?? 0;
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return { length, start: at + 1 };
  }
  throw broken("it does not say how long it is");
}

function broken(why: string): AppError {
  return invalid("", `The body is not one block of snappy: ${why}.`);
}
