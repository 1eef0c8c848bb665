import Link from "next/link";
import type { ReactNode } from "react";
import { Avatar, type Person } from "#components/ui/avatar.tsx";

export type ShellPerson = Person & { email: string };

type ProfileMenuProps = {
  person: ShellPerson;
  /** The form or button that signs out: the page knows the action, the shell does not. */
  signOut: ReactNode;
  id: string;
};

/** Opens with the platform's own popover: Escape and a click elsewhere close it, and no script has to load first. */
export function ProfileMenu({ person, signOut, id }: ProfileMenuProps) {
  return (
    <div className="relative">
      <button
        type="button"
        popoverTarget={id}
        className="flex w-full items-center gap-2.5 rounded-control px-2 py-1.5 text-left hover:bg-selected/60"
      >
        <Avatar person={person} size={24} silent />
        <span className="min-w-0 flex-1">
          <span className="one-line block text-base font-medium">{person.name}</span>
          <span className="sr-only">Your menu</span>
        </span>
        <svg
          viewBox="0 0 16 16"
          className="size-3.5 text-ink-2"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          aria-hidden="true"
        >
          <path d="m5 6 3-3 3 3M5 10l3 3 3-3" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
      </button>
      <div
        id={id}
        popover="auto"
        className="fixed inset-auto bottom-14 left-3 m-0 w-56 rounded-control border border-rule bg-surface p-1 text-ink shadow-pop"
      >
        <p className="one-line px-2.5 pt-1.5 pb-2 text-sm text-ink-2">{person.email}</p>
        <Link href="/profile" prefetch={false} className={menuLine}>
          Profile and theme
        </Link>
        <Link href="/docs" prefetch={false} className={menuLine}>
          API reference
        </Link>
        <div className="mt-1 border-t border-rule pt-1 [&_button]:w-full [&_button]:justify-start">{signOut}</div>
      </div>
    </div>
  );
}

const menuLine = "flex h-8 pointer-coarse:h-11 items-center rounded-md px-2.5 text-base font-medium hover:bg-sunken";
