import { type AvailabilityFacts, availability, availabilityParts } from "#domain/data-availability.ts";
import { type UsefulnessFacts, usefulness } from "#domain/data-usefulness.ts";
import type { DataSourceData } from "#stages/data-selection/source-schema.ts";
import type { Figure } from "#stages/fact-kind.ts";

/**
 * What the project needs of its data, and the label noise that its double-labelled sample showed, as the stage's document
 * says it; null where it does not.
 */
export type DataNeeds = AvailabilityFacts["required"] & { labelNoise: number | null };

type NeedsDocument = {
  readonly requiredHistoryMonths?: unknown;
  readonly requiredRows?: unknown;
  readonly requiredLatencyH?: unknown;
  readonly labelAudit?: unknown;
};

export function needsOf(document: unknown): DataNeeds {
  const said: NeedsDocument = typeof document === "object" && document !== null ? document : {};
  return {
    historyMonths: numberOr(said.requiredHistoryMonths),
    rows: numberOr(said.requiredRows),
    latencyHours: numberOr(said.requiredLatencyH),
    labelNoise: auditNoise(said.labelAudit),
  };
}

export function availabilityOf(source: DataSourceData, needs: DataNeeds): number | null {
  return availability(availabilityFacts(source, needs));
}

export function usefulnessOf(source: DataSourceData, needs: DataNeeds): number | null {
  return usefulness(usefulnessFacts(source, needs));
}

export function scoreFigures(source: DataSourceData, needs: DataNeeds): Figure[] {
  const facts = availabilityFacts(source, needs);
  const { required, ...had } = facts;
  const available = availability(facts);
  const useful = usefulness(usefulnessFacts(source, needs));
  return [
    {
      name: "availability",
      label: "Availability",
      value: available,
      unit: "score",
      calculator: "availability",
      inputs: { ...inWords(availabilityParts(facts)), ...had, ...named(required) },
      ...(available === null && { reason: "History, rows, age or loads are required but not told yet." }),
    },
    {
      name: "usefulness",
      label: "Usefulness",
      value: useful,
      unit: "score",
      calculator: "usefulness",
      inputs: usefulnessFacts(source, needs),
      ...(useful === null && { reason: "Nothing is told yet of relevance, signal, linkage or coverage." }),
    },
  ];
}

function availabilityFacts(source: DataSourceData, required: DataNeeds): AvailabilityFacts {
  return {
    access: source.access,
    legal: source.legal,
    historyMonths: source.historyMonths ?? null,
    rows: source.rows ?? null,
    latencyHours: source.latencyH ?? null,
    loadsExpected: source.loadsExpected ?? null,
    loadsArrived: source.loadsArrived ?? null,
    required,
  };
}

/**
 * A label is known only afterwards, by nature: the leak guard is for what the model is to see. The noise of a source that
 * carries labels is the audit's, unless it tells its own.
 */
function usefulnessFacts(source: DataSourceData, needs: DataNeeds): UsefulnessFacts {
  const labels = source.role === "label" || source.carriesLabels === true;
  return {
    relevance: source.relevance ?? null,
    univariateAuc: source.univariateAuc ?? null,
    linkageRate: source.linkageRate ?? null,
    populationCoverage: source.populationCoverage ?? null,
    labelNoise: source.labelNoise ?? (labels ? needs.labelNoise : null),
    availableAtPredictionTime: source.role === "label" ? null : source.availableAtPredictionTime,
  };
}

function inWords(parts: ReturnType<typeof availabilityParts>): Record<string, unknown> {
  const shown = Object.entries(parts).map(([name, part]) => [`${name} part`, part === "left_out" ? "left out" : part]);
  return Object.fromEntries(shown);
}

function named({ historyMonths, rows, latencyHours }: AvailabilityFacts["required"]): Record<string, unknown> {
  return { "history required": historyMonths, "rows required": rows, "age required": latencyHours };
}

function auditNoise(said: unknown): number | null {
  const audit: { readonly n?: unknown; readonly agree?: unknown } =
    typeof said === "object" && said !== null ? said : {};
  const [n, agree] = [numberOr(audit.n), numberOr(audit.agree)];
  return n === null || agree === null || n <= 0 || agree > n ? null : 1 - agree / n;
}

function numberOr(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
