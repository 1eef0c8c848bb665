import { Agent, request } from "node:http";

export type Shot = { path: string; body: string; headers?: Record<string, string> };
export type Load = { requests: number; seconds: number; perSecond: number; p50: number; p95: number; p99: number };

/** Keeps `concurrency` requests in flight for `seconds`, or until it is told to stop; anything but a 2xx ends the run. */
export async function load(
  base: string,
  next: () => Shot,
  { concurrency, seconds, signal }: { concurrency: number; seconds: number; signal?: AbortSignal },
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const took: number[] = [];
  const began = performance.now();
  const until = began + seconds * 1000;
  const one = async () => {
    while (performance.now() < until && !signal?.aborted) {
      const start = performance.now();
      await post(base, next(), agent);
      took.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, one));
  const elapsed = (performance.now() - began) / 1000;
  agent.destroy();
  return { requests: took.length, seconds: elapsed, perSecond: took.length / elapsed, ...percentiles(took) };
}

export function post(base: string, { path, body, headers }: Shot, agent?: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(
      base + path,
      {
        method: "POST",
        agent,
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body), ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          if ((response.statusCode ?? 500) < 300) resolve(text);
          else reject(new Error(`${path}: ${response.statusCode} ${text.slice(0, 300)}`));
        });
        response.on("error", reject);
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

export function percentiles(took: readonly number[]): { p50: number; p95: number; p99: number } {
  const sorted = [...took].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

export function median(numbers: readonly number[]): number {
  return percentiles(numbers).p50;
}

/** Times `work` after a few unmeasured runs; milliseconds. */
export async function timed(
  runs: number,
  work: (i: number) => Promise<unknown>,
): Promise<{ p50: number; p95: number; p99: number }> {
  for (let i = 0; i < 5; i++) await work(i);
  const took: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await work(i);
    took.push(performance.now() - start);
  }
  return percentiles(took);
}
