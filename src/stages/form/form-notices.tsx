"use client";

import { Button, buttonClass } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { formatDateTime } from "#lib/format-date.ts";
import { useFormPart, useFormSurroundings } from "#stages/form/form-context.tsx";
import { unsavedPaths } from "#stages/form/form-state.ts";

/** What needs a decision or a word before the form can go on; the quiet facts stand in the status line. */
export function FormNotices({ signInHref, zone }: { signInHref: string; zone: string }) {
  const { form } = useFormSurroundings();
  const status = useFormPart((state) => state.status);
  const restoredAt = useFormPart((state) => state.restoredAt);
  const disputed = useFormPart((state) => Object.keys(state.clashes).length);
  const unsaved = useFormPart((state) => unsavedPaths(state).length);
  return (
    <>
      {restoredAt && (
        <Notice
          tone="info"
          live
          action={
            <Button size="sm" onClick={form.forgetRestored}>
              Dismiss
            </Button>
          }
        >
          What you typed on {formatDateTime(restoredAt, zone)} and that was not saved is back in its fields.
        </Notice>
      )}
      {disputed > 0 && (
        <Notice
          tone="warn"
          live
          title={
            disputed === 1 ? "One answer was changed by two people" : `${disputed} answers were changed by two people`
          }
        >
          Everything else is saved. Choose below which version counts.
        </Notice>
      )}
      {status.kind === "held" && (
        <Notice
          tone="warn"
          live
          title="This version is signed"
          action={
            <>
              <Button size="sm" onClick={form.undo}>
                Undo my change
              </Button>
              <Button size="sm" onClick={form.consent}>
                Save as a new version
              </Button>
            </>
          }
        >
          Saving makes a new version. Those who signed have to sign again.
        </Notice>
      )}
      {status.kind === "expired" && (
        <Notice
          tone="warn"
          live
          title="Your session has ended"
          action={
            // A full load: whatever this page still holds belongs to the session that ended.
            <a href={signInHref} className={buttonClass("secondary", "sm")}>
              Sign in and come back
            </a>
          }
        >
          {unsaved === 1 ? "One answer is" : `${unsaved} answers are`} kept on this device and will be saved when you
          are back.
        </Notice>
      )}
      {status.kind === "refused" && (
        <Notice tone="bad" live title="Not saved">
          {status.message} What you typed is kept on this device.
        </Notice>
      )}
    </>
  );
}
