import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { invalid } from "#domain/errors.ts";

/**
 * A message, field by field number: how the field is encoded, and where its value goes. Fields that are not named, or come
 * in another encoding than is named, are passed over: that is what lets a format grow.
 */
export type Fields<T> = Readonly<Record<number, Field<T>>>;
export type Field<T> = readonly [type: WireType, take: (from: BinaryReader, into: T) => void];

/** The whole of a body. Throws INVALID where it cannot be read. */
export function readMessage<T>(bytes: Uint8Array, fields: Fields<T>, into: T): T {
  try {
    const from = new BinaryReader(bytes, decodeText);
    readUntil(from, bytes.byteLength, fields, into);
    return into;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw invalid("", `The body cannot be read as protobuf: ${why}.`);
  }
}

/** A message within a message; `from` stands before its length. */
export function nested<T>(from: BinaryReader, fields: Fields<T>, into: T): T {
  readUntil(from, endOf(from), fields, into);
  return into;
}

/** Past a message within a message. */
export function passOver(from: BinaryReader): void {
  from.skip(WireType.LengthDelimited);
}

export function message<T>(take: (from: BinaryReader, into: T) => void): Field<T> {
  return [WireType.LengthDelimited, take];
}

export function text<T>(take: (into: T, value: string) => void): Field<T> {
  return [WireType.LengthDelimited, (from, into) => take(into, from.string(true))];
}

export function double<T>(take: (into: T, value: number) => void): Field<T> {
  return [WireType.Bit64, (from, into) => take(into, from.double())];
}

/** To the precision of a double, without the cost of a bigint; so are the signed ones. */
export function fixed64<T>(take: (into: T, value: number) => void): Field<T> {
  return [WireType.Bit64, (from, into) => take(into, readFixed64(from))];
}

export function signedFixed64<T>(take: (into: T, value: number) => void): Field<T> {
  return [
    WireType.Bit64,
    (from, into) => {
      const low = from.fixed32();
      take(into, from.sfixed32() * TWO_TO_32 + low);
    },
  ];
}

export function varint<T>(take: (from: BinaryReader, into: T) => void): Field<T> {
  return [WireType.Varint, take];
}

/** Numbers of a repeated field that stand in one piece, at most so many of them. */
export function packed<T>(
  read: (from: BinaryReader) => number,
  most: number,
  into: (message: T) => number[],
): Field<T> {
  return message((from, whole) => {
    const numbers = into(whole);
    const end = endOf(from);
    while (from.pos < end && numbers.length < most) numbers.push(read(from));
    from.pos = end;
  });
}

const TWO_TO_32 = 4_294_967_296;

export function readFixed64(from: BinaryReader): number {
  const low = from.fixed32();
  return from.fixed32() * TWO_TO_32 + low;
}

function endOf(from: BinaryReader): number {
  const length = from.uint32();
  const end = from.pos + length;
  if (end > from.len) throw new RangeError("premature EOF");
  return end;
}

function readUntil<T>(from: BinaryReader, end: number, fields: Fields<T>, into: T): void {
  while (from.pos < end) {
    const [number, type] = from.tag();
    const field = fields[number];
    if (field && field[0] === type) field[1](from, into);
    else from.skip(type, number);
    if (from.pos > end) throw new RangeError("premature EOF");
  }
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

function decodeText(bytes: Uint8Array): string {
  return UTF8.decode(bytes);
}
