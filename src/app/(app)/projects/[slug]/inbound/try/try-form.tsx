"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { tryPayloadAction } from "#app/(app)/projects/[slug]/inbound/try/actions.tsx";
import { useAction } from "#app/use-action.ts";
import { ChoiceInput } from "#components/form/choice-input.tsx";
import { TextArea } from "#components/form/text-area.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

type TryFormProps = { slug: string; formats: readonly { value: string; label: string }[] };

export function TryForm({ slug, formats }: TryFormProps) {
  const [format, setFormat] = useState(formats[0]?.value ?? "");
  const [payload, setPayload] = useState<string>();
  const [answer, setAnswer] = useState<ReactNode>(null);
  const run = useAction(tryPayloadAction);
  const ask = (event: FormEvent) => {
    event.preventDefault();
    setAnswer(null);
    run.submit({ slug, format, payload: payload ?? "" }, setAnswer);
  };
  return (
    <form onSubmit={ask} noValidate className="flex flex-col gap-4">
      <ChoiceInput
        as="select"
        path="format"
        label="Format"
        options={formats}
        value={format}
        onChange={(value) => setFormat(value ?? format)}
      />
      <TextArea
        path="payload"
        label="Payload"
        help="The JSON of one event, as your tool sends it. Nothing is written."
        rows={10}
        mono
        value={payload}
        onChange={setPayload}
        error={run.errorOf("payload")}
      />
      <div>
        <Button type="submit" variant="primary" pending={run.pending}>
          Show what it would become
        </Button>
      </div>
      {run.refusal && !run.errorOf("payload") && (
        <Notice tone="bad" live title="It would be refused">
          {[run.refusal.message, ...Object.entries(run.refusal.fieldErrors ?? {}).map(([path]) => `(at ${path})`)].join(
            " ",
          )}
        </Notice>
      )}
      <div aria-live="polite">{answer}</div>
    </form>
  );
}
