import type { Place } from "#app/(app)/projects/[slug]/stages/_panels/place.ts";
import { PlanFields } from "#app/(app)/projects/[slug]/stages/_panels/plan-fields.tsx";
import { STAGE_STATE_NAMES } from "#components/ui/stage-glyph.tsx";
import { Tag, type Tone } from "#components/ui/tag.tsx";
import type { StageState } from "#domain/vocabulary.ts";
import { formatDurationSeconds } from "#lib/format-size.ts";
import type { StageView } from "#server/stage-view.ts";
import type { Choice } from "#stages/form/form-context.tsx";
import { FormStatusLine } from "#stages/form/form-status-line.tsx";

type StageHeadProps = {
  place: Place;
  view: StageView;
  people: readonly Choice[];
  zone: string;
  now: string;
  mayPlan: boolean;
};

/** The stage's name, state and purpose, who owns it until when, and where the typing is. */
export function StageHead({ place, view, people, zone, now, mayPlan }: StageHeadProps) {
  const dueOn = view.dueOn ? view.dueOn.toISOString().slice(0, 10) : null;
  const late = dueOn !== null && dueOn < now.slice(0, 10) && UNFINISHED.includes(view.state);
  return (
    <header className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <div className="flex min-w-0 items-center gap-2.5">
          <h2 className="text-lg font-[620] tracking-tight">{view.title}</h2>
          <Tag tone={TONES[view.state]}>{STAGE_STATE_NAMES[view.state]}</Tag>
        </div>
        <FormStatusLine zone={zone} now={now} />
      </div>
      <p className="max-w-3xl text-base text-pretty text-ink-2">{view.purpose}</p>
      <PlanFields
        place={place}
        ownerId={view.ownerId}
        dueOn={dueOn}
        late={late}
        people={people}
        mayPlan={mayPlan}
        dwell={dwellWords(view, now)}
      />
    </header>
  );
}

const UNFINISHED: readonly StageState[] = ["not_started", "in_progress", "blocked", "in_review"];

const TONES: Record<StageState, Tone> = {
  not_started: "quiet",
  in_progress: "info",
  blocked: "quiet",
  in_review: "review",
  done: "good",
  needs_attention: "bad",
  not_applicable: "quiet",
};

function dwellWords({ since, state }: StageView, now: string): string | null {
  if (!since || state === "not_started") return null;
  const seconds = (Date.parse(now) - since.getTime()) / 1000;
  return `${STAGE_STATE_NAMES[state]}${seconds < 60 ? ", just now" : ` for ${formatDurationSeconds(seconds)}`}`;
}
