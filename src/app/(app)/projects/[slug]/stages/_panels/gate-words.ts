import type { GateResult } from "#domain/requirement.ts";
import type { StageState } from "#domain/vocabulary.ts";

const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"] as const;

/** "Two things are left before this stage can close." */
export function gateSentence({ requirements }: GateResult, state: StageState): string {
  if (state === "done") return "This stage is closed.";
  if (state === "not_applicable") return "This stage is set aside.";
  const open = requirements.filter(({ met }) => !met).length;
  if (open === 0)
    return state === "in_review" ? "All is there; it waits for signatures." : "All is there; it can be submitted.";
  const count = NUMBERS[open] ?? String(open);
  return `${count} ${open === 1 ? "thing is" : "things are"} left before this stage can close.`;
}
