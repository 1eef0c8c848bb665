"use client";

import { Button } from "#components/ui/button.tsx";
import { answerInWords } from "#stages/form/answer-in-words.tsx";
import { useFormSurroundings } from "#stages/form/form-context.tsx";
import type { FormField } from "#stages/form/form-field.ts";

type AnswerClashProps = {
  field: FormField;
  clash: { mine: unknown; theirs: unknown; by: string | null };
  onSettle: (chosen: unknown) => void;
};

/** Two people wrote the same answer: both stand side by side until one is chosen. */
export function AnswerClash({ field, clash, onSettle }: AnswerClashProps) {
  const { currency, people, criteria } = useFormSurroundings();
  const who = clash.by ?? "Somebody else";
  const show = (value: unknown) => answerInWords(field, value, { currency, people, criteria });
  return (
    <div role="alert" className="rounded-control bg-warn-tint p-3 text-base text-warn">
      <p className="font-semibold">{who} changed this answer too. Which one counts?</p>
      <div className="mt-2 grid gap-2 sm:grid-cols-2">
        <Version title="Yours" text={show(clash.mine)} action="Keep mine" onChoose={() => onSettle(clash.mine)} />
        <Version
          title={`From ${who}`}
          text={show(clash.theirs)}
          action="Take theirs"
          onChoose={() => onSettle(clash.theirs)}
        />
      </div>
    </div>
  );
}

type VersionProps = { title: string; text: string; action: string; onChoose: () => void };

function Version({ title, text, action, onChoose }: VersionProps) {
  return (
    <div className="flex flex-col items-start gap-2 rounded-control border border-edge bg-surface p-2.5 text-ink">
      <p className="text-sm text-ink-2">{title}</p>
      <p className="min-w-0 flex-1 break-words whitespace-pre-wrap">{text}</p>
      <Button size="sm" onClick={onChoose}>
        {action}
      </Button>
    </div>
  );
}
