import { Tag, type Tone } from "#components/ui/tag.tsx";
import type { CriterionState } from "#domain/vocabulary.ts";

export const CRITERION_STATE_NAMES: Record<CriterionState, string> = {
  met: "Met",
  at_risk: "At risk",
  breached: "Breached",
  no_data: "No data yet",
};

export const CRITERION_TONES: Record<CriterionState, Extract<Tone, "good" | "warn" | "bad" | "quiet">> = {
  met: "good",
  at_risk: "warn",
  breached: "bad",
  no_data: "quiet",
};

/** `since` follows the state: "Breached 8 d". */
export function CriterionTag({ state, since }: { state: CriterionState; since?: string | undefined }) {
  return (
    <Tag tone={CRITERION_TONES[state]}>
      {CRITERION_STATE_NAMES[state]}
      {since && ` ${since}`}
    </Tag>
  );
}
