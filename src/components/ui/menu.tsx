"use client";

import { Menu as BaseMenu } from "@base-ui/react/menu";
import Link from "next/link";
import type { ReactElement, ReactNode } from "react";
import { classNames } from "#lib/class-names.ts";

export type MenuEntry =
  | { label: string; href: string; note?: string }
  | { label: string; onSelect: () => void; note?: string; danger?: boolean; disabled?: boolean }
  | "separator";

type MenuProps = {
  /** The button that opens it, as one element: `<Button>Actions</Button>`. */
  trigger: ReactElement;
  entries: readonly MenuEntry[];
  align?: "start" | "end";
};

/** A list of actions behind a button; arrows, first letters and Escape work. */
export function Menu({ trigger, entries, align = "end" }: MenuProps) {
  return (
    <BaseMenu.Root modal={false}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={6} align={align} className="z-40 outline-none">
          <BaseMenu.Popup className="max-w-80 min-w-44 rounded-control border border-rule bg-surface p-1 shadow-pop outline-none">
            {entries.map((entry, position) => (
              <Entry key={entry === "separator" ? `separator-${position}` : entry.label} entry={entry} />
            ))}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

function Entry({ entry }: { entry: MenuEntry }): ReactNode {
  if (entry === "separator") return <BaseMenu.Separator className="my-1 h-px bg-rule" />;
  const content = (
    <>
      {/* What cannot be chosen is faint; why it cannot be stays readable. */}
      <span className={"disabled" in entry && entry.disabled ? "opacity-55" : undefined}>{entry.label}</span>
      {entry.note && <span className="text-sm text-ink-2">{entry.note}</span>}
    </>
  );
  if ("href" in entry) {
    return (
      <BaseMenu.Item className={ENTRY} render={<Link href={entry.href} prefetch={false} />}>
        {content}
      </BaseMenu.Item>
    );
  }
  return (
    <BaseMenu.Item
      onClick={entry.onSelect}
      disabled={entry.disabled ?? false}
      className={classNames(ENTRY, entry.danger && "text-bad")}
    >
      {content}
    </BaseMenu.Item>
  );
}

const ENTRY =
  "flex cursor-pointer flex-col rounded-md px-2.5 py-1.5 text-base outline-none select-none data-highlighted:bg-sunken pointer-coarse:py-2.5";
