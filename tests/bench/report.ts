import { availableParallelism, loadavg } from "node:os";

export type Target = { most?: number; least?: number };
type Line = { name: string; figure: string; verdict: string };

const lines: Line[] = [];
let missed = 0;

/** One line of the report, printed at once. Ratios carry their target; figures without one are there to be read. */
export function report(name: string, value: number, unit: string, target?: Target): void {
  const met =
    (target?.most === undefined || value <= target.most) && (target?.least === undefined || value >= target.least);
  if (!met) missed++;
  const wanted =
    target?.most !== undefined
      ? `at most ${target.most}`
      : target?.least !== undefined
        ? `at least ${target.least}`
        : "";
  const line = {
    name,
    figure: `${digits(value)} ${unit}`.trim(),
    verdict: target ? `${met ? "met" : "MISSED"} (${wanted})` : "",
  };
  lines.push(line);
  console.log(`${line.name.padEnd(58)} ${line.figure.padStart(16)}  ${line.verdict}`);
}

/** How busy the machine was in the minute before: beyond the number of its cores, everybody waits for everybody. */
export function reportMachine(): void {
  report(`load of the machine in the last minute, ${availableParallelism()} cores`, loadavg()[0] ?? 0, "");
}

export function missedTargets(): number {
  return missed;
}

function digits(value: number): string {
  if (!Number.isFinite(value)) return "unknown";
  return value >= 1000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));
}
