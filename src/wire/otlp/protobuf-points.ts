import type { BinaryReader } from "@bufbuild/protobuf/wire";
import {
  type Attributes,
  attributeText,
  type Buckets,
  type ExponentialPoint,
  type HistogramPoint,
  MOST_ATTRIBUTES,
  MOST_BUCKETS,
  MOST_LEVELS,
  MOST_QUANTILES,
  mapOf,
  type NumberPoint,
  type PointHead,
  type Quantile,
  type Said,
  type SummaryPoint,
} from "#wire/otlp/metrics.ts";
import {
  double,
  type Field,
  type Fields,
  fixed64,
  message,
  nested,
  packed,
  passOver,
  readFixed64,
  signedFixed64,
  text,
  varint,
} from "#wire/protobuf.ts";

type Slot = { value: Said | null; level: number };
type Pair = Slot & { key: string };
type Inner = { list: Said[]; pairs: [string, Said][]; level: number };

const VALUE: Fields<Slot> = {
  1: text(setValue),
  2: varint((from, into) => setValue(into, String(from.bool()))),
  3: varint((from, into) => setValue(into, String(from.int64()))),
  4: double((into, value) => setValue(into, String(value))),
  5: message((from, into) => setInner(from, into, LIST, ({ list }) => list)),
  6: message((from, into) => setInner(from, into, MAP, ({ pairs }) => mapOf(pairs))),
  7: message((from, into) => setValue(into, base64(from.bytes()))),
};

const LIST: Fields<Inner> = {
  1: message((from, { list, level }) => {
    if (list.length >= MOST_ATTRIBUTES) passOver(from);
    else list.push(nested(from, VALUE, { value: null, level }).value ?? "");
  }),
};

const MAP: Fields<Inner> = {
  1: message((from, { pairs, level }) => {
    if (pairs.length >= MOST_ATTRIBUTES) return passOver(from);
    const { key, value } = nested(from, PAIR, { key: "", value: null, level });
    pairs.push([key, value ?? ""]);
  }),
};

const PAIR: Fields<Pair> = {
  1: text((into, key) => {
    into.key = key;
  }),
  2: message((from, into) => void nested(from, VALUE, into)),
};

/** A KeyValue into a list of attributes. */
export function readAttribute(from: BinaryReader, into: Attributes): void {
  if (into.length >= MOST_ATTRIBUTES) {
    passOver(from);
    return;
  }
  const { key, value } = nested<Pair>(from, PAIR, { key: "", value: null, level: 0 });
  if (value !== null) into.push([key, attributeText(value)]);
}

function setValue(into: Slot, value: Said): void {
  into.value = value;
}

function setInner(from: BinaryReader, into: Slot, fields: Fields<Inner>, make: (inner: Inner) => Said): void {
  if (into.level >= MOST_LEVELS) passOver(from);
  else into.value = make(nested(from, fields, { list: [], pairs: [], level: into.level + 1 }));
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

const START = fixed64<PointHead>((into, start) => {
  into.start = start;
});
const TIME = fixed64<PointHead>((into, time) => {
  into.time = time;
});
const FLAGS = varint<PointHead>((from, into) => {
  into.flags = from.uint32();
});
const ATTRIBUTE = message<PointHead>((from, into) => readAttribute(from, into.attributes));

export const NUMBER_POINT: Fields<NumberPoint> = {
  2: START,
  3: TIME,
  4: double(setNumber),
  6: signedFixed64(setNumber),
  7: ATTRIBUTE,
  8: FLAGS,
};

function setNumber(into: NumberPoint, value: number): void {
  into.value = value;
}

type Spread = Pick<HistogramPoint, "count" | "sum" | "min" | "max">;
const part = (name: keyof Spread): Field<Spread> =>
  double((into, value) => {
    into[name] = value;
  });
const COUNT = fixed64<Pick<Spread, "count">>((into, count) => {
  into.count = count;
});

export const HISTOGRAM_POINT: Fields<HistogramPoint> = {
  2: START,
  3: TIME,
  4: COUNT,
  5: part("sum"),
  6: packed(readFixed64, MOST_BUCKETS, ({ counts }) => counts),
  7: packed(
    (from) => from.double(),
    MOST_BUCKETS,
    ({ bounds }) => bounds,
  ),
  9: ATTRIBUTE,
  10: FLAGS,
  11: part("min"),
  12: part("max"),
};

const BUCKETS: Fields<Buckets> = {
  1: varint((from, into) => {
    into.offset = from.sint32();
  }),
  2: packed(
    (from) => Number(from.uint64()),
    MOST_BUCKETS,
    ({ counts }) => counts,
  ),
};

export const EXPONENTIAL_POINT: Fields<ExponentialPoint> = {
  1: ATTRIBUTE,
  2: START,
  3: TIME,
  4: COUNT,
  5: part("sum"),
  6: varint((from, into) => {
    into.scale = from.sint32();
  }),
  7: fixed64((into, zeros) => {
    into.zeros = zeros;
  }),
  8: message((from, into) => void nested(from, BUCKETS, into.up)),
  9: message((from, into) => void nested(from, BUCKETS, into.down)),
  10: FLAGS,
  12: part("min"),
  13: part("max"),
};

const QUANTILE: Fields<Quantile> = {
  1: double((into, quantile) => {
    into.quantile = quantile;
  }),
  2: double((into, value) => {
    into.value = value;
  }),
};

export const SUMMARY_POINT: Fields<SummaryPoint> = {
  2: START,
  3: TIME,
  4: COUNT,
  5: double((into, sum) => {
    into.sum = sum;
  }),
  6: message((from, { quantiles }) => {
    if (quantiles.length >= MOST_QUANTILES) passOver(from);
    else quantiles.push(nested(from, QUANTILE, { quantile: 0, value: 0 }));
  }),
  7: ATTRIBUTE,
  8: FLAGS,
};
