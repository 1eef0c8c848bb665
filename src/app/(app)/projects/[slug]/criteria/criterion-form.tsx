"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import type { z } from "zod";
import { addCriterionAction, changeCriterionAction } from "#app/(app)/projects/[slug]/criteria/actions.ts";
import {
  CriterionConflict,
  type Opened,
  rebased,
  standingIn,
} from "#app/(app)/projects/[slug]/criteria/criterion-conflict.tsx";
import { type CriterionDraft, criterionFrom, keyFrom } from "#app/(app)/projects/[slug]/criteria/criterion-draft.ts";
import { criterionSentence } from "#app/(app)/projects/[slug]/criteria/criterion-sentence.ts";
import type { Choice, Part } from "#app/(app)/projects/[slug]/criteria/form-part.ts";
import { LimitFields } from "#app/(app)/projects/[slug]/criteria/limit-fields.tsx";
import { MeasureFields } from "#app/(app)/projects/[slug]/criteria/measure-fields.tsx";
import { WordFields } from "#app/(app)/projects/[slug]/criteria/word-fields.tsx";
import { useAction } from "#app/use-action.ts";
import { TextArea } from "#components/form/text-area.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import type { criterionPatchSchema } from "#domain/criteria.ts";

type CriterionFormProps = {
  slug: string;
  /** Null while it is new. */
  existing: { key: string; version: number } | null;
  initial: CriterionDraft;
  people: readonly Choice[];
  /** What it may support. */
  goals: readonly Choice[];
  /** The groups of stage 4, as labels of a series. */
  groups: readonly Choice[];
  readOnly: boolean;
  /** Beside the save button: removing it. */
  aside?: ReactNode;
};

const LIMIT_NAMES = [
  "direction",
  "target",
  "guardrail",
  "targetLow",
  "targetHigh",
  "guardrailLow",
  "guardrailHigh",
] as const;

/** One criterion, in plain words, with the definition read aloud while it is typed. */
export function CriterionForm({ slug, existing, initial, people, goals, groups, readOnly, aside }: CriterionFormProps) {
  const router = useRouter();
  const existingKey = existing?.key ?? null;
  const [draft, setDraft] = useState(initial);
  const [opened, setOpened] = useState<Opened>({ draft: initial, version: existing?.version ?? 0 });
  const [reason, setReason] = useState<string>();
  const adding = useAction(addCriterionAction);
  const changing = useAction(changeCriterionAction);
  const { pending, problem, refusal } = existingKey ? changing : adding;
  const error = (path: string) => refusal?.fieldErrors?.[path] ?? refusal?.fieldErrors?.[`criterion.${path}`];
  const set = (change: Partial<CriterionDraft>) =>
    setDraft((now) => ({ ...now, ...(existingKey === null && followName(now, change)), ...change }));
  const moved = existingKey !== null && LIMIT_NAMES.some((name) => draft[name] !== opened.draft[name]);
  const back = `/projects/${slug}/stages/success-criteria`;
  const theirs = standingIn(refusal?.current);
  const settle = (settled: CriterionDraft, base: Opened) => {
    setDraft(settled);
    setOpened(base);
    changing.reset();
  };
  const saved = ({ version }: { version: number }) => {
    setOpened({ draft, version });
    showToast({ message: existingKey ? "Criterion changed" : "Criterion added", tone: "good" });
    router.push(`${back}#criteria`);
    router.refresh();
  };
  const save = () => {
    const { key, ...criterion } = sendable(draft);
    const { version } = opened;
    if (existingKey) changing.submit({ slug, key: existingKey, version, criterion, ...(reason && { reason }) }, saved);
    else adding.submit({ slug, criterion: { ...criterion, key } }, saved);
  };
  const part: Part = { draft, set, error, readOnly };
  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <p
        aria-live="polite"
        className="rounded-control border border-rule bg-surface px-4 py-3 text-md font-medium text-pretty"
      >
        {criterionSentence(draft)}
      </p>
      <WordFields part={part} people={people} goals={goals} isNew={existingKey === null} />
      <LimitFields part={part} />
      <MeasureFields part={part} slug={slug} groups={groups} />
      {!readOnly && (moved || error("reason")) && (
        <TextArea
          path="reason"
          label="Why the limit moves"
          help="Kept with the change for everybody to see. Asked for once modelling has begun."
          optional={!error("reason")}
          value={reason}
          onChange={setReason}
          error={error("reason")}
        />
      )}
      {theirs && refusal && (
        <CriterionConflict
          message={refusal.message}
          opened={opened}
          theirs={theirs}
          onKeepMine={() => settle(rebased(draft, opened, theirs), theirs)}
          onTakeTheirs={() => settle(theirs.draft, theirs)}
        />
      )}
      {problem && !theirs && (
        <Notice tone="bad" live>
          {problem}
        </Notice>
      )}
      {refusal && !problem && (
        <p role="alert" className="text-base font-medium text-bad">
          {Object.keys(refusal.fieldErrors ?? {}).length === 1
            ? "One field needs another look."
            : "Some fields need another look."}
        </p>
      )}
      {!readOnly && (
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" variant="primary" pending={pending}>
            {existingKey ? "Save changes" : "Add criterion"}
          </Button>
          <ButtonLink href={`${back}#criteria`} prefetch={false}>
            Cancel
          </ButtonLink>
          {aside}
        </div>
      )}
    </form>
  );
}

/** Until somebody writes their own, key and series follow the name. */
function followName(now: CriterionDraft, { name }: Partial<CriterionDraft>): Partial<CriterionDraft> {
  if (name === undefined) return {};
  const followed = keyFrom(now.name);
  const key = keyFrom(name);
  return { ...(now.key === followed && { key }), ...(now.seriesName === followed && { seriesName: key }) };
}

type Sent = z.input<typeof criterionPatchSchema> &
  Pick<CriterionDraft, "key" | "name" | "kind" | "direction"> & { series: { name: string } };

/**
 * An empty number goes out as null: where a limit may be missing that is an answer, where a number must be the server
 * says so at its field.
 * Guarantee: every other name and type is the draft's own, which is made from the schema's.
 */
function sendable(draft: CriterionDraft): Sent {
  const entries = Object.entries(criterionFrom(draft)).map(([name, value]) => [name, value ?? null]);
  return Object.fromEntries(entries) as Sent;
}
