import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { DriftTable } from "#components/charts/drift-table.tsx";
import type { DriftState } from "#domain/drift-state.ts";
import { formatDay } from "#lib/format-date.ts";
import { DRIFT_METHOD_NAMES, type DriftSeries, streakInWords } from "#stages/monitoring/drift.ts";

type DriftHeatProps = {
  drift: readonly DriftSeries[];
  base: string;
  zone: string;
  csvHref: string;
  level?: 2 | 3;
  /** Features that are drawn at most. */
  most?: number;
};

const WEEKS_SHOWN = 12;
const FEATURES_SHOWN = 30;

/** Features by windows: each cell says what its primary method measured, and leads to the pair of histograms behind it. */
export function DriftHeat({ drift, base, zone, csvHref, level = 3, most = FEATURES_SHOWN }: DriftHeatProps) {
  const ends = [...new Set(drift.flatMap(({ windows }) => windows.map(({ result }) => result.at)))]
    .sort((a, b) => a - b)
    .slice(-WEEKS_SHOWN);
  const shown = drift.slice(0, most);
  const finding = findingOf(drift);
  return (
    <ChartFrame
      level={level}
      title="Drift"
      measure={`By the primary method of each feature, the last ${ends.length} windows${drift.length > shown.length ? `, the ${shown.length} worst of ${drift.length} features` : ""}`}
      finding={finding}
      csvHref={csvHref}
      table={{
        columns: ["Feature, window to", "Method", "Value", "State"],
        rows: shown.flatMap(({ reference, windows }) =>
          windows
            .slice(-WEEKS_SHOWN)
            .map(({ result, reading }) => [
              `${reference.data.feature}, ${formatDay(result.at, zone)}`,
              DRIFT_METHOD_NAMES[reading.method],
              reading.value === null ? "unknown" : reading.value.toFixed(4),
              reading.state,
            ]),
        ),
      }}
    >
      <DriftTable
        label={finding}
        columns={ends.map((end) => formatDay(end, zone))}
        rows={shown.map(({ reference, windows }) => ({
          key: reference.key,
          name: reference.data.feature,
          note: DRIFT_METHOD_NAMES[windows.at(-1)?.reading.method ?? "psi"],
          href: driftHref(base, reference.key),
          cells: ends.map((end) => {
            const found = windows.find(({ result }) => result.at === end);
            if (!found) return null;
            const { state, value } = found.reading;
            const text = value === null ? "?" : value.toFixed(value >= 1 ? 2 : 3).replace(/^0(?=\.)/, "");
            return {
              text,
              state,
              words: WORDS[state],
              href: `${driftHref(base, reference.key)}?window=${encodeURIComponent(found.result.key)}`,
            };
          }),
        }))}
      />
    </ChartFrame>
  );
}

/** The page of one feature: its windows, and the pair of histograms behind each. */
function driftHref(base: string, reference: string): string {
  return `${base}/monitoring/drift/${encodeURIComponent(reference)}`;
}

const WORDS: Record<DriftState, string> = {
  stable: "stable",
  moderate: "moderate",
  drift: "drift",
  insufficient: "few rows",
  unreliable: "unsure",
};

function findingOf(drift: readonly DriftSeries[]): string {
  const drifting = drift.filter(({ streak }) => streak > 0);
  const moderate = drift.filter(({ windows }) => windows.at(-1)?.reading.state === "moderate");
  if (drifting.length === 0)
    return moderate.length === 0
      ? `All ${drift.length} features are stable in the newest window.`
      : `No feature drifts; moderate: ${moderate.map(({ reference }) => reference.data.feature).join(", ")}.`;
  const named = drifting.slice(0, 3).map((series) => {
    const { reference, streak } = series;
    return `${reference.data.feature}${streak > 1 ? ` (${streakInWords(series)})` : ""}`;
  });
  const more = drifting.length > 3 ? ` and ${drifting.length - 3} more` : "";
  return `${drifting.length} of ${drift.length} features drift: ${named.join(", ")}${more}.`;
}
