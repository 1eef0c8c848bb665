"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { classNames } from "#lib/class-names.ts";

type NavLinkProps = {
  href: string;
  label: string;
  count?: number | undefined;
  countLabel?: string | undefined;
  onNavigate?: (() => void) | undefined;
};

/** A line of the sidebar; it is current on its page and on the pages below it. */
export function NavLink({ href, label, count, countLabel, onNavigate }: NavLinkProps) {
  const path = usePathname();
  const current = path === href || Boolean(path?.startsWith(`${href}/`));
  return (
    <Link
      href={href}
      prefetch={false}
      onClick={onNavigate}
      aria-current={current ? "page" : undefined}
      className={classNames(
        "flex h-[1.9375rem] pointer-coarse:h-11 items-center justify-between gap-2 rounded-control px-2 text-base",
        current ? "bg-selected font-semibold" : "font-medium hover:bg-selected/60",
      )}
    >
      <span className="one-line">{label}</span>
      {count !== undefined && count > 0 && (
        <span className="figures text-sm font-normal text-ink-2">
          {count.toLocaleString("en-GB")}
          {countLabel && <span className="sr-only"> {countLabel}</span>}
        </span>
      )}
    </Link>
  );
}
