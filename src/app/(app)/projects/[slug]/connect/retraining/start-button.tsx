"use client";

import { useRouter } from "next/navigation";
import { startRetrainingAction } from "#app/(app)/projects/[slug]/connect/retraining/actions.ts";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { showToast } from "#components/ui/toast-store.ts";

/** Asks for a new run, or again for one that nobody took. */
export function StartButton({ slug, label, run }: { slug: string; label: string; run?: string }) {
  const router = useRouter();
  const { submit, pending, problem } = useAction(startRetrainingAction);
  return (
    <span className="flex flex-wrap items-center gap-2">
      {problem && (
        <span role="alert" className="text-sm text-bad">
          {problem}
        </span>
      )}
      <Button
        size="sm"
        pending={pending}
        onClick={() =>
          submit({ slug, start: run ? { run } : {} }, (asked) => {
            showToast({ tone: "good", message: `${asked.run} is being asked for` });
            router.refresh();
          })
        }
      >
        {label}
      </Button>
    </span>
  );
}
