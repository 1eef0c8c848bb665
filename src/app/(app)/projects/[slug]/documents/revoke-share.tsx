"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { revokeShareAction } from "#app/(app)/projects/[slug]/documents/actions.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";

export function RevokeShare({ slug, id, audience }: { slug: string; id: string; audience: string }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const revoke = async () => {
    const answer = await revokeShareAction({ slug, id });
    if (!answer.ok) return answer.message;
    router.refresh();
    return undefined;
  };
  return (
    <>
      <Button size="sm" aria-label={`Revoke the link for ${audience}`} onClick={() => setOpen(true)}>
        Revoke
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={`Revoke the link for ${audience}?`}
        confirmLabel="Revoke link"
        danger
        onConfirm={revoke}
      >
        It opens nothing from now on. Copies that somebody has saved remain; you can make another link.
      </ConfirmDialog>
    </>
  );
}
