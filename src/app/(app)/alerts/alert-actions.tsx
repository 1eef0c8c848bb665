"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { acknowledgeAlertAction, resolveAlertAction, snoozeAlertAction } from "#app/(app)/projects/[slug]/actions.ts";
import { TextArea } from "#components/form/text-area.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { showToast } from "#components/ui/toast-store.ts";

type AlertActionsProps = { slug: string; id: string; title: string; acknowledged: boolean; snoozed: boolean };

export function AlertActions({ slug, id, title, acknowledged, snoozed }: AlertActionsProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const [resolving, setResolving] = useState(false);
  const acknowledge = () =>
    startTransition(async () => {
      const answer = await acknowledgeAlertAction({ slug, id });
      showToast(
        answer.ok
          ? { message: "Acknowledged. The alert stays open until it recovers." }
          : { tone: "bad", message: answer.message },
      );
      router.refresh();
    });
  const snooze = () =>
    startTransition(async () => {
      const answer = await snoozeAlertAction({ slug, id });
      showToast(answer.ok ? { message: "Asleep until this time tomorrow." } : { tone: "bad", message: answer.message });
      router.refresh();
    });
  return (
    <div className="flex flex-wrap gap-2">
      {!acknowledged && (
        <Button size="sm" pending={pending} onClick={acknowledge}>
          Acknowledge
        </Button>
      )}
      {!acknowledged && !snoozed && (
        <Button size="sm" variant="ghost" pending={pending} onClick={snooze}>
          Snooze a day
        </Button>
      )}
      <Button size="sm" variant="ghost" onClick={() => setResolving(true)}>
        Resolve
      </Button>
      {resolving && <ResolveDialog slug={slug} id={id} title={title} onClose={() => setResolving(false)} />}
    </div>
  );
}

function ResolveDialog({
  slug,
  id,
  title,
  onClose,
}: Omit<AlertActionsProps, "acknowledged" | "snoozed"> & { onClose: () => void }) {
  const router = useRouter();
  const [note, setNote] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [pending, startTransition] = useTransition();
  const resolve = () =>
    startTransition(async () => {
      const answer = await resolveAlertAction({ slug, id, note: note ?? "" });
      if (!answer.ok) return setProblem(answer.fieldErrors?.note ?? answer.message);
      onClose();
      router.refresh();
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Resolve “${title}”`}
      description="The alert closes with your note. It opens again when a later window is breached."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" pending={pending} onClick={resolve}>
            Resolve the alert
          </Button>
        </>
      }
    >
      <TextArea
        path={`note-${id}`}
        label="How was it resolved"
        value={note}
        onChange={setNote}
        error={problem}
        max={2000}
      />
    </Dialog>
  );
}
