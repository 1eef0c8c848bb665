import { allOf } from "#domain/permissions.ts";
import type { Role, StageVerb } from "#domain/vocabulary.ts";

type Moved = { state: string; waitsFor: readonly Role[] };

/** What just happened, for the toast. */
export function movedWords(verb: StageVerb, { state, waitsFor }: Moved): string {
  if (waitsFor.length > 0) return `Signed. It waits for ${allOf(waitsFor)}.`;
  return verb === "approve" && state === "done" ? "Signed off. The stage is done." : DONE[verb];
}

const DONE: Record<StageVerb, string> = {
  start: "Started",
  block: "Marked as blocked",
  unblock: "Unblocked",
  submit: "Submitted for review",
  withdraw: "Withdrawn; it can be edited again",
  "send-back": "Changes asked for",
  approve: "Signed off",
  flag: "Flagged",
  rework: "Taken up again",
  dismiss: "Flag dismissed",
  reopen: "Reopened",
  "set-aside": "Set aside",
  restore: "Restored",
};

/** What the verb does, before somebody does it. */
export const VERB_MEANS: Record<StageVerb, string> = {
  start: "An entry condition does not hold yet. As a lead you may go past it; the reason is kept.",
  block: "Say what the stage waits for. It is shown on the portfolio until it is unblocked.",
  unblock: "The stage goes on.",
  submit: "The answers are closed while others sign.",
  withdraw: "The answers open again and signatures of this version become void.",
  "send-back": "The answers open again, signatures of this version become void, and your reason stands with them.",
  approve: "Your name, your role and this version are recorded.",
  flag: "The stage asks for attention until it is reworked or the flag is dismissed.",
  rework: "The answers open again, and signatures of this version become void.",
  dismiss: "The stage counts as done again. Your reason is kept with the flag.",
  reopen: "The answers open again, and signatures of this version become void.",
  "set-aside": "The stage is left out of this project until it is restored.",
  restore: "The stage counts again.",
};
