"use client";

import { differences } from "#app/(app)/projects/[slug]/criteria/criterion-differences.ts";
import { type CriterionDraft, criterionFrom, draftOf } from "#app/(app)/projects/[slug]/criteria/criterion-draft.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Criterion } from "#domain/criteria.ts";

/** What the form was opened with: the definition and its version. */
export type Opened = { draft: CriterionDraft; version: number };

type CriterionConflictProps = {
  message: string;
  opened: Opened;
  theirs: Opened;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
};

/** Somebody saved first. Their change is told line by line; what was typed here stands until its writer decides. */
export function CriterionConflict({ message, opened, theirs, onKeepMine, onTakeTheirs }: CriterionConflictProps) {
  const lines = differences(criterionFrom(opened.draft), criterionFrom(theirs.draft));
  return (
    <Notice
      tone="bad"
      live
      action={
        <>
          <Button size="sm" onClick={onKeepMine}>
            Put mine on top of it
          </Button>
          <Button size="sm" variant="ghost" onClick={onTakeTheirs}>
            Take theirs
          </Button>
        </>
      }
    >
      <p>{message} Nothing that you typed is lost.</p>
      <ul className="list-disc pl-5">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** The criterion that a refused save hands back; null for any other refusal. Guarantee: `current` is the server's own view of it. */
export function standingIn(current: unknown): Opened | null {
  if (typeof current !== "object" || current === null || !("version" in current && "series" in current)) return null;
  return { draft: draftOf(current as unknown as Criterion), version: Number(current.version) };
}

/** What was typed since the form was opened, put over what stands now. */
export function rebased(draft: CriterionDraft, opened: Opened, theirs: Opened): CriterionDraft {
  const typed = Object.entries(draft).filter(([name, value]) => {
    return JSON.stringify(value) !== JSON.stringify(Reflect.get(opened.draft, name));
  });
  return { ...theirs.draft, ...Object.fromEntries(typed) };
}
