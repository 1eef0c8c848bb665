"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { classNames } from "#lib/class-names.ts";

export type TabLink = {
  label: string;
  href: string;
  count?: number | undefined;
  /** Also current on the pages below its address, and below this one. */
  deep?: boolean;
  also?: readonly string[];
};

/** Tabs that are pages. The current one is found from the address, so a layout can show them. */
export function LinkTabs({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  const path = usePathname();
  return (
    <nav aria-label={label} className="no-print relative flex gap-1 overflow-x-auto border-b border-rule">
      {tabs.map(({ label: name, href, count, deep, also = [] }) => {
        const under = [...(deep ? [href] : []), ...also];
        const current = path === href || under.some((page) => path === page || path?.startsWith(`${page}/`));
        return (
          <Link
            key={href}
            href={href}
            prefetch={false}
            aria-current={current ? "page" : undefined}
            className={classNames(
              "-mb-px flex items-center gap-1.5 border-b-2 px-2 py-2 text-base whitespace-nowrap",
              current
                ? "border-ink font-semibold text-ink [scroll-initial-target:nearest]"
                : "border-transparent text-ink-2 hover:text-ink",
            )}
          >
            {name}
            {count !== undefined && count > 0 && (
              <span className="figures text-sm font-normal text-ink-2">{count}</span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}
