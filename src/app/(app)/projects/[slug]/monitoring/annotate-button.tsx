"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { annotateAction } from "#app/(app)/projects/[slug]/actions.ts";
import { DateInput } from "#components/form/date-input.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";

/** Marks an outside event on every chart of the project, such as a price change. */
export function AnnotateButton({ slug }: { slug: string }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState<string>();
  const [day, setDay] = useState<string>();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [pending, startTransition] = useTransition();
  const save = () =>
    startTransition(async () => {
      const at = day ? `${day}T12:00:00Z` : undefined;
      const answer = await annotateAction({ slug, annotation: { text: text ?? "", ...(at ? { at } : {}) } });
      if (!answer.ok) return setErrors({ text: answer.message, ...answer.fieldErrors });
      setOpen(false);
      setText(undefined);
      setDay(undefined);
      setErrors({});
      router.refresh();
    });
  return (
    <>
      <Button onClick={() => setOpen(true)}>Annotate</Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Mark an event on the charts"
        description="Something that happened outside and may explain a curve, such as a price change."
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button variant="primary" pending={pending} onClick={save}>
              Add the mark
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <TextInput
            path="annotation-text"
            label="What happened"
            value={text}
            onChange={setText}
            error={errors["annotation.text"] ?? errors.text}
          />
          <DateInput
            path="annotation-day"
            label="When"
            help="Empty means now."
            optional
            value={day}
            onChange={setDay}
            error={errors["annotation.at"]}
          />
        </div>
      </Dialog>
    </>
  );
}
