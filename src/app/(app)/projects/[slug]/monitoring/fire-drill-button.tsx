"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { fireTestAlertAction } from "#app/(app)/projects/[slug]/monitoring/actions.ts";
import { TextInput } from "#components/form/text-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { showToast } from "#components/ui/toast-store.ts";

/** Fires a test alert once it is confirmed; a refusal stays in the dialog. */
export function FireDrillButton({ slug, minutes, size }: { slug: string; minutes: number; size?: "sm" }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [pending, startTransition] = useTransition();
  const close = () => {
    setOpen(false);
    setProblem(undefined);
  };
  const fire = () =>
    startTransition(async () => {
      const answer = await fireTestAlertAction({ slug, drill: name ? { name } : {} });
      if (!answer.ok) return setProblem(answer.fieldErrors?.["drill.name"] ?? answer.message);
      close();
      setName(undefined);
      showToast({
        message: `The test alert is open. It waits ${answer.value.answerWithinMinutes} minutes for an answer.`,
      });
      router.refresh();
    });
  return (
    <>
      <Button {...(size && { size })} onClick={() => setOpen(true)}>
        Fire a test alert
      </Button>
      <Dialog
        open={open}
        onClose={close}
        title="Fire a test alert?"
        description={`It goes to everybody who would hear a real critical alert, marked as a drill. It counts in no health and no gate. Acknowledged within ${minutes} minutes, it proves that alerts are answered.`}
        footer={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button variant="primary" pending={pending} onClick={fire}>
              Fire the test alert
            </Button>
          </>
        }
      >
        <TextInput
          path="drill-name"
          label="What is rehearsed"
          help="Stands in the alert’s title, for example “Sunday night on call”."
          optional
          value={name}
          onChange={setName}
          error={problem}
        />
      </Dialog>
    </>
  );
}
