import { readFileSync } from "node:fs";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { describe, expect, test } from "vitest";
import type { Fact } from "#stages/fact.ts";
import type { DriftReferenceData } from "#stages/monitoring/drift-reference.ts";
import { Batches } from "#wire/batches.ts";
import { addPoints, binsOf } from "#wire/otlp/counted.ts";
import { explicitBuckets } from "#wire/otlp/exponential.ts";
import { otlpFromJson } from "#wire/otlp/json.ts";
import { exponentialPoint, MOST_DATA_POINTS, type OtlpRequest } from "#wire/otlp/metrics.ts";
import { otlpAnswer, otlpFromProtobuf } from "#wire/otlp/protobuf.ts";
import { type Known, translate } from "#wire/otlp/translate.ts";
import { sayRefusals } from "#wire/refusals.ts";

/* What the real exporter of JavaScript sent, recorded; and what no exporter would send. */

const recorded = (name: string) => readFileSync(`tests/fixtures/wire/otlp-js-0.301-${name}`);
const NOW = Date.parse("2026-11-22T11:00:00Z");
const NANO = 1e6;
const nothing: Known = { references: [], now: NOW };
const inJson = (metrics: unknown[], resource: unknown[] = []) =>
  otlpFromJson({ resourceMetrics: [{ resource: { attributes: resource }, scopeMetrics: [{ metrics }] }] });
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const gauge = (point: object, name = "auc") =>
  inJson([{ name, gauge: { dataPoints: [{ timeUnixNano: String(NOW * NANO), ...point }] } }]);
const seriesOf = (request: OtlpRequest, known = nothing) =>
  translate(request, known)
    .batches.all()
    .map(({ series, points }) => ({ ...series, points }));

describe("both encodings", () => {
  test("of the real exporter say the same", () => {
    const [binary, json] = [otlpFromProtobuf(recorded("cumulative.bin")), readJson("cumulative.json")];
    const timeless = ({ metrics }: OtlpRequest) =>
      JSON.parse(JSON.stringify(metrics, (key, value) => (key === "start" || key === "time" ? typeof value : value)));
    expect(timeless(binary)).toEqual(timeless(json));
    expect(binary.metrics.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      ...["latency_exp exponentialHistogram", "predictions sum", "queue sum", "auc gauge", "latency histogram"],
    ]);
    expect(binary.metrics[1]).toMatchObject({
      ...{ unit: "{request}", scope: { name: "ml" }, temporality: 2, monotonic: true },
      points: [
        {
          attributes: [
            ["segment.site", "north"],
            ["cached", "true"],
            ["shard", "3"],
          ],
          value: 5,
        },
      ],
    });
    const time = binary.metrics[1]?.points[0]?.time ?? 0;
    expect(new Date(time / NANO).toISOString()).toMatch(/^2026-11-22T10:/);
  });

  test("numbers may be text, and what is unknown is passed over", () => {
    expect(gauge({ asInt: "-7", extra: { deep: [1] } }).metrics).toMatchObject([{ points: [{ value: -7 }] }]);
    expect(gauge({ asDouble: null }).metrics).toMatchObject([{ points: [{ value: Number.NaN }] }]);
    const unknown = new BinaryWriter().tag(99, WireType.StartGroup).tag(5, WireType.Varint).uint32(1);
    const bytes = unknown.tag(99, WireType.EndGroup).tag(7, WireType.Bit64).double(3).finish();
    expect(otlpFromProtobuf(bytes)).toEqual({ metrics: [], left: 0 });
    expect(otlpFromProtobuf(new Uint8Array())).toEqual({ metrics: [], left: 0 });
  });

  test("what cannot be read is refused whole", () => {
    const whole = recorded("cumulative.bin");
    for (const length of [1, 100, whole.length - 1])
      expect(() => otlpFromProtobuf(whole.subarray(0, length))).toThrow("cannot be read as protobuf");
    expect(() => otlpFromProtobuf(Buffer.from('{"resourceMetrics":[]}'))).toThrow("cannot be read");
    const deep = new BinaryWriter();
    for (let i = 0; i < 100_000; i++) deep.tag(3, WireType.StartGroup);
    expect(() => otlpFromProtobuf(deep.finish())).toThrow("recursion");
    expect(() => otlpFromJson([])).toThrow("resourceMetrics");
    expect(() => otlpFromJson({ resourceMetrics: {} })).toThrow("resourceMetrics");
    expect(otlpFromJson({})).toEqual({ metrics: [], left: 0 });
  });

  test("beyond ten thousand data points the rest is left, and nothing is made of it", () => {
    const points = new BinaryWriter();
    for (let i = 0; i < MOST_DATA_POINTS + 2_000; i++) points.tag(1, WireType.LengthDelimited).bytes(new Uint8Array());
    const within = (number: number, bytes: Uint8Array) =>
      new BinaryWriter().tag(number, WireType.LengthDelimited).bytes(bytes).finish();
    const request = otlpFromProtobuf(within(1, within(2, within(2, within(5, points.finish())))));
    expect(request).toMatchObject({ left: 2_000, metrics: [{ kind: "gauge" }] });
    expect(request.metrics[0]?.points).toHaveLength(MOST_DATA_POINTS);
    const dataPoints = Array.from({ length: MOST_DATA_POINTS + 5 }, () => ({}));
    expect(inJson([{ name: "x", gauge: { dataPoints } }]).left).toBe(5);
  });
});

describe("series", () => {
  test("carry the point's attributes and, of the resource, what tells models and groups apart", () => {
    const resource = [
      text("service.name", "scorer"),
      text("model.version", "7"),
      text("host.name", "a"),
      text("segment.site", "n"),
    ];
    const point = { asDouble: 0.8, timeUnixNano: String(NOW * NANO), attributes: [text("slice", "f")] };
    const request = inJson([{ name: "auc", unit: "1", gauge: { dataPoints: [point] } }], resource);
    const labels = { "service.name": "scorer", "model.version": "7", "segment.site": "n", slice: "f" };
    expect(seriesOf(request)).toEqual([{ name: "auc", labels, points: [[NOW, 0.8]] }]);
    expect(seriesOf(inJson([], [text("service.name", "unknown_service:node")]))).toEqual([]);
  });

  test.each([
    ["no value", { asDouble: null }, "not a finite number"],
    ["no time", { asDouble: 1, timeUnixNano: "0" }, "no time"],
    ["a time that is ahead", { asDouble: 1, timeUnixNano: String((NOW + 3_600_000) * NANO) }, "ahead"],
    [
      "too many labels",
      { asDouble: 1, attributes: Array.from({ length: 21 }, (_, i) => text(`k${i}`, "x")) },
      "20 labels",
    ],
    ["a label that is too long", { asDouble: 1, attributes: [text("k", "x".repeat(201))] }, "longer than 200"],
    ["a label without a name", { asDouble: 1, attributes: [text("", "x")] }, "label’s name"],
  ])("a point with %s is refused alone, with the reason", (_, point, reason) => {
    const both = inJson([...gaugeOf(point, "bad"), ...gaugeOf({ asDouble: 2 }, "good")]);
    const { batches, refusals } = translate(both, nothing);
    expect(batches.all().map(({ series }) => series.name)).toEqual(["good"]);
    expect(refusals.count).toBe(1);
    expect(sayRefusals(refusals)).toContain(reason);
  });

  test("a point that says it has no recorded value is passed over, which is no fault", () => {
    const { batches, refusals } = translate(gauge({ asDouble: 1, flags: 1 }), nothing);
    expect([batches.all(), refusals.count]).toEqual([[], 0]);
  });

  test("lists and maps are labels too, alike in both encodings, so that two groups stay two", () => {
    const list = { arrayValue: { values: [{ intValue: "1" }, { stringValue: "a" }, {}] } };
    const map = {
      kvlistValue: {
        values: [
          { key: "z", value: list },
          { key: "a", value: { boolValue: true } },
        ],
      },
    };
    const attributes = [
      { key: "list", value: list },
      { key: "map", value: map },
      { key: "bytes", value: { bytesValue: "AQL/" } },
    ];
    const labels = { list: '["1","a",""]', map: '{"a":"true","z":["1","a",""]}', bytes: "AQL/" };
    expect(seriesOf(gauge({ asDouble: 1, attributes }))).toMatchObject([{ labels }]);
    const { w, inner } = writing();
    const one = inner(
      w()
        .tag(1, 2)
        .bytes(inner(w().tag(3, 0).int64(1))),
    );
    const values = [
      one,
      inner(
        w()
          .tag(1, 2)
          .bytes(inner(w().tag(1, 2).string("a"))),
      ),
      inner(w().tag(1, 2).bytes(inner(w()))),
    ];
    const listed = inner(w().tag(5, 2).bytes(Buffer.concat(values)));
    const pair = (key: string, value: Uint8Array) => inner(w().tag(1, 2).string(key).tag(2, 2).bytes(value));
    const mapped = inner(
      w()
        .tag(6, 2)
        .bytes(
          Buffer.concat([
            inner(w().tag(1, 2).bytes(pair("z", listed))),
            inner(
              w()
                .tag(1, 2)
                .bytes(pair("a", inner(w().tag(2, 0).bool(true)))),
            ),
          ]),
        ),
    );
    const point = w();
    for (const [key, value] of [
      ["list", listed],
      ["map", mapped],
      [
        "bytes",
        inner(
          w()
            .tag(7, 2)
            .bytes(new Uint8Array([1, 2, 255])),
        ),
      ],
    ] as const)
      point.tag(7, 2).bytes(pair(key, value));
    point
      .tag(3, 1)
      .fixed64(BigInt(NOW) * 1_000_000n)
      .tag(4, 1)
      .double(1);
    const metric = inner(
      w()
        .tag(1, 2)
        .string("auc")
        .tag(5, 2)
        .bytes(inner(w().tag(1, 2).bytes(inner(point)))),
    );
    const scopes = inner(
      w()
        .tag(2, 2)
        .bytes(inner(w().tag(2, 2).bytes(metric))),
    );
    expect(seriesOf(otlpFromProtobuf(inner(w().tag(1, 2).bytes(scopes))))).toMatchObject([{ labels }]);
  });

  test("a value that is nested without an end is passed over", () => {
    let [json, bytes]: [unknown, Uint8Array] = [{ stringValue: "x" }, new Uint8Array([10, 1, 120])];
    const { w, inner } = writing();
    for (let i = 0; i < 40; i++) {
      json = { arrayValue: { values: [json] } };
      bytes = inner(
        w()
          .tag(5, 2)
          .bytes(inner(w().tag(1, 2).bytes(bytes))),
      );
    }
    const { metrics } = gauge({ asDouble: 1, attributes: [{ key: "deep", value: json }] });
    expect(metrics[0]?.points[0]?.attributes[0]?.[1]).toMatch(/^\[{8}""\]{8}$/);
    const attribute = inner(w().tag(1, 2).string("deep").tag(2, 2).bytes(bytes));
    const point = inner(w().tag(7, 2).bytes(attribute));
    const gauged = inner(
      w()
        .tag(5, 2)
        .bytes(inner(w().tag(1, 2).bytes(point))),
    );
    const request = otlpFromProtobuf(
      inner(
        w()
          .tag(1, 2)
          .bytes(
            inner(
              w()
                .tag(2, 2)
                .bytes(inner(w().tag(2, 2).bytes(gauged))),
            ),
          ),
      ),
    );
    expect(request.metrics[0]?.points[0]?.attributes).toEqual(metrics[0]?.points[0]?.attributes);
  });

  const writing = () => ({ w: () => new BinaryWriter(), inner: (writer: BinaryWriter) => writer.finish() });

  test("a name that is too long is refused, also where an ending comes to it", () => {
    expect(translate(gauge({ asDouble: 1 }, "x".repeat(201)), nothing).refusals.count).toBe(1);
    const spread = {
      aggregationTemporality: 1,
      dataPoints: [{ timeUnixNano: String(NOW * NANO), count: 1, bucketCounts: [1] }],
    };
    expect(translate(inJson([{ name: "x".repeat(190), histogram: spread }]), nothing).refusals.count).toBe(1);
  });
});

describe("what adds up", () => {
  test("is compared, unless it also falls: then it is a level", () => {
    const { counted, batches, refusals } = translate(otlpFromProtobuf(recorded("cumulative.bin")), nothing);
    expect(counted.map(({ source, amounts }) => [source.series.name, ...amounts.slice(0, 3)])).toEqual([
      ["latency_exp", 4, 9],
      ["predictions", 5],
      ["latency", 4, 61, 1],
    ]);
    expect(batches.all().map(({ series, points }) => [series.name, points[0]?.[1]])).toEqual([
      ["queue", -2],
      ["auc", 0.81],
    ]);
    expect(refusals.count).toBe(0);
  });

  test("is another counter in another process, and with other attributes", () => {
    const stream = (id: string, site: string) => {
      const point = {
        asInt: 5,
        startTimeUnixNano: "1",
        timeUnixNano: String(NOW * NANO),
        attributes: [text("site", site)],
      };
      const sum = { aggregationTemporality: 2, isMonotonic: true, dataPoints: [point] };
      return translate(inJson([{ name: "n", sum }], [text("service.instance.id", id)]), nothing).counted[0]?.stream;
    };
    expect(new Set([stream("a", "x"), stream("b", "x"), stream("a", "y")]).size).toBe(3);
    expect(stream("a", "x")).toBe(stream("a", "x"));
  });

  test("is the same counter whatever the order of its attributes", () => {
    const stream = (...names: string[]) => {
      const attributes = names.map((name) => text(name, name));
      const point = { asInt: 5, timeUnixNano: String(NOW * NANO), attributes };
      const sum = { aggregationTemporality: 2, isMonotonic: true, dataPoints: [point] };
      return translate(inJson([{ name: "n", sum }], attributes), nothing).counted[0]?.stream;
    };
    expect(stream("a", "b", "c")).toBe(stream("c", "a", "b"));
  });

  test("of a resource that is megabytes long is named by a mark, so that many of them stay small", () => {
    const streams = (length: number) => {
      const dataPoints = ["x", "y"].map((site) => ({
        ...{ asInt: 5, startTimeUnixNano: "1", timeUnixNano: String(NOW * NANO), attributes: [text("site", site)] },
      }));
      const sum = { aggregationTemporality: 2, isMonotonic: true, dataPoints };
      const resource = [text("process.command_line", "x".repeat(length))];
      return translate(inJson([{ name: "n", sum }], resource), nothing).counted.map(({ stream }) => stream);
    };
    const all = [...streams(1_000_000), ...streams(1_000_001)];
    expect(new Set(all).size).toBe(4);
    expect(Math.max(...all.map(({ length }) => length))).toBeLessThan(200);
    expect(streams(1_000_000)).toEqual(all.slice(0, 2));
  });

  test("comes as points where it was sent as additions", () => {
    const { counted, batches } = translate(otlpFromProtobuf(recorded("delta.bin")), nothing);
    expect(counted).toEqual([]);
    const values = Object.fromEntries(batches.all().map(({ series, points }) => [series.name, points[0]?.slice(1)]));
    expect(values).toMatchObject({
      ...{ predictions: [5], "latency.count": [4], "latency.sum": [61], "latency.mean": [15.25, 4] },
      ...{ "latency.p50_interpolated": [15, 4], "latency_exp.count": [4], "latency_exp.mean": [2.25, 4] },
    });
  });

  test("without a temporality is refused", () => {
    const sum = { isMonotonic: true, dataPoints: [{ asInt: 1, timeUnixNano: String(NOW * NANO) }] };
    expect(sayRefusals(translate(inJson([{ name: "n", sum }]), nothing).refusals)).toContain(
      "neither delta nor cumulative",
    );
  });
});

describe("distributions", () => {
  test("an empty one has a count and nothing to average", () => {
    const batches = new Batches();
    const source = { id: "a", series: { name: "lat", unit: "ms", labels: {} }, streams: new Map() };
    addPoints(
      batches,
      { place: 0, source, time: NOW, shape: { bounds: [1], min: Number.NaN, max: Number.NaN } },
      [0, 0, 0, 0],
    );
    expect(batches.all().map(({ series }) => series)).toEqual([
      { name: "lat.count", labels: {} },
      { name: "lat.sum", unit: "ms", labels: {} },
    ]);
  });

  test("buckets that do not fit are refused", () => {
    const of = (explicitBounds: number[], bucketCounts: number[]) => {
      const point = { timeUnixNano: String(NOW * NANO), count: 2, sum: 3, explicitBounds, bucketCounts };
      return translate(inJson([{ name: "h", histogram: { aggregationTemporality: 1, dataPoints: [point] } }]), nothing);
    };
    expect(of([1, 2], [1, 1]).refusals.count).toBe(1);
    expect(of([2, 1], [1, 1, 0]).refusals.count).toBe(1);
    expect(of([1, 2], [1, 1, 0]).refusals.count).toBe(0);
    expect(of([], []).refusals.count).toBe(0);
  });

  test("a count below zero is refused", () => {
    const times = { timeUnixNano: String(NOW * NANO), sum: 1 };
    const refused = (name: string, point: object) => {
      const data = { aggregationTemporality: 1, dataPoints: [{ ...times, ...point }] };
      return translate(inJson([{ name: "n", [name]: data }]), nothing).refusals.count;
    };
    expect(refused("histogram", { count: -1, bucketCounts: [], explicitBounds: [] })).toBe(1);
    expect(refused("histogram", { count: 1, bucketCounts: [2, -1], explicitBounds: [1] })).toBe(1);
    expect(refused("exponentialHistogram", { count: 1, positive: { bucketCounts: [-1] } })).toBe(1);
    expect(refused("summary", { count: -1, quantileValues: [] })).toBe(1);
  });

  test("exponential buckets get bounds on both sides of zero", () => {
    const point = { ...exponentialPoint(), scale: 0, zeros: 3 };
    point.up = { offset: 0, counts: [1, 2] };
    point.down = { offset: 1, counts: [4, 5] };
    expect(explicitBuckets(point)).toEqual({ bounds: [-8, -4, -2, 1, 2, 4], counts: [0, 5, 4, 3, 1, 2, 0] });
    expect(explicitBuckets({ ...point, scale: -20 })).toBeNull();
  });

  test("a summary gives its quantiles as they are; its count and sum are compared", () => {
    const point = {
      timeUnixNano: String(NOW * NANO),
      count: "4",
      sum: 9,
      quantileValues: [
        { quantile: 0.5, value: 2 },
        { quantile: 0.9, value: "NaN" },
      ],
    };
    const { batches, counted } = translate(inJson([{ name: "s", summary: { dataPoints: [point] } }]), nothing);
    expect(batches.all().map(({ series }) => series.labels)).toEqual([{ quantile: "0.5" }]);
    expect(counted).toMatchObject([{ amounts: [4, 9] }]);
  });
});

describe("drift", () => {
  const data: DriftReferenceData = {
    feature: "Latency",
    kind: "numeric",
    counts: [5, 5, 5],
    edges: [0, 10, 20, 50],
    takenAt: "2026-01-01T00:00:00Z",
  };
  const reference: Fact<DriftReferenceData> = {
    key: "latency-ms",
    data,
    at: NOW,
    version: 1,
    recordedAt: NOW,
    recordedBy: null,
  };
  const histogram = (explicitBounds: number[], bucketCounts: number[], attributes: unknown[] = []) => {
    const point = { timeUnixNano: String(NOW * NANO), count: 6, sum: 9, explicitBounds, bucketCounts, attributes };
    const metric = { name: "latency", histogram: { aggregationTemporality: 2, dataPoints: [point] } };
    return translate(inJson([metric]), { references: [reference], now: NOW });
  };
  const bins = ({ counted: [one] }: ReturnType<typeof histogram>) => one?.drift && binsOf(one.drift, one.amounts);

  test("buckets are bins where bounds are the edges, or those between them", () => {
    expect(bins(histogram([0, 10, 20, 50], [1, 2, 3, 4, 5]))).toEqual([3, 3, 9]);
    expect(bins(histogram([10, 20], [1, 2, 3]))).toEqual([1, 2, 3]);
  });

  test("other bounds are refused for drift, with the edges; the series stand", () => {
    const read = histogram([1, 2], [1, 2, 3]);
    expect(read.refusals.count).toBe(0);
    expect(sayRefusals(read.refusals)).toContain("not the edges of the drift reference “latency-ms”: 0, 10, 20, 50");
    expect(read.counted).toMatchObject([{ drift: null }]);
    expect(histogram([1, 2], [1, 2, 3], [text("feature", "another")]).refusals.list()).toEqual([]);
  });
});

test("an answer in protobuf says how many were rejected, and nothing where none were", () => {
  expect(otlpAnswer(0, "")).toHaveLength(0);
  expect(Buffer.from(otlpAnswer(3, "no")).toString("hex")).toBe("0a06080312026e6f");
});

function gaugeOf(point: object, name: string) {
  return [{ name, gauge: { dataPoints: [{ timeUnixNano: String(NOW * NANO), ...point }] } }];
}

function readJson(name: string): OtlpRequest {
  return otlpFromJson(JSON.parse(recorded(name).toString()));
}
