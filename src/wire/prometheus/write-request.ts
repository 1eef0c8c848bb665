import { Batches } from "#wire/batches.ts";
import { clipped } from "#wire/keys.ts";
import { labelsOf, nameProblem } from "#wire/labels.ts";
import { double, type Fields, message, nested, passOver, readMessage, text, varint } from "#wire/protobuf.ts";
import { Refusals } from "#wire/refusals.ts";

export type WriteRequest = { batches: Batches; refusals: Refusals; sent: number };

const MOST_SAMPLES = 10_000;
const MOST_LABELS = 64;
const NAME = "__name__";
const LONGEST_NAME = 200;

type Label = { name: string; value: string };
type Sample = { value: number; time: number };
type TimeSeries = { whole: Whole; labels: [string, string][]; samples: Sample[]; histograms: number };
type Whole = WriteRequest & { number: number };

/** prometheus.WriteRequest of remote write 1.0. Histograms in its own encoding are refused, metadata and exemplars left. */
export function writeRequest(bytes: Uint8Array): WriteRequest {
  const empty: Whole = { batches: new Batches(), refusals: new Refusals(), sent: 0, number: 0 };
  const { batches, refusals, sent } = readMessage(bytes, REQUEST, empty);
  refusals.leave(
    `Send at most ${MOST_SAMPLES.toLocaleString("en")} samples at once.`,
    Math.max(0, sent - MOST_SAMPLES),
  );
  return { batches, refusals, sent };
}

const LABEL: Fields<Label> = {
  1: text((into, name) => {
    into.name = name;
  }),
  2: text((into, value) => {
    into.value = value;
  }),
};

const SAMPLE: Fields<Sample> = {
  1: double((into, value) => {
    into.value = value;
  }),
  2: varint((from, into) => {
    into.time = Number(from.int64());
  }),
};

const SERIES: Fields<TimeSeries> = {
  1: message((from, { labels }) => {
    if (labels.length >= MOST_LABELS) return passOver(from);
    const { name, value } = nested(from, LABEL, { name: "", value: "" });
    labels.push([name, value]);
  }),
  2: message((from, { whole, samples }) => {
    if (whole.sent++ < MOST_SAMPLES) samples.push(nested(from, SAMPLE, { value: 0, time: 0 }));
    else passOver(from);
  }),
  4: message((from, into) => {
    into.histograms++;
    passOver(from);
  }),
};

const REQUEST: Fields<Whole> = {
  1: message((from, whole) => {
    const first = whole.sent;
    file(whole, first, nested(from, SERIES, { whole, labels: [], samples: [], histograms: 0 }));
  }),
};

function file(whole: Whole, first: number, { labels, samples, histograms }: TimeSeries): void {
  const { batches, refusals } = whole;
  const id = String(whole.number++);
  const name = labels.find(([key]) => key === NAME)?.[1] ?? "";
  const said = clipped(name, LONGEST_NAME);
  if (histograms > 0)
    refusals.add(
      said,
      "Native histograms are not read: send classic ones, or what recording rules make of them.",
      null,
    );
  const own = labelsOf(labels.filter(([key]) => key !== NAME));
  const problem = nameProblem(name) ?? (typeof own === "string" ? own : null);
  for (const [at, { value, time }] of samples.entries()) {
    if (Number.isNaN(value)) continue; // the mark of a series that went stale, or nothing to keep
    const reason = problem ?? (Number.isFinite(value) ? null : "The value is not a finite number.");
    if (reason) refusals.add(said, reason, first + at);
    else batches.add(id, () => ({ name, ...(typeof own !== "string" && { labels: own }) }), [time, value], first + at);
  }
}
