"use client";

import { useRouter } from "next/navigation";
import { sendAgainAction, sendFailedAgainAction } from "#app/(app)/notifications/actions.ts";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import { plural } from "#lib/format-size.ts";

type AgainButtonProps = {
  slug: string | null;
  id: string;
  /** One delivery with its title; without, all that failed. */
  one?: { delivery: string; title: string };
  failed?: number;
};

export function AgainButton({ slug, id, one, failed = 0 }: AgainButtonProps) {
  const router = useRouter();
  const { submit, pending } = useAction<undefined, unknown>(async () => {
    const answer = one
      ? await sendAgainAction({ slug, id, delivery: one.delivery })
      : await sendFailedAgainAction({ slug, id });
    showToast(
      answer.ok ? { tone: "good", message: "It is on its way again." } : { tone: "bad", message: answer.message },
    );
    router.refresh();
    return answer;
  });
  return (
    <Button
      size="sm"
      pending={pending}
      aria-label={one ? `Send again: ${one.title}` : undefined}
      onClick={() => submit(undefined)}
    >
      {one ? "Send again" : `Send ${plural(failed, "failed one")} again`}
    </Button>
  );
}
