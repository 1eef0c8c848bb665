"use client";

import { useRouter } from "next/navigation";
import { resolveCommentAction } from "#app/(app)/projects/[slug]/stages/actions.ts";
import { useAction } from "#app/use-action.ts";

export function ResolveButton({ slug, id }: { slug: string; id: string }) {
  const router = useRouter();
  const { submit, pending, refusal } = useAction(resolveCommentAction);
  return (
    <>
      <button
        type="button"
        disabled={pending}
        onClick={() => submit({ slug, id }, () => router.refresh())}
        className="text-sm text-ink-2 underline decoration-edge underline-offset-2 hover:text-ink pointer-coarse:min-h-9"
      >
        {pending ? "Resolving…" : "Resolve"}
      </button>
      {refusal && (
        <span role="alert" className="block text-sm font-medium text-bad">
          {refusal.message}
        </span>
      )}
    </>
  );
}
