"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { pullTriggerAction } from "#app/(app)/projects/[slug]/stages/trigger-actions.ts";
import { TextArea } from "#components/form/text-area.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { showToast } from "#components/ui/toast-store.ts";

/** Starts a retrain by hand, with the reason that the firing keeps. */
export function PullTriggerButton({ slug, trigger, name }: { slug: string; trigger: string; name: string }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [pending, startTransition] = useTransition();
  const close = () => {
    setOpen(false);
    setProblem(undefined);
  };
  const pull = () =>
    startTransition(async () => {
      const answer = await pullTriggerAction({ slug, trigger, pull: { reason: reason ?? "" } });
      if (!answer.ok) return setProblem(answer.fieldErrors?.["pull.reason"] ?? answer.message);
      close();
      setReason(undefined);
      showToast({ tone: "good", message: "The trigger fired. A run is queued." });
      router.refresh();
    });
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)} aria-label={`Pull the trigger “${name}”`}>
        Pull the trigger
      </Button>
      <Dialog
        open={open}
        onClose={close}
        title={`Pull the trigger “${name}”?`}
        description="A retrain is queued for the training system to pick up. Pause, monthly cap and new rows are not asked of people; a run under way or a used-up budget refuse it."
        footer={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button variant="primary" pending={pending} onClick={pull}>
              Pull the trigger
            </Button>
          </>
        }
      >
        <TextArea
          path="pull-reason"
          label="Why now"
          help="Kept with the firing."
          value={reason}
          onChange={setReason}
          error={problem}
          max={500}
        />
      </Dialog>
    </>
  );
}
