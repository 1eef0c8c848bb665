"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { dismissAction, runAgainAction } from "#app/(app)/jobs/actions.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import type { FailedChoice } from "#server/jobs/failed-jobs.ts";

export function SettleFailed({ choice, noun }: { choice: FailedChoice; noun: string }) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [pending, startTransition] = useTransition();
  const runAgain = () =>
    startTransition(async () => {
      const answer = await runAgainAction(choice);
      showToast(answer.ok ? { tone: "good", message: "It runs again" } : { tone: "bad", message: answer.message });
      router.refresh();
    });
  const dismiss = async () => {
    const answer = await dismissAction(choice);
    if (!answer.ok) return answer.message;
    router.refresh();
    return undefined;
  };
  const all = choice.task ? " all" : "";
  return (
    <div className="flex shrink-0 gap-2">
      <Button size="sm" pending={pending} aria-label={`Run${all} again: ${noun}`} onClick={runAgain}>
        {`Run${all} again`}
      </Button>
      <Button size="sm" aria-label={`Dismiss${all}: ${noun}`} onClick={() => setAsking(true)}>
        {`Dismiss${all}`}
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Dismiss${all}: ${noun}?`}
        confirmLabel="Dismiss"
        danger
        onConfirm={dismiss}
      >
        What was to be done stays undone. The audit log keeps what it was.
      </ConfirmDialog>
    </div>
  );
}
