import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { type SplitBar, SplitBars } from "#components/charts/split-bars.tsx";
import { Card } from "#components/ui/card.tsx";
import { KeyFigures } from "#components/ui/key-figures.tsx";
import { csvLink } from "#lib/csv-link.ts";
import { formatPercent } from "#lib/format.ts";
import { formatDate } from "#lib/format-date.ts";
import { formatDays } from "#lib/format-size.ts";
import type { ProjectOverview } from "#server/project-overview.ts";
import { How } from "#stages/how.tsx";

type FlowCardProps = { overview: ProjectOverview; base: string; zone: string };
type ProjectStage = ProjectOverview["flow"]["stages"][number];

/** How long each stage took, how much of it was waiting, and when what is open is likely to end. */
export function FlowCard({ overview: { flow, computedAt }, base, zone }: FlowCardProps) {
  const stood = flow.stages.filter(({ activeDays, waitingDays }) => activeDays + waitingDays > 0);
  if (stood.length === 0)
    return (
      <Card title="Flow">
        <p className="text-base text-ink-2">
          From the start of the first stage this shows what is work and what is waiting.
        </p>
      </Card>
    );
  const finding = findingOf(stood, flow.waitShare);
  const inputs = {
    "days with a stage in progress": flow.activeDays,
    "days from start to end": flow.leadTimeDays,
  };
  return (
    <ChartFrame
      title="Flow"
      measure="Days in each stage against its target days."
      actions={<How figure={{ label: "Flow efficiency", calculator: "flow", inputs }} at={computedAt} zone={zone} />}
      finding={finding}
      table={tableOf(stood, zone)}
      csvHref={csvLink(
        ["stage", "title", "state", "active_days", "waiting_days", "target_days", "forecast", "earliest", "latest"],
        stood.map((each) => [
          ...[each.key, each.title, each.state, each.activeDays, each.waitingDays, each.targetDays],
          ...[each.forecast?.end, each.forecast?.range?.early, each.forecast?.range?.late].map(dayOf),
        ]),
      )}
    >
      <KeyFigures
        label="Flow in figures"
        figures={[
          {
            value: formatDays(flow.leadTimeDays),
            label: flow.endedAt ? "lead time to full use" : "age, not in full use yet",
          },
          { value: formatDays(flow.activeDays), label: "with work going on" },
          { value: formatPercent(flow.flowEfficiency, 0), label: "flow efficiency" },
          { value: formatPercent(flow.waitShare, 0), label: "of stage time waiting" },
        ]}
      />
      <SplitBars bars={stood.map((stage) => barOf(stage, base, zone))} label={finding} />
    </ChartFrame>
  );
}

function barOf(stage: ProjectStage, base: string, zone: string): SplitBar {
  const { key, number, title, activeDays, waitingDays, targetDays } = stage;
  const wait = waitingDays >= 0.5 ? `, ${formatDays(waitingDays)} waiting` : "";
  return {
    ...{ key, name: `${number} ${title}`, href: `${base}/stages/${key}` },
    ...{ active: activeDays, waiting: waitingDays, mark: targetDays },
    value: formatDays(activeDays + waitingDays),
    detail: `${targetDays} d planned${wait}${forecastWords(stage, zone)}`,
  };
}

function forecastWords({ forecast, activeDays, targetDays }: ProjectStage, zone: string): string {
  if (!forecast) return "";
  const day = (at: number) => formatDate(at, zone);
  if (!forecast.range)
    return activeDays >= targetDays ? "; its target days are used up" : `; by its target it ends ${day(forecast.end)}`;
  const [early, late] = [day(forecast.range.early), day(forecast.range.late)];
  return early === late ? "; longer than three of four took" : `; likely to end between ${early} and ${late}`;
}

function findingOf(stages: readonly ProjectStage[], waiting: number | null): string {
  const total = ({ activeDays, waitingDays }: ProjectStage) => activeDays + waitingDays;
  const longest = stages.toSorted((a, b) => total(b) - total(a))[0];
  if (!longest) return "";
  return `${longest.title} took longest, ${formatDays(total(longest))}; ${formatPercent(waiting, 0)} of all stage time was waiting.`;
}

function dayOf(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}

function tableOf(stages: readonly ProjectStage[], zone: string) {
  return {
    columns: ["Stage", "Active", "Waiting", "Target", "Forecast", "Earliest", "Latest"],
    rows: stages.map(({ title, activeDays, waitingDays, targetDays, forecast }) => [
      title,
      formatDays(activeDays),
      formatDays(waitingDays),
      `${targetDays} d`,
      forecast ? formatDate(forecast.end, zone) : "–",
      forecast?.range ? formatDate(forecast.range.early, zone) : "–",
      forecast?.range ? formatDate(forecast.range.late, zone) : "–",
    ]),
  };
}
