import { formatNumber } from "#lib/format.ts";

/** What changed between two definitions, a line each: "Target: 0.80 → 0.85". Null: not there before, or not after. */
export function differences(before: unknown, after: unknown): string[] {
  if (before === null) return ["Added"];
  if (after === null) return ["Removed"];
  const old = fieldsOf(before);
  const next = fieldsOf(after);
  return Object.entries(NAMES)
    .filter(([name]) => JSON.stringify(old[name] ?? null) !== JSON.stringify(next[name] ?? null))
    .map(([name, label]) =>
      name === "owner" ? "Another owner" : `${label}: ${shown(old[name])} → ${shown(next[name])}`,
    );
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "none";
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "object" ? seriesWords(value) : String(value);
}

function seriesWords(series: object): string {
  const name = "name" in series ? String(series.name) : "";
  const labels = "labels" in series ? Object.entries(fieldsOf(series.labels)) : [];
  return [name, ...labels.map(([label, value]) => `${label}=${value}`)].join(" ");
}

const NAMES: Readonly<Record<string, string>> = {
  name: "Name",
  kind: "Kind",
  phase: "Phase",
  unit: "Unit",
  direction: "Direction",
  baseline: "Baseline",
  target: "Target",
  guardrail: "Guardrail",
  targetLow: "Target from",
  targetHigh: "Target to",
  guardrailLow: "Guardrail from",
  guardrailHigh: "Guardrail to",
  aggregation: "Summed up by",
  windowSeconds: "Window, seconds",
  cadenceSeconds: "Evaluated every, seconds",
  minSamples: "Minimum sample",
  breachAfter: "Breached after",
  recoverAfter: "Recovered after",
  staleAfter: "Stale after",
  weight: "Weight",
  mustHave: "Must-have",
  supports: "Supports",
  series: "Series",
  owner: "Owner",
};
