import Link from "next/link";
import { Card } from "#components/ui/card.tsx";
import { RowHead, Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { decimalsInColumn, formatNumber, formatValue } from "#lib/format.ts";
import { formatDate } from "#lib/format-date.ts";
import type { RunOverview, RunView } from "#stages/model/run-overview.ts";

type RunTableProps = { overview: RunOverview; currency: string; base: string; zone: string };

const SHOWN = 10;

/** The best runs, with how far each is from the simple baseline. */
export function RunTable({ overview, currency, base, zone }: RunTableProps) {
  const { runs, metric, costName, costUnit, lowerIsBetter } = overview;
  const baseline = runs.find((run) => run.baseline);
  const shown = runs.filter((run, place) => place < SHOWN || run === baseline);
  const decimals = decimalsInColumn(shown.map(({ quality }) => quality));
  const gain = (quality: number, from: RunView) => (lowerIsBetter ? -1 : 1) * (quality - from.quality);
  return (
    <Card
      level={3}
      title="Best runs"
      note={`by ${metric}, ${lowerIsBetter ? "lower" : "higher"} is better`}
      padded={false}
    >
      <TableScroll label="Best runs">
        <Table>
          <thead>
            <tr>
              <Th>Run</Th>
              <Th number>{metric}</Th>
              {baseline && (
                <Th number className="max-sm:hidden">
                  Over the baseline
                </Th>
              )}
              {costName && <Th number>{costName}</Th>}
              <Th className="max-sm:hidden">Ran</Th>
            </tr>
          </thead>
          <tbody>
            {shown.map((run) => (
              <tr key={run.key}>
                <RowHead className="max-w-96 min-w-40">
                  <Link
                    href={`${base}/facts/training-runs/${run.key}`}
                    prefetch={false}
                    title={run.name}
                    className="line-clamp-2 wrap-anywhere hover:underline"
                  >
                    {run.name}
                  </Link>{" "}
                  {run.baseline && <Tag>baseline</Tag>} {run.usesTestSet && <Tag>test set</Tag>}
                </RowHead>
                <Td number>{formatNumber(run.quality, decimals)}</Td>
                {baseline && (
                  <Td number className="max-sm:hidden">
                    {run.baseline ? "–" : signed(gain(run.quality, baseline), decimals)}
                  </Td>
                )}
                {costName && <Td number>{formatValue(run.cost, costUnit === "money" ? currency : costUnit)}</Td>}
                <Td className="whitespace-nowrap max-sm:hidden">{formatDate(run.at, zone)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableScroll>
      <p className="no-print flex flex-wrap gap-x-4 px-4 py-2 text-sm">
        {overview.known > shown.length && (
          <Link href={`${base}/facts/training-runs`} prefetch={false} className="underline underline-offset-2">
            All {overview.known.toLocaleString("en-GB")} runs
          </Link>
        )}
        {runs.length > 1 && (
          <Link href={compareHref(base, shown)} prefetch={false} className="underline underline-offset-2">
            Compare runs
          </Link>
        )}
      </p>
    </Card>
  );
}

/** The best three beside the simple baseline, to begin with. */
function compareHref(base: string, shown: readonly RunView[]): string {
  const first = shown.filter((run, place) => place < 3 || run.baseline);
  return `${base}/training-runs?${new URLSearchParams(first.map(({ key }) => ["run", key]))}`;
}

function signed(gain: number, decimals: number): string {
  return `${gain > 0 ? "+" : ""}${formatNumber(Number(gain.toPrecision(6)), decimals)}`;
}
