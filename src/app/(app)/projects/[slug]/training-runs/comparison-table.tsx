import Link from "next/link";
import type { ReactNode } from "react";
import { Card } from "#components/ui/card.tsx";
import { RowHead, Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { classNames } from "#lib/class-names.ts";
import { toCsv } from "#lib/csv.ts";
import { formatMeasure, formatMoney, formatValue } from "#lib/format.ts";
import { formatDateTime } from "#lib/format-date.ts";
import type { ComparedRow, RunComparison } from "#stages/model/run-comparison.ts";
import type { FinishedRun } from "#stages/model/run-overview.ts";

type Setting = { currency: string; zone: string };
type ComparisonTableProps = {
  runs: readonly FinishedRun[];
  comparison: RunComparison;
  base: string;
  setting: Setting;
};

/** Runs as columns: metrics first, since they decide, then parameters, then what else is recorded of them. */
export function ComparisonTable({ runs, comparison, base, setting }: ComparisonTableProps) {
  const { metrics, params } = comparison;
  const about = aboutRows(runs, setting);
  const differing = [...metrics, ...params].filter(({ differs }) => differs).length;
  const csv = toCsv(
    ["part", "name", ...runs.map(({ key }) => key)],
    [...metrics.map((row) => ["metric", row] as const), ...params.map((row) => ["parameter", row] as const)].map(
      ([part, { name, values }]) => [part, name, ...values],
    ),
  );
  return (
    <Card
      title={`${runs.length} runs side by side`}
      note={`${differing} of ${metrics.length + params.length} values differ`}
      aside={
        <a
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(csv)}`}
          download="runs-compared.csv"
          className="no-print text-sm font-medium underline underline-offset-2 hover:text-ink"
        >
          CSV
        </a>
      }
      padded={false}
    >
      <TableScroll label="Runs side by side" className="max-h-[75dvh] print:max-h-none">
        <Table>
          <thead>
            <tr>
              <Th className="left-0 z-2 min-w-36">Run</Th>
              {runs.map(({ key, data }) => (
                <Th key={key} number className="max-w-56 min-w-36 align-bottom">
                  <Link
                    href={`${base}/facts/training-runs/${encodeURIComponent(key)}`}
                    prefetch={false}
                    title={data.name}
                    className="line-clamp-2 whitespace-normal wrap-anywhere text-ink hover:underline"
                  >
                    {data.name}
                  </Link>
                  <span className="one-line block font-mono text-xs font-normal">{key}</span>
                </Th>
              ))}
            </tr>
          </thead>
          <Part title="Metrics" columns={runs.length} rows={metrics} none="No metric is recorded." />
          <Part title="Parameters" columns={runs.length} rows={params} none="No parameter is recorded." />
          <Part title="The run itself" columns={runs.length} rows={about} none="" />
        </Table>
      </TableScroll>
    </Card>
  );
}

function Part({
  title,
  columns,
  rows,
  none,
}: {
  title: string;
  columns: number;
  rows: readonly ComparedRow[];
  none: string;
}) {
  return (
    <tbody>
      <tr>
        <th scope="colgroup" colSpan={columns + 1} className="bg-sunken px-3 py-1.5 text-left text-sm font-semibold">
          {title}
        </th>
      </tr>
      {rows.length === 0 && (
        <tr>
          <Td className="text-ink-2" colSpan={columns + 1}>
            {none}
          </Td>
        </tr>
      )}
      {rows.map((row) => (
        <tr key={row.name}>
          <RowHead
            className={classNames("sticky left-0 max-w-56 bg-surface wrap-anywhere", !row.differs && "font-normal")}
          >
            {row.differs && (
              <span className="mr-1.5 text-attention" title="They differ">
                ≠<span className="sr-only"> differs: </span>
              </span>
            )}
            {row.name}
          </RowHead>
          {row.values.map((value, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the runs stand in a fixed order
            <Td key={place} number className={classNames("max-w-56", row.differs ? "font-medium" : "text-ink-2")}>
              <span className="flex items-center justify-end gap-1.5">
                {row.best.includes(place) && <Tag tone="good">best</Tag>}
                <span className="line-clamp-3 whitespace-normal wrap-anywhere">{textOf(value)}</span>
              </span>
            </Td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

function textOf(value: ComparedRow["values"][number]): ReactNode {
  if (value === null) return "–";
  return typeof value === "boolean" ? (value ? "Yes" : "No") : formatMeasure(value);
}

function aboutRows(runs: readonly FinishedRun[], { currency, zone }: Setting): ComparedRow[] {
  const parts: [name: string, read: (run: FinishedRun) => string | null][] = [
    ["Experiment", ({ data }) => data.experiment],
    ["Status", ({ data }) => data.status],
    ["Started", ({ at }) => formatDateTime(at, zone)],
    [
      "Duration",
      ({ data }) => (data.durationSeconds === undefined ? null : formatValue(data.durationSeconds, "seconds")),
    ],
    ["Data version", ({ data }) => data.datasetVersion ?? null],
    ["Commit", ({ data }) => data.commit ?? null],
    ["Environment", ({ data }) => data.environmentDigest ?? null],
    ["Seed", ({ data }) => (data.seed === undefined ? null : `${data.seed}`)],
    ["Base model", ({ data }) => data.baseModel ?? null],
    ["Used the test set", ({ data }) => (data.usesTestSet ? "Yes" : null)],
    ["Cost", ({ data }) => (data.cost === undefined ? null : formatMoney(data.cost, currency))],
    ["Energy", ({ data }) => (data.energyKwh === undefined ? null : formatValue(data.energyKwh, "kWh"))],
  ];
  return parts
    .map(([name, read]): ComparedRow => {
      const values = runs.map(read);
      return { name, values, differs: new Set(values).size > 1, best: [] };
    })
    .filter(({ values }) => values.some((value) => value !== null));
}
