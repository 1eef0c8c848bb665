import { STAGE_STATE_NAMES, StageGlyph } from "#components/ui/stage-glyph.tsx";
import type { StageState } from "#domain/vocabulary.ts";
import { STAGE_STATES } from "#domain/vocabulary.ts";

/** What the shapes mean, in one line under a table of stages. */
export function StageLegend({ states = STAGE_STATES }: { states?: readonly StageState[] }) {
  return (
    <ul aria-label="Stage states" className="flex flex-wrap gap-x-4 gap-y-1.5 text-sm text-ink-2">
      {states.map((state) => (
        <li key={state} className="flex items-center gap-1.5">
          <StageGlyph state={state} size={14} label={null} />
          {STAGE_STATE_NAMES[state]}
        </li>
      ))}
    </ul>
  );
}
