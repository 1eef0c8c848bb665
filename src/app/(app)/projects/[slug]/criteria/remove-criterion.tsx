"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { removeCriterionAction } from "#app/(app)/projects/[slug]/criteria/actions.ts";
import { TextArea } from "#components/form/text-area.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { showToast } from "#components/ui/toast-store.ts";

type RemoveCriterionProps = { slug: string; criterionKey: string; name: string };

export function RemoveCriterion({ slug, criterionKey, name }: RemoveCriterionProps) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState<string>();
  const remove = async () => {
    const answer = await removeCriterionAction({ slug, key: criterionKey, reason: reason ?? "" });
    if (!answer.ok) return answer.message;
    showToast({ message: `${name} removed`, tone: "good" });
    router.push(`/projects/${slug}/stages/success-criteria#criteria`);
    router.refresh();
    return undefined;
  };
  return (
    <>
      <Button variant="ghost" className="ml-auto" onClick={() => setOpen(true)}>
        Remove
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={`Remove ${name}`}
        confirmLabel="Remove criterion"
        danger
        onConfirm={remove}
      >
        <p>
          It is judged no longer and its open alerts close. Points and history stay. Signatures of the success criteria
          become void.
        </p>
        <div className="mt-3 text-ink">
          <TextArea path="remove-reason" label="Reason" rows={2} value={reason} onChange={setReason} />
        </div>
      </ConfirmDialog>
    </>
  );
}
