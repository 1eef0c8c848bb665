"use client";

import type { ReactNode } from "react";
import { fieldId } from "#components/form/field.tsx";
import { Button } from "#components/ui/button.tsx";
import { AnswerClash } from "#stages/form/answer-clash.tsx";
import { AnswerControl, type AnswerLook } from "#stages/form/answer-control.tsx";
import { useFormPart, useFormSurroundings, usePass } from "#stages/form/form-context.tsx";
import { KnownAnswer } from "#stages/form/known-answer.tsx";
import { isBlank } from "#stages/form/leaves.ts";

/** One answer of a stage: its control comes from the schema's kind, its words and limits from the schema's own. */
export function StageAnswer({ name, ...look }: AnswerLook & { name: string }): ReactNode {
  const surroundings = useFormSurroundings();
  const { form, fields, readOnly, shownFirst } = surroundings;
  const pass = usePass();
  const asked = useFormPart((state) => state.asked[name]);
  const value = useFormPart((state) => state.values[name]);
  const error = useFormPart((state) => state.errors[name]);
  const clash = useFormPart((state) => state.clashes[name]);
  const field = fields.get(name);
  if (!field) throw new Error(`The stage has no answer “${name}”`);
  const known = surroundings.known[name];
  if (!asked && known && pass === "first") return <KnownAnswer field={field} known={known} />;
  const first = asked === "required" || shownFirst.has(name);
  if (!asked || first !== (pass === "first")) return null;
  const control = (
    <AnswerControl
      field={field}
      look={look}
      choices={surroundings}
      value={value}
      optional={asked === "optional" && !readOnly}
      error={error}
      readOnly={readOnly}
      onChange={(next, delay) => form.type(name, next, delay)}
      onBlur={() => void form.flush()}
    />
  );
  const settle = (chosen: unknown) => {
    form.settle(name, chosen);
    document.getElementById(fieldId(name))?.focus();
  };
  const proposal = readOnly || !isBlank(value) ? undefined : surroundings.proposals[name];
  // The frame stands from the start: one that came and went would take the focus out of the field that is typed in.
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {control}
      {clash && <AnswerClash field={field} clash={clash} onSettle={settle} />}
      {!clash && proposal && (
        <Button
          size="sm"
          className="h-auto max-w-full self-start py-1 text-left whitespace-normal!"
          onClick={() => form.type(name, proposal.value, 0)}
        >
          Use {proposal.words}
        </Button>
      )}
    </div>
  );
}
