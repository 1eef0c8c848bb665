"use client";

import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";

type ConfirmDialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What happens, and whether there is a way back. */
  children: ReactNode;
  /** Says what happens: "Delete project", never "OK". */
  confirmLabel: string;
  cancelLabel?: string;
  danger?: boolean;
  /** The dialog closes when this returns nothing; a returned sentence is shown as the reason why it did not work. */
  onConfirm: () => Promise<string | undefined>;
};

export function ConfirmDialog({ open, onClose, title, children, confirmLabel, ...rest }: ConfirmDialogProps) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const confirm = async () => {
    setPending(true);
    const refused = await rest.onConfirm().catch(() => "That did not work. Try it again.");
    setPending(false);
    setProblem(refused);
    if (!refused) onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{rest.cancelLabel ?? "Cancel"}</Button>
          <Button variant={rest.danger ? "danger" : "primary"} pending={pending} onClick={() => void confirm()}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="text-base text-pretty text-ink-2">{children}</div>
      {problem && (
        <p role="alert" className="mt-3 text-base text-bad">
          {problem}
        </p>
      )}
    </Dialog>
  );
}
