"use client";

import { type ReactNode, useEffect, useId, useRef } from "react";
import { CloseIcon } from "#components/ui/close-icon.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { classNames } from "#lib/class-names.ts";

type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons at the foot, the one that does it last. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg";
};

/**
 * The platform's own modal dialog: it holds the focus, makes the page behind it inert, closes on Escape and gives the
 * focus back, in every browser and without a library to load.
 */
export function Dialog({ open, onClose, title, description, children, footer, size = "md" }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const opener = useRef<Element>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) {
      opener.current = document.activeElement;
      dialog.current?.showModal();
    }
    if (!open && dialog.current?.open) dialog.current.close();
  }, [open]);
  // A dialog that is taken off the page before it was closed cannot give the focus back by itself.
  useEffect(
    () => () => {
      if (document.activeElement === document.body && opener.current instanceof HTMLElement) opener.current.focus();
    },
    [],
  );
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the dialog is the pointer's Escape; the keyboard has Escape
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      className={classNames(
        "m-auto max-h-[85dvh] w-[calc(100vw-2rem)] overflow-hidden rounded-card border border-rule bg-surface p-0 text-left text-ink shadow-pop open:animate-appear",
        WIDTHS[size],
      )}
    >
      {open && (
        <div className="flex max-h-[85dvh] flex-col">
          <header className="flex items-start justify-between gap-3 px-5 pt-4 pb-2">
            <div className="min-w-0">
              <h2 id={titleId} className="text-lg font-semibold tracking-tight">
                {title}
              </h2>
              {description && <div className="mt-1 text-base text-pretty text-ink-2">{description}</div>}
            </div>
            <IconButton label="Close" icon={<CloseIcon />} onClick={onClose} className="-mt-1 -mr-2" />
          </header>
          <div className="min-h-0 overflow-y-auto px-5 pt-1 pb-5">{children}</div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-rule px-5 py-3">{footer}</footer>
          )}
        </div>
      )}
    </dialog>
  );
}

const WIDTHS = { sm: "max-w-sm", md: "max-w-lg", lg: "max-w-3xl" } as const;
