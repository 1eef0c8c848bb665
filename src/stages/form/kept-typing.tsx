"use client";

import { useEffect, useState } from "react";
import type { Kept } from "#components/form/local-draft.ts";
import { Notice } from "#components/ui/notice.tsx";
import { formatDateTime } from "#lib/format-date.ts";
import { answerInWords } from "#stages/form/answer-in-words.tsx";
import { useFormSurroundings } from "#stages/form/form-context.tsx";
import type { KeptTyping as Typing } from "#stages/form/merge.ts";

/** Typing that was not saved before the stage closed: it waits on this device, and can be read and copied meanwhile. */
export function KeptTyping({ zone }: { zone: string }) {
  const { form, fields, ...names } = useFormSurroundings();
  const [kept, setKept] = useState<Kept<Typing> | null>(null);
  useEffect(() => setKept(form.kept()), [form]);
  const answers = Object.entries(kept?.content.values ?? {});
  if (!kept || answers.length === 0) return null;
  return (
    <Notice tone="info" title="Typing that is not saved">
      <p>
        You typed this on {formatDateTime(kept.at, zone)}, before the stage closed. It is kept on this device and
        returns to its fields when the stage can be edited again.
      </p>
      <dl className="mt-1.5 flex flex-col gap-1">
        {answers.map(([path, value]) => {
          const field = fields.get(path);
          return (
            field && (
              <div key={path}>
                <dt className="font-semibold">{field.label}</dt>
                <dd className="break-words whitespace-pre-wrap">{answerInWords(field, value, names)}</dd>
              </div>
            )
          );
        })}
      </dl>
    </Notice>
  );
}
