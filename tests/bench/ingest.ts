import { type Load, load, median, post, type Shot } from "./load.ts";
import { benchOtlp } from "./otlp.ts";
import { report, reportMachine } from "./report.ts";
import { type Bench, makeProject } from "./subject.ts";

/** Short and many: whatever else the machine does then falls on both sides alike. */
const ROUNDS = 12;
const UNMEASURED_ROUNDS = 2;
const SLICE_SECONDS = 1;
const RESENDS = 3;
const STEP_MS = 100;

/** Points over HTTP, the whole path: token, rights, parsing, series, durable write. Against the bare server in turns. */
export async function benchIngest(bench: Bench): Promise<void> {
  const slug = "bench";
  await makeProject(bench, slug);
  const shapes = {
    "1,000 points a request, one series": seriesShaped(1000),
    "1,000 points a request, 1,000 series": scrapeShaped(1000),
  };
  for (const [name, shape] of Object.entries(shapes)) {
    const pairs = await inTurns(bench, slug, shape);
    report(`${name}: points a second`, median(pairs.map((p) => p.product.perSecond)) * 1000, "/s");
    report(`${name}: share of bare Node and pg`, median(pairs.map((p) => p.product.perSecond / p.bare.perSecond)), "", {
      least: 0.6,
    });
    report(`${name}: p95`, median(pairs.map((p) => p.product.p95)), "ms");
    report(`${name}: p95 against bare`, median(pairs.map((p) => p.product.p95 / p.bare.p95)), "", { most: 1.5 });
  }
  const singles = await inTurns(bench, slug, seriesShaped(1));
  report("one point a request: requests a second", median(singles.map((p) => p.product.perSecond)), "/s");
  report(
    "one point a request: share of bare Node and pg",
    median(singles.map((p) => p.product.perSecond / p.bare.perSecond)),
    "",
    { least: 0.4 },
  );
  await benchResend(bench, slug);
  await benchOtlp(bench);
}

/** The same batches a second time: everything is there already. */
async function benchResend(bench: Bench, slug: string): Promise<void> {
  const next = seriesShaped(1000);
  const ratios: number[] = [];
  for (let round = 0; round < RESENDS; round++) {
    const shots = Array.from({ length: 60 }, () => toProduct(bench, slug, next()));
    const first = await sendAll(bench, shots);
    ratios.push((await sendAll(bench, shots)) / first);
  }
  report("a batch sent again: time against the first", median(ratios), "", { most: 1.2 });
}

async function sendAll(bench: Bench, shots: readonly Shot[]): Promise<number> {
  const start = performance.now();
  for (const shot of shots) await post(bench.product, shot);
  return performance.now() - start;
}

/** A slice of each in turn. The ratio is taken slice by slice. */
async function inTurns(bench: Bench, slug: string, next: () => string): Promise<{ bare: Load; product: Load }[]> {
  const settings = { concurrency: 8, seconds: SLICE_SECONDS };
  const pairs = [];
  for (let round = 0; round < UNMEASURED_ROUNDS + ROUNDS; round++) {
    const bare = await load(bench.bare, () => ({ path: "/", body: next() }), settings);
    const product = await load(bench.product, () => toProduct(bench, slug, next()), settings);
    if (round >= UNMEASURED_ROUNDS) pairs.push({ bare, product });
  }
  reportMachine();
  return pairs;
}

export function toProduct(bench: Bench, slug: string, body: string): Shot {
  return { path: `/api/v1/projects/${slug}/metrics`, body, headers: { authorization: `Bearer ${bench.token}` } };
}

/** Each request carries the next stretch of one of eight series. */
export function seriesShaped(points: number): () => string {
  let sent = 0;
  const start = startTime();
  return () => {
    const place = sent++;
    const from = start + Math.floor(place / 8) * points * STEP_MS;
    const list = Array.from({ length: points }, (_, i) => `[${from + i * STEP_MS},${((place * 31 + i) % 997) / 997}]`);
    return `{"series":{"name":"s${1_000_000 + (place % 8)}"},"points":[${list.join(",")}]}`;
  };
}

/** Each request carries one point of every series, as a scrape does. */
export function scrapeShaped(series: number): () => string {
  let sent = 0;
  const start = startTime();
  return () => {
    const t = start + sent++ * STEP_MS;
    const list = Array.from(
      { length: series },
      (_, i) => `{"series":{"name":"s${i}"},"points":[[${t},${(i % 97) / 97}]]}`,
    );
    return `{"batches":[${list.join(",")}]}`;
  };
}

/** Every source of points has days of its own, so that none repeats another's. */
let sources = 0;
function startTime(): number {
  sources++;
  return Math.floor(Date.now() / 86_400_000) * 86_400_000 - sources * 20 * 86_400_000;
}
