import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { DriftTable } from "#components/charts/drift-table.tsx";
import { SegmentedLinks } from "#components/ui/segmented.tsx";
import type { DriftState } from "#domain/drift-state.ts";
import { formatDay } from "#lib/format-date.ts";
import type { Access } from "#server/access.ts";
import { listDriftSince } from "#server/drift-history.ts";
import type { StageFacts } from "#stages/facts.ts";
import {
  DRIFT_METHOD_NAMES,
  type DriftSeries,
  driftSeries,
  driftSettingOf,
  streakInWords,
} from "#stages/monitoring/drift.ts";
import { DRIFT_WEEKS, driftWeeksOf, newestEnd, weeksBegin, weeksOfDrift } from "#stages/monitoring/drift-weeks.ts";

type DriftHeatProps = {
  access: Access<"project.read">;
  facts: StageFacts;
  /** Every feature with a window, the worst first. */
  drift: readonly DriftSeries[];
  zone: string;
  /** The weeks that the address asks for, and the address of another choice. */
  weeks: string | undefined;
  hrefOf: (weeks: number) => string;
  level?: 2 | 3;
  /** Features that are drawn at most. */
  most?: number;
};

const FEATURES_SHOWN = 30;
const ROWS_SHOWN = 200;

/** Features by weeks: each cell says what its primary method measured, and leads to the pair of histograms behind it. */
export async function DriftHeat({ access, facts, drift, zone, hrefOf, level = 3, ...asked }: DriftHeatProps) {
  const weeks = driftWeeksOf(asked.weeks);
  const newest = newestEnd(drift);
  if (newest === null) return null;
  const since = new Date(weeksBegin(newest, weeks));
  const shown = await withHistory(access, facts, drift.slice(0, asked.most ?? FEATURES_SHOWN), since);
  const columns = weeksOfDrift(shown, newest, weeks);
  const finding = findingOf(drift);
  const base = `/projects/${access.slug}`;
  const cells = shown.flatMap(({ reference }, row) =>
    columns.flatMap(({ windows }) => {
      const found = windows[row];
      return found ? [{ feature: reference.data.feature, key: reference.key, ...found }] : [];
    }),
  );
  return (
    <ChartFrame
      level={level}
      title="Drift"
      measure={`By the primary method of each feature, the last ${weeks} weeks${drift.length > shown.length ? `, the ${shown.length} worst of ${drift.length} features` : ""}; of several windows in a week the worst`}
      finding={finding}
      csvHref={`/api/v1${base}/drift-results/export?from=${encodeURIComponent(since.toISOString())}`}
      actions={
        <SegmentedLinks
          label="Weeks of drift"
          items={DRIFT_WEEKS.map((each) => ({ label: `${each} weeks`, href: hrefOf(each), current: each === weeks }))}
        />
      }
      table={{
        columns: ["Feature, window to", "Method", "Value", "State"],
        rows: cells
          .slice(0, ROWS_SHOWN)
          .map(({ feature, result, reading }) => [
            `${feature}, ${formatDay(result.at, zone)}`,
            DRIFT_METHOD_NAMES[reading.method],
            reading.value === null ? "unknown" : reading.value.toFixed(4),
            reading.state,
          ]),
        hrefs: cells.slice(0, ROWS_SHOWN).map(({ key, result }) => windowHref(base, key, result.key)),
        left: Math.max(0, cells.length - ROWS_SHOWN),
      }}
    >
      <DriftTable
        label={finding}
        columns={columns.map(({ end }) => formatDay(end, zone))}
        rows={shown.map(({ reference, windows }, row) => ({
          key: reference.key,
          name: reference.data.feature,
          note: DRIFT_METHOD_NAMES[windows.at(-1)?.reading.method ?? "psi"],
          href: driftHref(base, reference.key),
          cells: columns.map((column) => {
            const found = column.windows[row];
            if (!found) return null;
            const { state, value } = found.reading;
            const text = value === null ? "?" : value.toFixed(value >= 1 ? 2 : 3).replace(/^0(?=\.)/, "");
            return { text, state, words: WORDS[state], href: windowHref(base, reference.key, found.result.key) };
          }),
        }))}
      />
    </ChartFrame>
  );
}

/** The same features with all their windows of the weeks that are shown. */
async function withHistory(
  access: Access<"project.read">,
  facts: StageFacts,
  shown: readonly DriftSeries[],
  since: Date,
): Promise<DriftSeries[]> {
  const keys = shown.map(({ reference }) => reference.key);
  const results = await listDriftSince(access, keys, since);
  const all = driftSeries(facts, results, driftSettingOf(facts, facts.documents));
  const byKey = new Map(all.map((series) => [series.reference.key, series]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
}

/** The page of one feature: its windows, and the pair of histograms behind each. */
function driftHref(base: string, reference: string): string {
  return `${base}/monitoring/drift/${encodeURIComponent(reference)}`;
}

function windowHref(base: string, reference: string, window: string): string {
  return `${driftHref(base, reference)}?window=${encodeURIComponent(window)}`;
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
      : `No feature drifts; moderate: ${named(moderate, ({ reference }) => reference.data.feature)}.`;
  const words = named(drifting, (series) => {
    const { reference, streak } = series;
    return `${reference.data.feature}${streak > 1 ? ` (${streakInWords(series)})` : ""}`;
  });
  return `${drifting.length} of ${drift.length} features drift: ${words}.`;
}

const NAMED = 3;

function named(drift: readonly DriftSeries[], wordsOf: (series: DriftSeries) => string): string {
  const more = drift.length > NAMED ? ` and ${drift.length - NAMED} more` : "";
  return `${drift.slice(0, NAMED).map(wordsOf).join(", ")}${more}`;
}
