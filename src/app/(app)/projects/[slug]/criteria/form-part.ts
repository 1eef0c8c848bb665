import type { CriterionDraft } from "#app/(app)/projects/[slug]/criteria/criterion-draft.ts";

export type Choice = { value: string; label: string };

/** What every part of the form is given: the draft, how to change it, and what the server said about a field. */
export type Part = {
  draft: CriterionDraft;
  set: (change: Partial<CriterionDraft>) => void;
  error: (path: string) => string | undefined;
  readOnly: boolean;
};
