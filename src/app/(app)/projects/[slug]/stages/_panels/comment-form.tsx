"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Place } from "#app/(app)/projects/[slug]/stages/_panels/place.ts";
import { addCommentAction } from "#app/(app)/projects/[slug]/stages/actions.ts";
import { useAction } from "#app/use-action.ts";
import { boxClass } from "#components/form/box.ts";
import { Button } from "#components/ui/button.tsx";
import { classNames } from "#lib/class-names.ts";

/** One box until somebody writes; then what to do with it. Ctrl or Cmd and Enter sends. */
export function CommentForm({ place }: { place: Place }) {
  const router = useRouter();
  const { submit, pending, refusal } = useAction(addCommentAction);
  const [body, setBody] = useState("");
  const [blocking, setBlocking] = useState(false);
  const send = () =>
    submit({ ...place, comment: { body, blocking } }, () => {
      setBody("");
      setBlocking(false);
      router.refresh();
    });
  return (
    <form
      noValidate
      className="no-print flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        aria-label="Comment"
        aria-invalid={refusal ? true : undefined}
        placeholder="Write a comment"
        rows={body ? 3 : 1}
        value={body}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) send();
        }}
        className={classNames(boxClass, "resize-y")}
      />
      {refusal && (
        <p role="alert" className="text-sm font-medium text-bad">
          {refusal.message}
        </p>
      )}
      {body.trim() && (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <label className="flex min-h-8 items-center gap-2 text-base">
            <input
              type="checkbox"
              checked={blocking}
              onChange={(event) => setBlocking(event.target.checked)}
              className="size-3.5 accent-ink"
            />
            Keep the gate shut until resolved
          </label>
          <Button type="submit" size="sm" pending={pending}>
            Comment
          </Button>
        </div>
      )}
    </form>
  );
}
