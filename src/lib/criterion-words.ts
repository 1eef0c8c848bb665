import { formatNumber, formatValue } from "#lib/format.ts";
import { formatWindow } from "#lib/format-size.ts";

type Limits = {
  direction: string;
  unit: string;
  target: number | null;
  guardrail: number | null;
  targetLow: number | null;
  targetHigh: number | null;
  guardrailLow: number | null;
  guardrailHigh: number | null;
};

/** "≥ 0.72", "≤ 80 ms", "−0.02 to 0.02": a limit in the reader's notation. */
export function targetWords(limits: Limits): string {
  return limitWords(limits, limits.target, limits.targetLow, limits.targetHigh);
}

export function guardrailWords(limits: Limits): string {
  return limitWords(limits, limits.guardrail, limits.guardrailLow, limits.guardrailHigh);
}

function limitWords({ direction, unit }: Limits, one: number | null, low: number | null, high: number | null): string {
  if (direction === "range")
    return low === null || high === null ? "–" : `${formatValue(low, unit)} to ${formatValue(high, unit)}`;
  if (one === null) return "–";
  return `${direction === "gte" ? "≥" : "≤"} ${formatValue(one, unit)}`;
}

type Measured = Limits & {
  aggregation: string;
  windowSeconds: number;
  cadenceSeconds: number;
  samples: number | null;
  minSamples: number;
};

const AGGREGATION_WORDS: Record<string, string> = {
  mean: "mean",
  sum: "sum",
  ratio: "ratio",
  min: "lowest value",
  max: "highest value",
  last: "last value",
};

/** "mean of 7 d, evaluated every 1 d, 1,150 in the last window, 400 needed" */
export function measureWords({ aggregation, windowSeconds, cadenceSeconds, samples, minSamples }: Measured): string {
  const sample =
    samples === null ? `${formatNumber(minSamples)} needed` : `${formatNumber(samples)} in the last window`;
  return `${AGGREGATION_WORDS[aggregation] ?? aggregation} of ${formatWindow(windowSeconds)}, evaluated every ${formatWindow(cadenceSeconds)}, ${sample}`;
}

type Step = { value: number | null };

/** What the picture says, as a sentence. */
export function findingWords(
  criterion: Limits & { value: number | null; state: string },
  history: readonly Step[],
): string {
  const known = history.flatMap(({ value }) => value ?? []);
  const first = known[0];
  if (criterion.value === null || first === undefined) return "Nothing measured in this range yet.";
  const now = formatValue(criterion.value, criterion.unit);
  const start = formatValue(first, criterion.unit);
  const moved = start === now ? `It stayed at ${now}` : `It went from ${start} to ${now}`;
  return `${moved}; ${STATE_SENTENCES[criterion.state] ?? ""}${criterion.state === "breached" ? limitOf(criterion, "guardrail") : limitOf(criterion, "target")}.`;
}

const STATE_SENTENCES: Record<string, string> = {
  met: "the target is met: ",
  at_risk: "it is at risk against the target of ",
  breached: "it is breached, guardrail ",
  no_data: "too little data for a verdict against ",
};

function limitOf(limits: Limits, kind: "target" | "guardrail"): string {
  const words = kind === "guardrail" ? guardrailWords(limits) : targetWords(limits);
  return words === "–" ? targetWords(limits) : words;
}
