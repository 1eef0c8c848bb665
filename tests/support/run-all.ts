/* `npm test` and, with --fast, `npm run verify`: every check in turn, a line for each, and one total at the end. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureChromium } from "./chromium.ts";
import { type Count, playwrightCount, vitestCount } from "./count-tests.ts";
import { runCommand } from "./run-command.ts";

type Part = {
  name: string;
  fast?: true;
  commands: string[][];
  /** Reads how many tests passed and failed from the report; without it the part counts as one test. */
  count?: () => Count;
  env?: Record<string, string>;
  prepare?: () => void;
};

const reports = mkdtempSync(path.join(tmpdir(), "tl-reports-"));
const report = (name: string) => path.join(reports, `${name}.json`);
const vitest = (project: string) => [
  [
    "vitest",
    "run",
    "--project",
    project,
    "--silent=passed-only",
    "--reporter=default",
    "--reporter=json",
    `--outputFile=${report(project)}`,
  ],
];

const PARTS: Part[] = [
  {
    name: "types",
    fast: true,
    commands: [
      ["next", "typegen"],
      ["tsc", "--noEmit"],
    ],
  },
  { name: "lint", fast: true, commands: [["biome", "ci", "--colors=off", "--max-diagnostics=50", "."]] },
  { name: "schema and migrations agree", fast: true, commands: [["node", "scripts/migration-new.ts", "--check"]] },
  { name: "nothing unused", commands: [["knip"]] },
  { name: "unit", fast: true, commands: vitest("unit"), count: () => vitestCount(report("unit")) },
  { name: "integration", commands: vitest("integration"), count: () => vitestCount(report("integration")) },
  { name: "build", commands: [["node", "src/launch/build.ts"]] },
  { name: "program", commands: vitest("program"), count: () => vitestCount(report("program")) },
  {
    name: "journeys",
    commands: [["playwright", "test", "--reporter=line,json"]],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report("journeys") },
    count: () => playwrightCount(report("journeys")),
    prepare: ensureChromium,
  },
];

const fast = process.argv.includes("--fast");
const total: Count = { passed: 0, failed: 0 };
for (const part of PARTS) {
  if (fast && !part.fast) continue;
  const count = await run(part);
  total.passed += count.passed;
  total.failed += count.failed;
}
rmSync(reports, { recursive: true, force: true });
console.log(`total: ${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function run(part: Part): Promise<Count> {
  const began = performance.now();
  const { ok, output } = await outcomeOf(part);
  const count = countOf(part, ok);
  if (!ok) console.log(`\n${output.trim()}\n`);
  const verdict = part.count ? `${count.passed} passed, ${count.failed} failed` : ok ? "passed" : "failed";
  console.log(`${part.name}: ${verdict} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  return count;
}

async function outcomeOf({ commands, env, prepare }: Part): Promise<{ ok: boolean; output: string }> {
  try {
    prepare?.();
    let output = "";
    for (const command of commands) {
      const result = await runCommand(command, env);
      output += result.output;
      if (!result.ok) return { ok: false, output };
    }
    return { ok: true, output };
  } catch (error) {
    return { ok: false, output: String(error) };
  }
}

/** A runner that fails without naming a failed test (a broken set-up, no report) is a failure too. */
function countOf(part: Part, ok: boolean): Count {
  if (!part.count) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  const count = part.count();
  return !ok && count.failed === 0 ? { ...count, failed: 1 } : count;
}
