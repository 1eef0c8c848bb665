"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { addProposedMonitorsAction } from "#app/(app)/projects/[slug]/monitoring/actions.ts";
import { Button } from "#components/ui/button.tsx";
import { showToast } from "#components/ui/toast-store.ts";

/** Records what the list beside it shows, and nothing else. */
export function AddMonitorsButton({ slug, keys }: { slug: string; keys: readonly string[] }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const add = () =>
    startTransition(async () => {
      const answer = await addProposedMonitorsAction({ slug, keys: [...keys] });
      showToast(
        answer.ok
          ? { message: `${answer.value.added === 1 ? "One monitor is" : `${answer.value.added} monitors are`} in use` }
          : { tone: "bad", message: answer.message },
      );
      router.refresh();
    });
  return (
    <Button variant="primary" size="sm" pending={pending} onClick={add}>
      Add the monitors this project needs
    </Button>
  );
}
