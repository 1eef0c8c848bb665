import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import fc from "fast-check";
import { compress } from "snappyjs";
import { describe, expect, test } from "vitest";
import { unpackSnappy } from "#wire/prometheus/snappy.ts";
import { writeRequest } from "#wire/prometheus/write-request.ts";
import { sayRefusals } from "#wire/refusals.ts";

/* prometheus.WriteRequest, as Prometheus writes it. */

const NOW = Date.parse("2026-11-22T11:00:00Z");
const STALE = new Uint8Array([2, 0, 0, 0, 0, 0, 0xf0, 0x7f]);

type Sample = { value: number | Uint8Array; time?: number };
type Series = { labels: Record<string, string>; samples?: Sample[]; histograms?: number };

function encoded(all: readonly Series[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const { labels, samples = [], histograms = 0 } of all) {
    writer.tag(1, WireType.LengthDelimited).fork();
    for (const [name, value] of Object.entries(labels)) {
      writer.tag(1, WireType.LengthDelimited).fork();
      writer.tag(1, WireType.LengthDelimited).string(name).tag(2, WireType.LengthDelimited).string(value).join();
    }
    for (const { value, time = NOW } of samples) {
      writer.tag(2, WireType.LengthDelimited).fork().tag(1, WireType.Bit64);
      if (typeof value === "number") writer.double(value);
      else writer.raw(value);
      writer.tag(2, WireType.Varint).int64(time).join();
    }
    for (let i = 0; i < histograms; i++) writer.tag(4, WireType.LengthDelimited).bytes(new Uint8Array([8, 1]));
    writer.join();
  }
  return writer
    .tag(3, WireType.LengthDelimited)
    .bytes(new Uint8Array([8, 1]))
    .finish();
}

describe("remote write", () => {
  test("a series has the name of __name__ and the other labels; times are milliseconds", () => {
    const labels = { __name__: "http_requests_total", job: "api", instance: "a:1" };
    const samples = [{ value: 3 }, { value: 4, time: NOW + 15_000 }];
    const { batches, sent } = writeRequest(encoded([{ labels, samples }]));
    expect(sent).toBe(2);
    expect(batches.all()).toEqual([
      {
        series: { name: "http_requests_total", labels: { job: "api", instance: "a:1" } },
        points: [
          [NOW, 3],
          [NOW + 15_000, 4],
        ],
        places: [0, 1],
      },
    ]);
  });

  test("the mark of a stale series and NaN are passed over and are no fault", () => {
    const { batches, refusals } = writeRequest(
      encoded([{ labels: { __name__: "up" }, samples: [{ value: STALE }, { value: Number.NaN }, { value: 1 }] }]),
    );
    expect(batches.all().map(({ points, places }) => [points, places])).toEqual([[[[NOW, 1]], [2]]]);
    expect([refusals.count, sayRefusals(refusals)]).toEqual([0, ""]);
  });

  test.each([
    ["without a name", { labels: { job: "x" }, samples: [{ value: 1 }] }, "A name has"],
    [
      "with too long a label",
      { labels: { __name__: "x", job: "y".repeat(201) }, samples: [{ value: 1 }] },
      "longer than 200",
    ],
    ["that is infinite", { labels: { __name__: "x" }, samples: [{ value: Number.POSITIVE_INFINITY }] }, "not a finite"],
  ])("a sample %s is refused alone", (_, series, reason) => {
    const { batches, refusals } = writeRequest(
      encoded([series, { labels: { __name__: "good" }, samples: [{ value: 1 }] }]),
    );
    expect(batches.all().map(({ series: { name } }) => name)).toEqual(["good"]);
    expect([refusals.count, sayRefusals(refusals).includes(reason)]).toEqual([1, true]);
  });

  test("native histograms are named, and beyond ten thousand samples the rest", () => {
    const samples = Array.from({ length: 10_003 }, (_, i) => ({ value: i, time: NOW + i }));
    const { batches, refusals } = writeRequest(encoded([{ labels: { __name__: "x" }, samples, histograms: 2 }]));
    expect(batches.all()[0]?.points).toHaveLength(10_000);
    expect(refusals.count).toBe(3);
    expect(sayRefusals(refusals)).toMatch(/at most 10,000 samples.*Native histograms/);
  });

  test("what is no such message is refused whole", () => {
    expect(() => writeRequest(new Uint8Array([10, 100, 1]))).toThrow("cannot be read as protobuf");
    expect(writeRequest(new Uint8Array()).sent).toBe(0);
  });
});

describe("one block of snappy", () => {
  test("is what was packed, whatever that was", () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 2_000 }), fc.array(fc.constantFrom(1, 2), { maxLength: 5_000 }));
    fc.assert(
      fc.property(bytes, (content) => {
        const plain = new Uint8Array(content);
        expect(unpackSnappy(compress(plain), 10_000)).toEqual(plain);
      }),
    );
  });

  test("a run of pieces that overlap themselves repeats", () => {
    // "ab", then twelve bytes from two back, then four from eleven bits of distance
    expect(text(unpackSnappy(new Uint8Array([18, 1 << 2, 97, 98, (11 << 2) | 2, 2, 0, 1, 2]), 100))).toBe(
      "ab".repeat(9),
    );
  });

  test.each([
    ["nothing", []],
    ["a length without an end", [200, 200, 200, 200, 200, 200]],
    ["bytes that are not there", [5, 4 << 2, 1]],
    [
      "a piece whose length is negative as 32 bits, over which snappyjs runs for ever",
      [1, 63 << 2, 0xfa, 255, 255, 255],
    ],
    ["a length of which a part is missing", [1, 63 << 2, 1]],
    ["more than it says", [1, 1 << 2, 1, 1]],
    ["less than it says", [9, 1 << 2, 1, 1]],
    ["a repetition of what is not there", [5, 0, 1, 1, 9]],
    ["a repetition of nothing", [5, 0, 1, 1, 0]],
    ["a distance that is negative as 32 bits", [9, 0, 1, (3 << 2) | 3, 255, 255, 255, 255]],
  ])("with %s is refused", (_, bytes) => {
    expect(() => unpackSnappy(new Uint8Array(bytes), 1_000)).toThrow("not one block of snappy");
  });

  test("that says it is longer than is read is refused before it is unpacked", () => {
    expect(() => unpackSnappy(new Uint8Array([0xff, 0xff, 0xff, 0xff, 0x0f, 0, 1]), 1_000)).toThrow("unpacks to more");
  });

  test("of any bytes ends, with what it says or refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          expect(unpackSnappy(bytes, 1_000).length).toBeLessThanOrEqual(1_000);
        } catch (error) {
          expect(String(error)).toMatch(/block of snappy|unpacks to more/);
        }
      }),
    );
  });
});

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
