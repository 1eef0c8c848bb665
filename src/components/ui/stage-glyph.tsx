import type { ReactNode } from "react";
import { STAGE_STATES, type StageState } from "#domain/vocabulary.ts";
import { classNames } from "#lib/class-names.ts";

export const STAGE_STATE_NAMES: Record<StageState, string> = {
  not_started: "Not started",
  in_progress: "In progress",
  blocked: "Blocked",
  in_review: "In review",
  done: "Done",
  needs_attention: "Needs attention",
  not_applicable: "Not applicable",
};

type StageGlyphProps = { state: StageState; size?: number; label?: string | null; className?: string };

/** The state as a shape first and a colour second. `label={null}` where the state is already written beside it. */
export function StageGlyph({ state, size = 16, label = STAGE_STATE_NAMES[state], className }: StageGlyphProps) {
  return (
    <svg
      {...(label === null ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
      data-state={state}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      className={classNames("shrink-0", COLOURS[state], className)}
    >
      <title>{label ?? STAGE_STATE_NAMES[state]}</title>
      {SHAPES[state]}
    </svg>
  );
}

/** The shapes once, for a page that draws them by the hundred: each `StageMark` on it only names one. */
export function StageSymbols() {
  return (
    <svg aria-hidden="true" className="absolute size-0">
      {STAGE_STATES.map((state) => (
        <symbol key={state} id={`stage-${state}`} viewBox="0 0 16 16" fill="none">
          {SHAPES[state]}
        </symbol>
      ))}
    </svg>
  );
}

/** The same as a glyph on a page with `StageSymbols`, inside a `stage-cell`, which gives size and colour. */
export function StageMark({ state, label }: { state: StageState; label: string }) {
  return (
    <svg role="img" data-state={state}>
      <title>{label}</title>
      <use href={`#stage-${state}`} />
    </svg>
  );
}

const COLOURS: Record<StageState, string> = {
  not_started: "text-idle",
  in_progress: "text-progress",
  blocked: "text-blocked",
  in_review: "text-review",
  done: "text-done",
  needs_attention: "text-attention",
  not_applicable: "text-idle",
};

const CUT = "stroke-surface";

const SHAPES: Record<StageState, ReactNode> = {
  not_started: (
    <circle
      cx="8"
      cy="8"
      r="6.5"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="1.6 2.48"
      strokeLinecap="butt"
    />
  ),
  in_progress: (
    <>
      <circle cx="8" cy="8" r="6.5" stroke="currentColor" strokeWidth="1.6" />
      <path d="M8 4.2a3.8 3.8 0 0 1 0 7.6z" fill="currentColor" />
    </>
  ),
  in_review: (
    <>
      <circle cx="8" cy="8" r="6.5" stroke="currentColor" strokeWidth="1.6" />
      <circle cx="8" cy="8" r="2.6" fill="currentColor" />
    </>
  ),
  blocked: (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="3" fill="currentColor" />
      <path d="M4.8 8h6.4" className={CUT} strokeWidth="2" strokeLinecap="round" />
    </>
  ),
  done: (
    <>
      <circle cx="8" cy="8" r="7.3" fill="currentColor" />
      <path
        d="m4.9 8.3 2.1 2.1 4.1-4.3"
        className={CUT}
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  needs_attention: (
    <>
      <path
        d="M8 1.3a1 1 0 0 1 .87.5l6.3 11.2a1 1 0 0 1-.87 1.5H1.7a1 1 0 0 1-.87-1.5l6.3-11.2A1 1 0 0 1 8 1.3z"
        fill="currentColor"
      />
      <path d="M8 5.7v3.6" className={CUT} strokeWidth="1.7" strokeLinecap="round" />
      <path d="M8 11.9v.01" className={CUT} strokeWidth="1.9" strokeLinecap="round" />
    </>
  ),
  not_applicable: <path d="M3.5 8h9" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
};
