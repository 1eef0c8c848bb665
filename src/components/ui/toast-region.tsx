"use client";

import { useSyncExternalStore } from "react";
import { CloseIcon } from "#components/ui/close-icon.tsx";
import { currentToasts, dismissToast, subscribeToToasts, type Toast } from "#components/ui/toast-store.ts";
import { classNames } from "#lib/class-names.ts";

/** Stands once in the shell. The region exists before its words do, so that screen readers announce them. */
export function ToastRegion() {
  const toasts = useSyncExternalStore(subscribeToToasts, currentToasts, currentToasts);
  return (
    <section
      aria-label="Messages"
      aria-live="polite"
      className="no-print pointer-events-none fixed right-4 bottom-4 left-4 z-50 flex flex-col items-end gap-2"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const { id, message, tone, action } = toast;
  return (
    <div className="pointer-events-auto flex max-w-sm animate-appear items-center gap-3 rounded-control border border-rule bg-surface py-2 pr-2 pl-3 shadow-pop">
      <span aria-hidden="true" className={classNames("size-2 shrink-0 rounded-full", DOTS[tone])} />
      <p className="min-w-0 flex-1 text-base">{message}</p>
      {action && (
        <button
          type="button"
          className="text-base font-semibold underline underline-offset-2"
          onClick={() => {
            action.onSelect();
            dismissToast(id);
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        aria-label="Dismiss"
        className="rounded-md p-1 text-ink-2 hover:text-ink"
        onClick={() => dismissToast(id)}
      >
        <CloseIcon />
      </button>
    </div>
  );
}

const DOTS = { good: "bg-done", bad: "bg-attention", quiet: "bg-idle" } as const;
