import type { BinaryReader } from "@bufbuild/protobuf/wire";
import {
  type Attributes,
  type Buckets,
  type ExponentialPoint,
  type HistogramPoint,
  MOST_ATTRIBUTES,
  MOST_BUCKETS,
  MOST_QUANTILES,
  type NumberPoint,
  type PointHead,
  type Quantile,
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

type Pair = { key: string; value: string | null };

/** AnyValue: lists, maps and bytes are passed over. */
const VALUE: Fields<Pair> = {
  1: text(setValue),
  2: varint((from, into) => setValue(into, String(from.bool()))),
  3: varint((from, into) => setValue(into, String(from.int64()))),
  4: double((into, value) => setValue(into, String(value))),
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
  const { key, value } = nested(from, PAIR, { key: "", value: null });
  if (value !== null) into.push([key, value]);
}

function setValue(into: Pair, value: string): void {
  into.value = value;
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
