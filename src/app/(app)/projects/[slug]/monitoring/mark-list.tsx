"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { annotateAction, removeAnnotationAction } from "#app/(app)/projects/[slug]/actions.ts";
import { Button } from "#components/ui/button.tsx";
import { showToast } from "#components/ui/toast-store.ts";
import { formatDateTime } from "#lib/format-date.ts";

type Mark = { id: string; at: string; text: string };
type MarkListProps = { slug: string; marks: readonly Mark[]; zone: string; mayRemove: boolean };

/** The marks that people made in this range, newest first; taking one off can be taken back. */
export function MarkList({ slug, marks, zone, mayRemove }: MarkListProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const putBack = async ({ at, text }: Mark) => {
    const answer = await annotateAction({ slug, annotation: { at, text } }).catch(() => UNREACHABLE);
    if (!answer.ok) showToast({ message: answer.message, tone: "bad" });
    router.refresh();
  };
  const remove = (mark: Mark) =>
    startTransition(async () => {
      const answer = await removeAnnotationAction({ slug, id: mark.id }).catch(() => UNREACHABLE);
      const undo = { label: "Undo", onSelect: () => void putBack(mark) };
      showToast(
        answer.ok
          ? { message: `“${mark.text}” is off the charts`, action: undo }
          : { message: answer.message, tone: "bad" },
      );
      router.refresh();
    });
  return (
    <ul className="divide-y divide-rule">
      {marks.map((mark) => (
        <li key={mark.id} className="flex items-center gap-3 px-4 py-2 text-base">
          <span className="min-w-0 flex-1 text-pretty">{mark.text}</span>
          <time dateTime={mark.at} className="shrink-0 text-sm text-ink-2">
            {formatDateTime(mark.at, zone)}
          </time>
          {mayRemove && (
            <Button
              size="sm"
              variant="ghost"
              disabled={pending}
              aria-label={`Remove the mark ${mark.text}`}
              onClick={() => remove(mark)}
            >
              Remove
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

const UNREACHABLE = { ok: false, message: "The server did not answer. Check the connection and try again." } as const;
