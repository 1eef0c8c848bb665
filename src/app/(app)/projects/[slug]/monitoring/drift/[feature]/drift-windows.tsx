import Link from "next/link";
import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { CriterionChart } from "#components/charts/criterion-chart.tsx";
import { RowHead, Table, TableScroll, Td, Th, Tr } from "#components/ui/table.tsx";
import { Tag, type Tone } from "#components/ui/tag.tsx";
import { DRIFT_LIMITS, type DriftState } from "#domain/drift-state.ts";
import { formatDate } from "#lib/format-date.ts";
import { How } from "#stages/how.tsx";
import { DRIFT_METHOD_NAMES, type DriftSeries } from "#stages/monitoring/drift.ts";

type DriftWindowsProps = {
  series: DriftSeries;
  base: string;
  zone: string;
  now: number;
  chosen?: string | undefined;
};

const STATES: Record<DriftState, { words: string; tone: Tone }> = {
  stable: { words: "stable", tone: "good" },
  moderate: { words: "moderate", tone: "warn" },
  drift: { words: "drift", tone: "bad" },
  insufficient: { words: "too few rows", tone: "quiet" },
  unreliable: { words: "cannot tell", tone: "quiet" },
};

/** The value of each window with the limits of its method, and as rows that show the histograms of one. */
export function DriftWindows({ series, base, zone, now, chosen }: DriftWindowsProps) {
  const { reference, windows, streak } = series;
  const newest = windows.at(-1);
  const first = windows[0];
  if (!newest || !first) return null;
  const { method, value, p } = newest.reading;
  const limits = DRIFT_LIMITS[method];
  const state = STATES[newest.reading.state].words;
  const finding = `The newest window is ${state}${streak > 1 ? `, in drift for ${streak} windows in a row` : ""}.`;
  const figure = { label: "State", calculator: "psi_state", inputs: { method: DRIFT_METHOD_NAMES[method], value, p } };
  const here = `${base}/monitoring/drift/${encodeURIComponent(reference.key)}`;
  const shown = chosen ?? newest.result.key;
  return (
    <ChartFrame
      level={2}
      title="Window by window"
      tags={<Tag tone={STATES[newest.reading.state].tone}>{state}</Tag>}
      measure={`${DRIFT_METHOD_NAMES[method]}; moderate from ${limits.moderate}, drift from ${limits.drift}`}
      current={
        <>
          {value === null ? "unknown" : value.toFixed(4)} <How figure={figure} at={now} zone={zone} />
        </>
      }
      finding={finding}
      csvHref={`/api/v1/projects/${base.split("/").at(-1)}/drift-results/export?reference=${encodeURIComponent(reference.key)}`}
    >
      {windows.length > 1 && (
        <CriterionChart
          points={windows.map(({ result, reading }) => ({ ts: result.at, value: reading.value }))}
          lines={{ direction: "lte", target: limits.moderate, guardrail: limits.drift }}
          unit=""
          from={first.result.at}
          to={newest.result.at}
          zone={zone}
          label={finding}
          plotHeightPx={140}
        />
      )}
      <TableScroll label="Windows" className="-mx-4 max-h-96">
        <Table className="text-sm">
          <thead>
            <tr>
              <Th className="px-4!">Window to</Th>
              <Th number>Value</Th>
              <Th>State</Th>
              <Th>All methods</Th>
            </tr>
          </thead>
          <tbody>
            {windows.toReversed().map(({ result, reading }) => (
              <Tr key={result.key} aria-current={result.key === shown ? "true" : undefined}>
                <RowHead className="px-4! whitespace-nowrap">
                  <Link
                    href={`${here}?window=${encodeURIComponent(result.key)}`}
                    prefetch={false}
                    scroll={false}
                    className="inline-flex min-h-6 items-center hover:underline"
                  >
                    {formatDate(result.at, zone)}
                  </Link>
                  {result.key === shown && <span className="ml-2 font-normal text-ink-2">shown above</span>}
                </RowHead>
                <Td number>{reading.value === null ? "–" : reading.value.toFixed(4)}</Td>
                <Td>
                  <Tag tone={STATES[reading.state].tone}>{STATES[reading.state].words}</Tag>
                </Td>
                <Td>
                  <Link
                    href={`${base}/facts/drift-results/${encodeURIComponent(result.key)}`}
                    prefetch={false}
                    className="inline-flex min-h-6 items-center text-ink-2 hover:underline"
                  >
                    Show<span className="sr-only"> PSI, distances and tests of {formatDate(result.at, zone)}</span>
                  </Link>
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </TableScroll>
    </ChartFrame>
  );
}
