import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { TrafficArea } from "#components/charts/traffic-area.tsx";
import { listed } from "#domain/listed.ts";
import { formatPercent } from "#lib/format.ts";
import { formatDateTime } from "#lib/format-date.ts";
import type { StageFacts } from "#stages/facts.ts";
import { type ReleaseTraffic, trafficByRelease, trafficMarks } from "#stages/integration/traffic.ts";

type TrafficChartProps = { facts: StageFacts; zone: string; csvHref: string };

const MOST_BANDS = 8;
const MOST_MARKS = 24;
const DAY_MS = 86_400_000;

export function TrafficChart({ facts, zone, csvHref }: TrafficChartProps) {
  const all = trafficByRelease(facts);
  const bands = all.slice(-MOST_BANDS);
  const events = trafficMarks(facts);
  const marks = events.slice(-MOST_MARKS);
  const first = Math.min(
    facts.now,
    ...bands.map(({ steps }) => steps.find(({ share }) => share > 0)?.at ?? facts.now),
    ...(bands.length > 0 ? [] : marks.map(({ at }) => at)),
  );
  const from = Math.min(first, facts.now - 7 * DAY_MS);
  const finding = findingOf(all);
  return (
    <ChartFrame
      level={3}
      title="Traffic by release"
      measure={`Share of decisions in production${all.length > MOST_BANDS ? `, the newest ${MOST_BANDS} of ${all.length} releases` : ""}${events.length > MOST_MARKS ? `; marked are the newest ${MOST_MARKS} of ${events.length} events` : ""}`}
      finding={finding}
      csvHref={csvHref}
      table={{
        columns: ["When", "Release", "Share"],
        rows: bands
          .flatMap(({ tag, steps }) => steps.map(({ at, share }) => ({ at, tag, share })))
          .sort((a, b) => b.at - a.at)
          .map(({ at, tag, share }) => [formatDateTime(at, zone), tag, formatPercent(share, 0)]),
      }}
    >
      {bands.length > 0 ? (
        <TrafficArea
          label={finding}
          bands={bands.map(({ tag, steps }) => ({ name: tag, steps }))}
          events={marks}
          from={from}
          to={facts.now}
          zone={zone}
        />
      ) : (
        <ul className="flex flex-col gap-1 text-base">
          {marks.map(({ at, label }) => (
            <li key={`${at} ${label}`}>
              {label}, {formatDateTime(at, zone)}
            </li>
          ))}
        </ul>
      )}
    </ChartFrame>
  );
}

function findingOf(all: readonly ReleaseTraffic[]): string {
  const now = all.map(({ tag, steps }) => ({ tag, share: steps.at(-1)?.share ?? 0 })).filter(({ share }) => share > 0);
  if (all.length === 0) return "No release has acted on a decision yet.";
  if (now.length === 0) return "No release acts on decisions now.";
  return `Now: ${listed(now.map(({ tag, share }) => `${tag} ${formatPercent(share, 0)}`))}.`;
}
