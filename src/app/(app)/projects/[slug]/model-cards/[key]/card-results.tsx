import Link from "next/link";
import { Card } from "#components/ui/card.tsx";
import { RowHead, Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { formatMeasure } from "#lib/format.ts";
import type { CardResult } from "#server/model-card-front.ts";

type CardResultsProps = {
  results: readonly CardResult[];
  /** Whether the card brings them itself, instead of the project's records. */
  told: boolean;
  base: string;
};

const SHOWN = 40;

export function CardResults({ results, told, base }: CardResultsProps) {
  if (results.length === 0)
    return (
      <Card title="Results" level={3}>
        <p className="text-base text-ink-2">
          Nothing is measured on test data yet.{" "}
          <Link href={`${base}/facts/model-metrics`} prefetch={false} className="no-print underline underline-offset-2">
            Record what it reaches
          </Link>
        </p>
      </Card>
    );
  return (
    <Card
      title="Results"
      note={told ? "as its front matter says" : "newest values on test data, from the model metrics"}
      level={3}
      padded={false}
    >
      <TableScroll label="Results of the model">
        <Table>
          <thead>
            <tr>
              <Th>Metric</Th>
              <Th number>Value</Th>
              <Th>Data</Th>
              <Th>Split</Th>
            </tr>
          </thead>
          <tbody>
            {results.slice(0, SHOWN).map(({ metric, value, dataset, split }) => (
              <tr key={`${metric} ${dataset} ${split}`}>
                <RowHead>{metric}</RowHead>
                <Td number>{formatMeasure(value)}</Td>
                <Td>{dataset}</Td>
                <Td>{split || "–"}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableScroll>
      {results.length > SHOWN && (
        <p className="px-4 py-2 text-sm text-ink-2">{results.length - SHOWN} more stand in the Markdown file.</p>
      )}
    </Card>
  );
}
