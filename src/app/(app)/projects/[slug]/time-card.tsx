import { ShareBar, type SharePart } from "#components/charts/share-bar.tsx";
import { Card } from "#components/ui/card.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { type Hours, MODELLING_REFERENCE, timeSplit } from "#domain/time-split.ts";
import { formatNumber, formatPercent } from "#lib/format.ts";
import { formatDays } from "#lib/format-size.ts";
import type { ProjectOverview } from "#server/project-overview.ts";
import { TIME_CATEGORIES } from "#stages/business-case/time-entry.ts";
import { How } from "#stages/how.tsx";
import { estimatedSplit } from "#stages/stage-hours.ts";

type TimeCardProps = { overview: ProjectOverview; base: string; zone: string };

/** Hours by kind of work, with the modelling share beside the rule of thumb of a fifth: a reference, never a red light. */
export function TimeCard({ overview, base, zone }: TimeCardProps) {
  const entered = timeSplit(overview.hours);
  const hours: Hours = entered ? overview.hours : estimatedSplit(overview.flow.stages);
  const split = entered ?? timeSplit(hours);
  const record = <TextLink href={`${base}/facts/time-entries/new`}>Enter hours</TextLink>;
  if (!split || (!entered && split.hours < 0.5))
    return (
      <Card title="Where the time went" aside={record}>
        <p className="text-base text-ink-2">
          Enter hours by kind of work to see how much of the project is modelling, and how much is everything else.
        </p>
      </Card>
    );
  const share = formatPercent(split.modellingShare, entered ? 1 : 0);
  const whole = entered ? `${formatNumber(split.hours, 0)} hours` : `${formatDays(split.hours)} of work`;
  const finding = `Modelling took ${share} of ${whole}; about 20% is usual.`;
  return (
    <Card
      title="Where the time went"
      note={entered ? undefined : <Tag tone="quiet">estimate</Tag>}
      aside={
        <>
          <How
            figure={{ label: "Share of modelling time", calculator: "time_split", inputs: hours }}
            at={overview.computedAt}
            zone={zone}
          />
          {record}
        </>
      }
    >
      <div className="flex flex-col gap-2.5">
        <ShareBar
          parts={partsOf(hours, entered ? "h" : "d")}
          label={finding}
          mark={{ at: MODELLING_REFERENCE, word: "20%" }}
          estimate={!entered}
        />
        <p className="text-sm text-ink-2">
          {finding}
          {!entered && " No hours are entered: this is the time in which stages were in progress."}
        </p>
      </div>
    </Card>
  );
}

/** Modelling first, since the line is drawn for it. */
function partsOf(hours: Hours, unit: string): SharePart[] {
  const order = ["modelling", ...TIME_CATEGORIES.filter((each) => each !== "modelling")];
  return order.map((key) => {
    const value = hours[key] ?? 0;
    return { key, name: key.charAt(0).toUpperCase() + key.slice(1), value, text: `${formatNumber(value, 0)} ${unit}` };
  });
}
