import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { type CalendarDay, RunCalendar } from "#components/charts/run-calendar.tsx";
import { formatDate } from "#lib/format-date.ts";
import { type RunCount, type RunDay, runDays } from "#stages/data-pipeline/run-days.ts";

export const CALENDAR_WEEKS = 16;

type CalendarChartProps = { counts: readonly RunCount[]; now: number; zone: string; csvHref: string };

/** On which days something ran, and on which something failed. */
export function CalendarChart({ counts, now, zone, csvHref }: CalendarChartProps) {
  const days = runDays(counts, { now, zone, weeks: CALENDAR_WEEKS });
  const ran = days.filter((day) => day.runs > 0);
  const failed = days.filter((day) => day.failed > 0);
  const last = failed.at(-1);
  const finding = last
    ? `Something ran on ${ran.length} of ${days.length} days and failed on ${failed.length}, last on ${formatDate(last.day)}.`
    : `Something ran on ${ran.length} of ${days.length} days, and nothing failed.`;
  return (
    <ChartFrame
      level={3}
      title="Runs by day"
      measure={`The last ${CALENDAR_WEEKS} weeks; filled: all succeeded, crossed: one failed, a dot: none`}
      finding={finding}
      csvHref={csvHref}
      table={{
        columns: ["Day", "Runs", "Succeeded", "Failed"],
        rows: ran.toReversed().map((day) => [day.day, `${day.runs}`, `${day.succeeded}`, `${day.failed}`]),
      }}
    >
      <RunCalendar days={days.map(dayOf)} label={finding} />
    </ChartFrame>
  );
}

function dayOf({ day, runs, succeeded, failed, running }: RunDay): CalendarDay {
  const state = failed > 0 ? "failed" : succeeded > 0 ? "succeeded" : running > 0 ? "running" : "none";
  const label = runs === 0 ? "no run" : `${succeeded} of ${runs} runs succeeded, ${failed} failed`;
  return { day, state, label };
}
