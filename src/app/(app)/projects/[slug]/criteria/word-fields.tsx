"use client";

import type { Choice, Part } from "#app/(app)/projects/[slug]/criteria/form-part.ts";
import { ChoiceInput } from "#components/form/choice-input.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { YesNoInput } from "#components/form/yes-no-input.tsx";
import { CRITERION_KINDS, type CriterionKind } from "#domain/vocabulary.ts";

const KINDS: Record<CriterionKind, string> = {
  business: "Business: what the project is for",
  model: "Model: how good the predictions are",
  operational: "Operational: how well it runs",
  fairness: "Fairness: how groups fare",
};

type WordFieldsProps = { part: Part; people: readonly Choice[]; goals: readonly Choice[]; isNew: boolean };

/** What it is called, what kind it is, what it stands in for, whether the project stands or falls with it, and whose it is. */
export function WordFields({ part, people, goals, isNew }: WordFieldsProps) {
  const { draft, set, error, readOnly } = part;
  const field = (path: string) => ({ path, error: error(path), readOnly });
  return (
    <div className="flex flex-col gap-4">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextInput
          {...field("name")}
          label="Name"
          help="As people say it, for example Recall at 1% alert rate"
          value={draft.name}
          onChange={(name) => set({ name: name ?? "" })}
        />
        <TextInput
          {...field("unit")}
          label="Unit"
          help="fraction (shown as percent), ms, EUR, EUR/month, or nothing for a plain number"
          optional
          value={draft.unit}
          onChange={(unit) => set({ unit: unit ?? "" })}
        />
      </div>
      <ChoiceInput
        {...field("kind")}
        label="Kind"
        value={draft.kind}
        onChange={(kind) => kind && set({ kind })}
        options={CRITERION_KINDS.map((value) => ({ value, label: KINDS[value] }))}
      />
      {goals.length > 0 && (
        <ChoiceInput
          {...field("supports")}
          label="Supports"
          help="The criterion that it stands in for, as a model metric does for a business number. It hangs below it in the tree."
          as="select"
          optional
          value={draft.supports}
          onChange={(supports) => set({ supports: supports ?? null })}
          options={goals}
          className="max-w-sm"
        />
      )}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <YesNoInput
          {...field("mustHave")}
          label="Must-have"
          help="Without it the project has not worked. A wish is measured all the same."
          value={draft.mustHave}
          onChange={(mustHave) => set({ mustHave: mustHave ?? false })}
        />
        <ChoiceInput
          {...field("owner")}
          label="Owner"
          help="Gets the alert when it is breached."
          as="select"
          value={draft.owner}
          onChange={(owner) => set({ owner: owner ?? null })}
          options={people}
        />
      </div>
      {isNew && (
        <TextInput
          {...field("key")}
          label="Key"
          help="How programs name it: small letters, digits and underscores. It stays."
          value={draft.key}
          onChange={(key) => set({ key: key ?? "" })}
          className="max-w-sm"
        />
      )}
    </div>
  );
}
