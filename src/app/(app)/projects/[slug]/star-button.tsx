"use client";

import { useRouter } from "next/navigation";
import { useOptimistic, useTransition } from "react";
import { starProjectAction } from "#app/(app)/projects/[slug]/actions.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { showToast } from "#components/ui/toast-store.ts";

/** Keeps a project in the reader's own sidebar. */
export function StarButton({ slug, starred }: { slug: string; starred: boolean }) {
  const router = useRouter();
  const [shown, setShown] = useOptimistic(starred);
  const [, startTransition] = useTransition();
  const toggle = () =>
    startTransition(async () => {
      setShown(!starred);
      const answer = await starProjectAction({ slug, starred: !starred });
      if (!answer.ok) showToast({ tone: "bad", message: answer.message });
      router.refresh();
    });
  return (
    <IconButton
      label={shown ? "Remove from starred" : "Star this project"}
      aria-pressed={shown}
      onClick={toggle}
      icon={
        <svg
          viewBox="0 0 20 20"
          className="size-4"
          fill={shown ? "currentColor" : "none"}
          stroke="currentColor"
          strokeWidth="1.6"
          aria-hidden="true"
        >
          <path d="m10 2.8 2.2 4.6 5 .7-3.6 3.5.9 5L10 14.2l-4.5 2.4.9-5L2.8 8.1l5-.7z" strokeLinejoin="round" />
        </svg>
      }
    />
  );
}
