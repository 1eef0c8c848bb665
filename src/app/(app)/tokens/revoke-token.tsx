"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { revokePersonalTokenAction, revokeServiceTokenAction } from "#app/(app)/tokens/actions.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";

export function RevokeToken({ id, name, slug }: { id: string; name: string; slug?: string | undefined }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const revoke = async () => {
    const answer = await (slug ? revokeServiceTokenAction({ slug, id }) : revokePersonalTokenAction({ id }));
    if (!answer.ok) return answer.message;
    router.refresh();
    return undefined;
  };
  return (
    <>
      <Button size="sm" aria-label={`Revoke ${name}`} onClick={() => setOpen(true)}>
        Revoke
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={`Revoke “${name}”?`}
        confirmLabel="Revoke token"
        danger
        onConfirm={revoke}
      >
        Whatever uses it stops working within a second. There is no way back; you can make another.
      </ConfirmDialog>
    </>
  );
}
