"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { removeFactAction } from "#app/(app)/projects/[slug]/facts/actions.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { showToast } from "#components/ui/toast-store.ts";

type FactActionsProps = {
  place: { slug: string; kind: string; key: string };
  one: string;
  title: string;
  /** Null for what is kept as it was recorded. */
  editHref: string | null;
  back: string;
};

export function FactActions({ place, one, title, editHref, back }: FactActionsProps) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const undo = () =>
    void restore(place).then((problem) => {
      if (problem) return showToast({ tone: "bad", message: problem });
      router.push(`${back}/${encodeURIComponent(place.key)}`);
      router.refresh();
    });
  const remove = async () => {
    const answer = await removeFactAction(place);
    if (!answer.ok) return answer.message;
    showToast({ message: `${title} is removed.`, action: { label: "Undo", onSelect: undo } });
    router.push(back);
    router.refresh();
    return undefined;
  };
  return (
    <>
      {editHref && (
        <ButtonLink href={editHref} prefetch={false}>
          Edit
        </ButtonLink>
      )}
      <Button onClick={() => setAsking(true)}>Remove</Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Remove this ${one}?`}
        confirmLabel={`Remove ${one}`}
        danger
        onConfirm={remove}
      >
        Gates and rules no longer see “{title}”. The activity keeps it, and it can be brought back right after.
      </ConfirmDialog>
    </>
  );
}

/** Through the API: by the time somebody undoes, the page whose action it would be is no longer there. */
async function restore({ slug, kind, key }: FactActionsProps["place"]): Promise<string | null> {
  const address = `/api/v1/projects/${slug}/${kind}/${encodeURIComponent(key)}/restore`;
  const answer = await fetch(address, { method: "POST" }).catch(() => null);
  if (answer?.ok) return null;
  return answer
    ? "It could not be brought back. Look at the activity for what happened since."
    : "The server did not answer. Try it again.";
}
