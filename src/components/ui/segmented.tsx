import Link from "next/link";
import { classNames } from "#lib/class-names.ts";

export type SegmentLink = { label: string; href: string; current: boolean };

/** A choice among a few views of the same thing, as links: each choice has an address. */
export function SegmentedLinks({ label, items }: { label: string; items: readonly SegmentLink[] }) {
  return (
    <nav aria-label={label} className={segmentedClass}>
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          prefetch={false}
          scroll={false}
          aria-current={item.current ? "true" : undefined}
          className={segmentClass(item.current)}
        >
          {item.label}
        </Link>
      ))}
    </nav>
  );
}

export const segmentedClass =
  "no-print inline-flex max-w-full items-center gap-0.5 overflow-x-auto rounded-control border border-rule bg-sunken p-0.5";

export function segmentClass(current: boolean): string {
  return classNames(
    "inline-flex h-[1.625rem] pointer-coarse:h-9 items-center rounded-md px-2.5 text-base font-medium whitespace-nowrap",
    current ? "bg-raised font-semibold text-ink shadow-xs" : "text-ink-2 hover:text-ink",
  );
}
