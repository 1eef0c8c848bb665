import { median, post, type Shot } from "./load.ts";
import { report } from "./report.ts";
import { type Bench, makeProject } from "./subject.ts";

const SERIES = 1_000;
const POINTS_EACH = 10;
const ROUNDS = 9;
const UNMEASURED_ROUNDS = 2;

type Reading = { series: string; time: number; value: number };

/** 10,000 points as the JSON of OpenTelemetry, against the same points as our own, in turns. */
export async function benchOtlp(bench: Bench): Promise<void> {
  for (const slug of ["own", "otlp"]) await makeProject(bench, slug);
  const start = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 300 * 86_400_000;
  const ratios: Record<"gauges" | "sums", number[]> = { gauges: [], sums: [] };
  for (let round = 0; round < ROUNDS + UNMEASURED_ROUNDS; round++) {
    const readings = readingsFrom(start + round * POINTS_EACH * 1000, round);
    const own = await timed(bench, shotAt(bench, "/api/v1/projects/own/metrics", plain(readings)));
    const took = (kind: "gauge" | "sum") =>
      timed(bench, shotAt(bench, "/api/otlp/otlp/v1/metrics", foreign(readings, kind, start)));
    const [gauges, sums] = [await took("gauge"), await took("sum")];
    if (round < UNMEASURED_ROUNDS) continue;
    ratios.gauges.push(gauges / own);
    ratios.sums.push(sums / own);
  }
  report("10,000 gauge points as OTLP: time against the same points as our own", median(ratios.gauges), "", {
    most: 1.5,
  });
  report("10,000 points of cumulative sums as OTLP: time against our own", median(ratios.sums), "", { most: 2.5 });
}

function readingsFrom(start: number, round: number): Reading[] {
  return Array.from({ length: SERIES * POINTS_EACH }, (_, i) => ({
    series: `n${i % SERIES}`,
    time: start + Math.floor(i / SERIES) * 1000,
    value: round * POINTS_EACH + Math.floor(i / SERIES),
  }));
}

function plain(readings: readonly Reading[]): unknown {
  const bySeries = Map.groupBy(readings, ({ series }) => series);
  return {
    batches: [...bySeries].map(([n, own]) => ({
      series: { name: "plain", labels: { n } },
      points: own.map(({ time, value }) => [time, value]),
    })),
  };
}

function foreign(readings: readonly Reading[], kind: "gauge" | "sum", start: number): unknown {
  const dataPoints = readings.map(({ series, time, value }) => ({
    attributes: [{ key: "n", value: { stringValue: series } }],
    startTimeUnixNano: `${start - 1000}000000`,
    timeUnixNano: `${time}000000`,
    asDouble: value,
  }));
  const data = kind === "sum" ? { dataPoints, aggregationTemporality: 2, isMonotonic: true } : { dataPoints };
  return { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: `otlp.${kind}`, [kind]: data }] }] }] };
}

function shotAt({ token }: Bench, path: string, body: unknown): Shot {
  return { path, body: JSON.stringify(body), headers: { authorization: `Bearer ${token}` } };
}

async function timed({ product }: Bench, shot: Shot): Promise<number> {
  const began = performance.now();
  await post(product, shot);
  return performance.now() - began;
}
