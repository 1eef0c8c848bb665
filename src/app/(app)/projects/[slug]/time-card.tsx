import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { ShareBar, type SharePart } from "#components/charts/share-bar.tsx";
import { Card } from "#components/ui/card.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { type Hours, MODELLING_REFERENCE, timeSplit } from "#domain/time-split.ts";
import { csvLink } from "#lib/csv-link.ts";
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
  const told = `Modelling took ${share} of ${whole}; about 20% is usual.`;
  const finding = entered ? told : `${told} No hours are entered: this is the time in which stages were in progress.`;
  const parts = partsOf(hours, entered ? "h" : "d");
  const sum = parts.reduce((total, { value }) => total + value, 0);
  const columns = ["Kind of work", entered ? "Hours" : "Days", "Share"];
  return (
    <ChartFrame
      title="Where the time went"
      tags={entered ? undefined : <Tag tone="quiet">estimate</Tag>}
      measure={entered ? "Hours by kind of work, beside a fifth for modelling" : "Days by kind of work, not measured"}
      actions={
        <>
          <How
            figure={{ label: "Share of modelling time", calculator: "time_split", inputs: hours }}
            at={overview.computedAt}
            zone={zone}
          />
          {record}
        </>
      }
      finding={finding}
      table={{
        columns,
        rows: parts.map(({ name, value }) => [name, formatNumber(value, 1), formatPercent(value / sum)]),
      }}
      csvHref={csvLink(
        columns,
        parts.map(({ key, value }) => [key, value, value / sum]),
      )}
    >
      <ShareBar parts={parts} label={told} mark={{ at: MODELLING_REFERENCE, word: "20%" }} estimate={!entered} />
    </ChartFrame>
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
