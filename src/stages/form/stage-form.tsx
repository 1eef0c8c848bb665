"use client";

import { type ReactNode, useState } from "react";
import {
  type Choice,
  type FormSurroundings,
  FormSurroundingsProvider,
  PassProvider,
} from "#stages/form/form-context.tsx";
import { FormNotices } from "#stages/form/form-notices.tsx";
import { KeptTyping } from "#stages/form/kept-typing.tsx";
import { MoreAnswers } from "#stages/form/more-answers.tsx";
import { type StageFormInput, useStageForm } from "#stages/form/use-stage-form.tsx";
import type { KnownAnswers } from "#stages/known.ts";
import type { Proposals } from "#stages/proposal.ts";

export type StageFormProps = StageFormInput & {
  currency: string;
  people: readonly Choice[];
  criteria: readonly Choice[];
  /** Answers that are known elsewhere, by path. */
  proposals?: Proposals;
  /** What is recorded and therefore not asked, by path. */
  known?: KnownAnswers;
  /** Stands above the answers and reads the form: the heading with its status line. */
  head: ReactNode;
  /** Why the answers cannot be changed now, and the verb that makes them so. */
  locked?: ReactNode;
  signInHref: string;
  zone: string;
  /** The stage's own body, drawn twice: what is asked first, the rest folded. */
  children: ReactNode;
};

/** The shell around a stage's body: saving, merging, read-only, errors. The body itself is plain JSX of the stage's folder. */
export function StageForm({ head, locked, signInHref, zone, children, ...input }: StageFormProps) {
  const form = useStageForm(input);
  const { fields, readOnly, currency, people, criteria, asked, proposals = {}, known = {} } = input;
  const [fixed] = useState(() => ({
    byPath: new Map(fields.map((field) => [field.path, field])),
    shownFirst: shownFirst(fields.length, Object.keys(form.snapshot().values), asked),
  }));
  const surroundings: FormSurroundings = {
    form,
    fields: fixed.byPath,
    readOnly,
    currency,
    people,
    criteria,
    proposals,
    known,
    shownFirst: fixed.shownFirst,
  };
  return (
    <FormSurroundingsProvider value={surroundings}>
      <div className="flex min-w-0 flex-col gap-5">
        {head}
        {locked}
        {readOnly && <KeptTyping zone={zone} />}
        <FormNotices signInHref={signInHref} zone={zone} />
        <form
          aria-label="Answers"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void form.flush();
          }}
          className="flex flex-col gap-5"
        >
          <PassProvider value="first">{children}</PassProvider>
          <MoreAnswers>
            <PassProvider value="more">{children}</PassProvider>
          </MoreAnswers>
        </form>
      </div>
    </FormSurroundingsProvider>
  );
}

/** What was answered already stands in the open, and so does everything where the form is short. */
function shownFirst(count: number, answered: readonly string[], asked: StageFormInput["asked"]): ReadonlySet<string> {
  return new Set(count <= SHORT_FORM ? Object.keys(asked) : answered);
}

const SHORT_FORM = 9;
