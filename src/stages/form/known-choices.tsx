"use client";

import type { ComponentProps } from "react";
import { ChoiceInput } from "#components/form/choice-input.tsx";
import { ChoicesInput } from "#components/form/choices-input.tsx";
import { ListInput } from "#components/form/list-input.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import type { Choice, FormChoices } from "#stages/form/form-context.tsx";

/* Answers that are picked from what the project holds, and typed only where it holds nothing of the kind. */

type GroupAnswerProps = {
  text: ComponentProps<typeof TextInput>;
  pick: Omit<ComponentProps<typeof ChoiceInput<string>>, "options" | "as">;
  groups: FormChoices["groups"];
  /** Of which attribute; of any where none is told. */
  attribute: unknown;
};

export function GroupAnswer({ text, pick, groups = {}, attribute }: GroupAnswerProps) {
  const defined = typeof attribute === "string" ? (groups[attribute] ?? []) : Object.values(groups).flat();
  if (defined.length === 0) return <TextInput {...text} />;
  const options = withOthers(
    [...new Set(defined)].map((group) => ({ value: group, label: group })),
    text.value ? [text.value] : [],
  );
  return <ChoiceInput {...pick} options={options} as="select" />;
}

type TagsAnswerProps = {
  words: Omit<ComponentProps<typeof ListInput>, "value" | "onChange">;
  known: readonly Choice[] | undefined;
  /** Whether the answer is about what is known. */
  offers: true | undefined;
  value: string[] | undefined;
  onChange: (value: unknown, delay?: number) => void;
};

export function TagsAnswer({ words, known = [], offers, value, onChange }: TagsAnswerProps) {
  if (!offers || known.length === 0) return <ListInput {...words} value={value} onChange={onChange} />;
  const chosen = (next: unknown) => onChange(next, 0);
  return <ChoicesInput {...words} options={withOthers(known, value)} value={value} onChange={chosen} />;
}

/** What was chosen before stays to be seen, and to be taken out. */
function withOthers(options: readonly Choice[], chosen: readonly string[] = []): readonly Choice[] {
  const known = new Set(options.map(({ value }) => value));
  return [...options, ...chosen.filter((each) => !known.has(each)).map((each) => ({ value: each, label: each }))];
}
