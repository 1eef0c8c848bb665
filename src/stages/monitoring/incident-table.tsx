import Link from "next/link";
import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { incidentTimes } from "#domain/incident-times.ts";
import { formatDateTime } from "#lib/format-date.ts";
import type { StageFacts } from "#stages/facts.ts";
import { How } from "#stages/how.tsx";
import { incident, meanTimes, timesOf } from "#stages/monitoring/incident.ts";

type IncidentTableProps = { facts: StageFacts; base: string; zone: string; csvHref: string };

const SHOWN = 8;

/** What went wrong, how soon somebody answered and how long it lasted. Nothing is shown where nothing went wrong. */
export function IncidentTable({ facts, base, zone, csvHref }: IncidentTableProps) {
  const all = facts.of(incident);
  if (all.length === 0) return null;
  const { detectMinutes, acknowledgeMinutes, mitigateMinutes, resolveMinutes, open } = meanTimes(all);
  const others = [
    ...(detectMinutes === null ? [] : [`noticed after ${minutes(detectMinutes)}`]),
    ...(mitigateMinutes === null ? [] : [`harmless after ${minutes(mitigateMinutes)}`]),
  ];
  const figure = (label: string) => ({ label, calculator: "incident_times", inputs: { incidents: all.length, open } });
  return (
    <ChartFrame
      level={3}
      title="Incidents"
      measure={`${all.length} recorded${all.length > SHOWN ? `, the newest ${SHOWN}` : ""}`}
      current={
        <>
          {minutes(acknowledgeMinutes)} to answer{" "}
          <How figure={figure("Mean time to answer")} at={facts.now} zone={zone} />
        </>
      }
      finding={`On average somebody answered after ${minutes(acknowledgeMinutes)}, and it was over after ${minutes(resolveMinutes)}. ${others.length > 0 ? `It was ${others.join(" and ")}. ` : ""}${open === 0 ? "None is open." : `${open} open, not counted in the second.`}`}
      csvHref={csvHref}
    >
      <TableScroll label="Incidents" className="-mx-4 px-4">
        <Table className="text-sm">
          <thead>
            <tr>
              <Th>What happened</Th>
              <Th>Started</Th>
              <Th number>Answered</Th>
              <Th number>Over</Th>
            </tr>
          </thead>
          <tbody>
            {all.slice(0, SHOWN).map(({ key, data }) => {
              const times = incidentTimes([timesOf(data)]);
              return (
                <tr key={key}>
                  <Td className="min-w-40">
                    <Link
                      href={`${base}/facts/incidents/${key}`}
                      prefetch={false}
                      className="wrap-anywhere hover:underline"
                    >
                      {data.name}
                    </Link>{" "}
                    <Tag tone={data.severity === 1 ? "bad" : data.severity === 2 ? "warn" : "quiet"}>
                      severity {data.severity}
                    </Tag>
                  </Td>
                  <Td className="whitespace-nowrap">{formatDateTime(data.startedAt, zone)}</Td>
                  <Td number>{minutes(times.acknowledgeMinutes)}</Td>
                  <Td number>{data.resolvedAt ? minutes(times.resolveMinutes) : "open"}</Td>
                </tr>
              );
            })}
          </tbody>
        </Table>
      </TableScroll>
    </ChartFrame>
  );
}

function minutes(count: number | null): string {
  if (count === null) return "not yet";
  return count < 120 ? `${Math.round(count)} min` : `${Math.round(count / 6) / 10} h`;
}
