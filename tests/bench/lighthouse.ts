import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { ensureChromium } from "../support/chromium.ts";
import { report } from "./report.ts";

/** Fetched when it is asked for: with its dependencies it is larger than everything else that the tests need. */
const LIGHTHOUSE = "lighthouse@13.5.0";
const RUNS = 3;
/** A Chromium on a busy machine sometimes shows nothing at all (NO_NAVSTART, NO_FCP): each try starts a fresh one. */
const TRIES = 4;

const answer = z.object({
  categories: z.record(z.string(), z.object({ score: z.number().nullable() })),
  audits: z.record(z.string(), z.object({ numericValue: z.number().optional() }).loose()),
  runtimeError: z.object({ code: z.string() }).optional(),
});

type Answer = z.infer<typeof answer>;

/** Lighthouse on one page, desktop, signed in; the median of its runs, since the machine is never quite idle. */
export async function benchLighthouse(address: string, cookie: string, directory: string): Promise<void> {
  const runs: Answer[] = [];
  let tries = 0;
  for (let run = 0; run < RUNS; run++) {
    const { found, tried } = await insistently(() =>
      runLighthouse(address, cookie, path.join(directory, `${run}.json`)),
    );
    runs.push(found);
    tries += tried;
  }
  report(`Lighthouse, portfolio: starts of Chromium for ${RUNS} runs`, tries, "");
  const score = (name: string) => 100 * median(runs.map(({ categories }) => categories[name]?.score ?? 0));
  const took = (name: string) => median(runs.map(({ audits }) => audits[name]?.numericValue ?? Number.NaN));
  report("Lighthouse, portfolio, desktop: performance", score("performance"), "", { least: 98 });
  report("Lighthouse, portfolio, desktop: accessibility", score("accessibility"), "", { least: 100 });
  report("Lighthouse, portfolio, desktop: best practices", score("best-practices"), "");
  report("Lighthouse, portfolio: largest contentful paint", took("largest-contentful-paint") / 1000, "s");
  report("Lighthouse, portfolio: total blocking time", took("total-blocking-time"), "ms");
}

async function insistently(run: () => Promise<Answer>): Promise<{ found: Answer; tried: number }> {
  for (let tried = 1; ; tried++) {
    try {
      return { found: await run(), tried };
    } catch (error) {
      if (tried === TRIES) throw error;
      console.log(`Lighthouse, try ${tried} of ${TRIES}: ${String(error).slice(0, 300)}`);
    }
  }
}

async function runLighthouse(address: string, cookie: string, file: string): Promise<Answer> {
  const noSandbox = process.getuid?.() === 0 ? " --no-sandbox" : "";
  const flags = [
    ...["--preset=desktop", "--quiet", "--output=json", `--output-path=${file}`],
    ...["--only-categories=performance,accessibility,best-practices", `--chrome-flags=--headless=new${noSandbox}`],
    `--extra-headers=${JSON.stringify({ Cookie: cookie })}`,
  ];
  await promisify(execFile)("npx", ["--yes", LIGHTHOUSE, address, ...flags], {
    env: { ...process.env, CHROME_PATH: ensureChromium() },
    timeout: 180_000,
  });
  const read = answer.parse(JSON.parse(await readFile(file, "utf8")));
  if (read.runtimeError) throw new Error(read.runtimeError.code);
  return read;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
