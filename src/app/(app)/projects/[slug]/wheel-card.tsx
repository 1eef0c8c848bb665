import Link from "next/link";
import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { StageWheel } from "#components/charts/stage-wheel.tsx";
import { STAGE_STATE_NAMES, StageGlyph } from "#components/ui/stage-glyph.tsx";
import { csvLink } from "#lib/csv-link.ts";
import { formatPercent } from "#lib/format.ts";
import { formatDays, plural } from "#lib/format-size.ts";
import type { ProjectOverview } from "#server/project-overview.ts";
import { How } from "#stages/how.tsx";

type WheelCardProps = { overview: ProjectOverview; base: string; zone: string };

const COLUMNS = ["Stage", "State", "Completion", "Passes", "Days of work"];

/** The ten stages as a loop, with the same as a list: on a phone the list is all there is. */
export function WheelCard({ overview: { stages, journey, production, computedAt }, base, zone }: WheelCardProps) {
  const again = stages.filter(({ iteration }) => iteration > 1);
  const done = stages.filter(({ state }) => state === "done").length;
  const finding = `${done} of ${plural(stages.length, "stage")} done. ${
    again.length === 0
      ? "No stage was gone through twice."
      : `Gone through again: ${again.map(({ title, iteration }) => `${title} (${iteration} passes)`).join(", ")}.`
  }`;
  return (
    <ChartFrame
      title="The way so far"
      measure="Completion of each stage; an arrow where a stage was gone through again."
      actions={
        <How
          figure={{
            label: "Journey",
            calculator: "journey",
            inputs: { "progress of the stages": production, journey },
          }}
          at={computedAt}
          zone={zone}
        />
      }
      finding={finding}
      table={{
        hrefs: stages.map(({ key }) => `${base}/stages/${key}`),
        columns: COLUMNS,
        rows: stages.map(({ number, title, state, completion, iteration, activeDays }) => [
          `${number} ${title}`,
          STAGE_STATE_NAMES[state],
          completion === null ? "–" : formatPercent(completion, 0),
          String(iteration),
          formatDays(activeDays),
        ]),
      }}
      csvHref={csvLink(
        ["stage", "title", "state", "completion", "passes", "days_active"],
        stages.map((each) => [each.key, each.title, each.state, each.completion, each.iteration, each.activeDays]),
      )}
    >
      <div className="grid items-center gap-4 sm:grid-cols-[16rem_minmax(0,1fr)]">
        <div aria-hidden="true" className="max-sm:hidden">
          <StageWheel stages={stages} middle={formatPercent(journey, 0)} label={finding} />
        </div>
        <ol aria-label="Stages and their completion" className="flex flex-col">
          {stages.map((stage) => (
            <li
              key={stage.key}
              className="grid grid-cols-[auto_minmax(0,1fr)_auto_2.75rem] items-center gap-x-2.5 border-b border-rule py-1.5 last:border-b-0"
            >
              <StageGlyph state={stage.state} size={14} label={STAGE_STATE_NAMES[stage.state]} />
              <Link href={`${base}/stages/${stage.key}`} prefetch={false} className="one-line hover:underline">
                {stage.number} {stage.title}
              </Link>
              <span className="text-sm text-ink-2">{stage.iteration > 1 && `pass ${stage.iteration}`}</span>
              <span className="figures text-right">
                {stage.completion === null ? "–" : formatPercent(stage.completion, 0)}
              </span>
            </li>
          ))}
        </ol>
      </div>
    </ChartFrame>
  );
}
