import { AppError } from "#domain/errors.ts";
import { STATE_WORDS } from "#domain/prerequisites.ts";
import type { StageState } from "#domain/vocabulary.ts";

const SAVES_IN: readonly StageState[] = ["not_started", "in_progress", "blocked"];

/** The draft of a stage that is signed, or out for signing, stays as it is. */
export function refuseUnsavable(stage: { title: string }, state: StageState): void {
  if (SAVES_IN.includes(state)) return;
  const way: Record<string, string> = {
    in_review: "Withdraw it to change it.",
    done: "A lead can reopen it.",
    needs_attention: "Choose “Rework” to change it.",
    not_applicable: "A lead can restore it.",
  };
  throw new AppError(
    "CONFLICT",
    `“${stage.title}” is ${STATE_WORDS[state]} and cannot be edited. ${way[state] ?? ""}`,
    { current: { state } },
  );
}
