"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { CloseIcon } from "#components/ui/close-icon.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";

type PhoneBarProps = { brand: ReactNode; children: ReactNode };

/** The top bar of narrow screens: its menu opens the navigation in a modal sheet, which closes when one goes somewhere. */
export function PhoneBar({ brand, children }: PhoneBarProps) {
  const sheet = useRef<HTMLDialogElement>(null);
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new path is the reason to close
  useEffect(() => sheet.current?.close(), [path]);
  return (
    <header className="no-print sticky top-0 z-30 flex h-12 items-center justify-between border-b border-rule bg-side pr-2 pl-4 md:hidden">
      {brand}
      <IconButton label="Open menu" icon={<MenuIcon />} onClick={() => sheet.current?.showModal()} />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the sheet is the pointer's Escape; the keyboard has Escape */}
      <dialog
        ref={sheet}
        aria-label="Menu"
        onClick={(event) => event.target === event.currentTarget && sheet.current?.close()}
        className="m-0 h-dvh max-h-none w-72 max-w-[85vw] border-r border-rule bg-side p-0 text-ink open:animate-appear"
      >
        <div className="flex min-h-full flex-col gap-4 px-2.5 py-2">
          <div className="flex items-center justify-between pl-1.5">
            {brand}
            <IconButton label="Close menu" icon={<CloseIcon />} onClick={() => sheet.current?.close()} />
          </div>
          {children}
        </div>
      </dialog>
    </header>
  );
}

function MenuIcon() {
  return (
    <svg viewBox="0 0 20 20" className="size-5" fill="none" stroke="currentColor" strokeWidth="1.7" aria-hidden="true">
      <path d="M3.5 6h13M3.5 10h13M3.5 14h13" strokeLinecap="round" />
    </svg>
  );
}
