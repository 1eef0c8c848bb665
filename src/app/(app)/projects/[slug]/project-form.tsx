"use client";

import { type ReactNode, useState } from "react";
import { useAction } from "#app/use-action.ts";
import { ChoiceInput } from "#components/form/choice-input.tsx";
import { TextArea } from "#components/form/text-area.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { YesNoInput } from "#components/form/yes-no-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { ActionAnswer } from "#server/action.ts";

export type ProjectAnswers = {
  name?: string | undefined;
  summary?: string | undefined;
  tier?: string | undefined;
  affectsPeople?: boolean | undefined;
  currency?: string | undefined;
  timeZone?: string | undefined;
  reason?: string | undefined;
};

type ProjectFormProps = {
  initial: ProjectAnswers;
  submitLabel: string;
  /** Sends the answers; on success it leads on, on refusal the form keeps what was typed. */
  save: (answers: ProjectAnswers) => Promise<ActionAnswer<unknown>>;
  /** A lower tier than this needs a reason. */
  tierNow?: number;
  /** Stands where the question about people is asked, once it has its place in stage 1. */
  people?: ReactNode;
  zones: readonly string[];
  children?: ReactNode;
};

const TIERS = [
  { value: "1", label: "1, light: little harm, few people" },
  { value: "2", label: "2, standard: noticeable harm or many people" },
  { value: "3", label: "3, strict: serious harm, two signatures on every gate" },
];
const CURRENCIES = ["EUR", "USD", "GBP", "CHF", "SEK", "JPY", "INR", "AUD", "CAD"];

/** What is chosen already stands among them, whatever it is. */
const options = (offered: readonly string[], chosen: string | undefined) =>
  [...new Set([...(chosen ? [chosen] : []), ...offered])].map((value) => ({
    value,
    label: value.replaceAll("_", " "),
  }));

/** The few answers that a project itself has; everything else is asked in its stages. */
export function ProjectForm({ initial, submitLabel, save, tierNow = 1, people, zones, children }: ProjectFormProps) {
  const [answers, setAnswers] = useState(initial);
  const { submit, pending, problem, errorOf } = useAction(save);
  const put = <K extends keyof ProjectAnswers>(name: K) => ({
    path: name,
    value: answers[name],
    onChange: (value: ProjectAnswers[K]) => setAnswers((before) => ({ ...before, [name]: value })),
    error: errorOf(name) ?? errorOf(`change.${name}`),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit(answers);
      }}
      className="flex max-w-2xl flex-col gap-5"
    >
      {problem && (
        <Notice tone="bad" title={problem} live>
          Nothing you typed is lost.
        </Notice>
      )}
      <TextInput {...put("name")} label="Name" help="As people speak of it, for example “Card fraud scoring”." />
      <TextArea
        {...put("summary")}
        label="Summary"
        optional
        help="One sentence: what gets better for whom."
        max={300}
      />
      {people ?? (
        <YesNoInput
          {...put("affectsPeople")}
          label="Does it decide about people?"
          help="Then fairness is judged by group, and the bias stages cannot be set aside. Stage 1 keeps the answer and does not ask again."
        />
      )}
      <ChoiceInput
        {...put("tier")}
        label="Governance tier"
        options={TIERS}
        help="How much the gates ask. The risk questions of stage 1 may raise it later."
      />
      {Number(answers.tier) < tierNow && (
        <TextInput
          {...put("reason")}
          label="Why may the tier go down"
          help="Only a lead may lower it; the reason is kept."
        />
      )}
      <div className="grid gap-5 sm:grid-cols-2">
        <ChoiceInput
          {...put("currency")}
          label="Currency"
          options={options(CURRENCIES, initial.currency)}
          as="select"
        />
        <ChoiceInput {...put("timeZone")} label="Time zone" options={options(zones, initial.timeZone)} as="select" />
      </div>
      <div className="flex flex-wrap items-center gap-2.5">
        <Button type="submit" variant="primary" pending={pending}>
          {submitLabel}
        </Button>
        {children}
      </div>
    </form>
  );
}
