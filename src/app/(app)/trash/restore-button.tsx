"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { deleteProjectAction } from "#app/(app)/projects/[slug]/actions.ts";
import { Button } from "#components/ui/button.tsx";
import { showToast } from "#components/ui/toast-store.ts";

export function RestoreButton({ slug, name }: { slug: string; name: string }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const restore = () =>
    startTransition(async () => {
      const answer = await deleteProjectAction({ slug, fate: "restore" });
      showToast(answer.ok ? { tone: "good", message: `“${name}” is back` } : { tone: "bad", message: answer.message });
      router.refresh();
    });
  return (
    <Button size="sm" pending={pending} onClick={restore}>
      Bring back
    </Button>
  );
}
