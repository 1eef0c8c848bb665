import Link from "next/link";
import type { ReactNode } from "react";
import { Card } from "#components/ui/card.tsx";
import { RestLink } from "#components/ui/rest-link.tsx";
import { RowHead, Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { isObtainableAndUseful } from "#domain/data-selection-gate.ts";
import { formatNumber, formatScore } from "#lib/format.ts";
import { LICENCE_SOON_DAYS, licenceDaysLeft } from "#stages/data-selection/data-source.ts";
import type { MeasuredData } from "#stages/data-selection/measured.ts";
import { SOURCES_LISTED, type SourceOverview } from "#stages/data-selection/source-overview.ts";
import { LEGAL_WORDS } from "#stages/data-selection/source-scatter.tsx";
import { type DataNeeds, scoreFigures } from "#stages/data-selection/source-scores.ts";
import { How } from "#stages/how.tsx";

type SourceFiguresProps = {
  sources: readonly SourceOverview[];
  needs: DataNeeds;
  measured: MeasuredData;
  base: string;
  at: number;
  zone: string;
};

/** The numbers of the picture above, each with how it came about. */
export function SourceFigures({ sources, needs, measured, base, at, zone }: SourceFiguresProps) {
  const rest = sources.length - SOURCES_LISTED;
  return (
    <Card level={3} title="Sources" note={note(measured)} padded={false}>
      <TableScroll label="Sources with their scores">
        <Table>
          <thead>
            <tr>
              <Th number className="pr-0!">
                <span className="sr-only">Number in the picture</span>
              </Th>
              <Th>Source</Th>
              <Th number>Availability</Th>
              <Th number>Usefulness</Th>
              <Th>Legal basis</Th>
            </tr>
          </thead>
          <tbody>
            {sources.slice(0, SOURCES_LISTED).map((source, i) => (
              <tr key={source.key}>
                <Td number className="pr-0! text-ink-2">
                  {i + 1}
                </Td>
                <RowHead className="min-w-44">
                  <Link
                    href={`${base}/facts/data-sources/${source.key}`}
                    prefetch={false}
                    className="line-clamp-2 wrap-anywhere hover:underline"
                  >
                    {source.data.name}
                  </Link>
                  <span className="block text-sm font-normal text-ink-2">{roleOf(source)}</span>
                </RowHead>
                {scoreFigures(source.data, needs).map((figure) => (
                  <Td key={figure.name} number>
                    {typeof figure.value === "number" ? formatScore(figure.value) : <Unknown why={figure.reason} />}
                    <How figure={{ ...figure, label: `${figure.label} of ${source.data.name}` }} at={at} zone={zone} />
                  </Td>
                ))}
                <Td>
                  {LEGAL_WORDS[source.legal]} <Licence ends={source.data.licenceExpires} at={at} />
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableScroll>
      <RestLink rest={rest} href={`${base}/facts/data-sources`} className="border-t border-rule px-4 py-2.5" />
    </Card>
  );
}

function note({ availability, quality, sources }: MeasuredData): string {
  if (sources === 0) return "None is required";
  const means = [
    ...(availability === null ? [] : [`mean availability ${formatNumber(availability, 1)}`]),
    ...(quality === null ? [] : [`mean quality ${formatNumber(quality, 1)}`]),
  ];
  return [`${sources} required`, ...means].join(", ");
}

function roleOf({ role, required, ...source }: SourceOverview): string {
  const verdict = required && !isObtainableAndUseful({ role, required, ...source }) ? ", below the limits" : "";
  return `${role}, ${required ? "required" : "not required"}${verdict}`;
}

function Unknown({ why }: { why: string | undefined }): ReactNode {
  return <span title={why}>not known</span>;
}

function Licence({ ends, at }: { ends: string | undefined; at: number }): ReactNode {
  if (!ends) return null;
  const left = licenceDaysLeft(ends, at);
  if (left > LICENCE_SOON_DAYS) return <span className="block text-sm text-ink-2">licence until {ends}</span>;
  return <Tag tone={left < 0 ? "bad" : "warn"}>{left < 0 ? "licence ended" : `licence ends in ${left} days`}</Tag>;
}
