import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import {
  type Attributes,
  exponentialPoint,
  histogramPoint,
  type MetricData,
  MOST_DATA_POINTS,
  numberPoint,
  type OtlpRequest,
  summaryPoint,
} from "#wire/otlp/metrics.ts";
import {
  EXPONENTIAL_POINT,
  HISTOGRAM_POINT,
  NUMBER_POINT,
  readAttribute,
  SUMMARY_POINT,
} from "#wire/otlp/protobuf-points.ts";
import { type Field, type Fields, message, nested, passOver, readMessage, text, varint } from "#wire/protobuf.ts";

/** ExportMetricsServiceRequest. Field numbers as in opentelemetry/proto/metrics/v1/metrics.proto and its neighbours. */
export function otlpFromProtobuf(bytes: Uint8Array): OtlpRequest {
  const { metrics, left } = readMessage(bytes, REQUEST, { metrics: [], left: 0, room: MOST_DATA_POINTS });
  return { metrics, left };
}

/** ExportMetricsServiceResponse: empty where all is well. */
export function otlpAnswer(rejected: number, words: string): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  if (rejected === 0 && words === "") return writer.finish();
  writer.tag(1, WireType.LengthDelimited).fork();
  if (rejected > 0) writer.tag(1, WireType.Varint).int64(rejected);
  if (words !== "") writer.tag(2, WireType.LengthDelimited).string(words);
  return writer.join().finish();
}

/** google.rpc.Status, as errors are told. */
export function otlpStatus(words: string): Uint8Array<ArrayBuffer> {
  return new BinaryWriter().tag(2, WireType.LengthDelimited).string(words).finish();
}

type All = OtlpRequest & { room: number };
type OfResource = { all: All; resource: Attributes };
/** One object for all metrics of a scope: it is filled whenever the scope comes. */
type OfScope = OfResource & { scope: { name: string } };
type Draft = { all: All; name: string; unit: string; data: MetricData | null };
type Points<P> = { all: All; points: P[]; temporality: number; monotonic: boolean };

function data<P>(point: Fields<P>, empty: () => P, make: (read: Points<P>) => MetricData): Field<Draft> {
  const fields: Fields<Points<P>> = {
    1: message((from, { all, points }) => {
      if (all.room === 0) {
        all.left++;
        return passOver(from);
      }
      all.room--;
      points.push(nested(from, point, empty()));
    }),
    2: varint((from, into) => {
      into.temporality = from.uint32();
    }),
    3: varint((from, into) => {
      into.monotonic = from.bool();
    }),
  };
  return message((from, into) => {
    into.data = make(nested(from, fields, { all: into.all, points: [], temporality: 0, monotonic: false }));
  });
}

const METRIC: Fields<Draft> = {
  1: text((into, name) => {
    into.name = name;
  }),
  3: text((into, unit) => {
    into.unit = unit;
  }),
  5: data(NUMBER_POINT, numberPoint, ({ points }) => ({ kind: "gauge", points })),
  7: data(NUMBER_POINT, numberPoint, ({ all: _, ...read }) => ({ kind: "sum", ...read })),
  9: data(HISTOGRAM_POINT, histogramPoint, ({ points, temporality }) => ({ kind: "histogram", points, temporality })),
  10: data(EXPONENTIAL_POINT, exponentialPoint, ({ points, temporality }) => {
    return { kind: "exponentialHistogram", points, temporality };
  }),
  11: data(SUMMARY_POINT, summaryPoint, ({ points }) => ({ kind: "summary", points })),
};

const SCOPE: Fields<{ name: string }> = {
  1: text((into, name) => {
    into.name = name;
  }),
};

const SCOPE_METRICS: Fields<OfScope> = {
  1: message((from, { scope }) => void nested(from, SCOPE, scope)),
  2: message((from, { all, resource, scope }) => {
    const { name, unit, data: read } = nested<Draft>(from, METRIC, { all, name: "", unit: "", data: null });
    if (read && read.points.length > 0) all.metrics.push({ name, unit, resource, scope, ...read });
  }),
};

const RESOURCE: Fields<Attributes> = { 1: message(readAttribute) };

const RESOURCE_METRICS: Fields<OfResource> = {
  1: message((from, { resource }) => void nested(from, RESOURCE, resource)),
  2: message((from, into) => void nested(from, SCOPE_METRICS, { ...into, scope: { name: "" } })),
};

const REQUEST: Fields<All> = {
  1: message((from, all) => void nested(from, RESOURCE_METRICS, { all, resource: [] })),
};
