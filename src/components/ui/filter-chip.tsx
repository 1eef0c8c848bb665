import Link from "next/link";
import { classNames } from "#lib/class-names.ts";

type FilterChipProps = {
  label: string;
  href: string;
  active: boolean;
  /** Words for the link that takes the filter off. */
  removeLabel?: string;
};

/** A filter that is on or off, with an address for each. */
export function FilterChip({ label, href, active, removeLabel }: FilterChipProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      scroll={false}
      aria-current={active ? "true" : undefined}
      className={chipClass(active)}
    >
      {label}
      {active && (
        <>
          <span aria-hidden="true">×</span>
          <span className="sr-only">{removeLabel ?? "remove filter"}</span>
        </>
      )}
    </Link>
  );
}

export function chipClass(active: boolean): string {
  return classNames(
    "inline-flex h-6 pointer-coarse:h-9 items-center gap-1.5 rounded-full border px-2.5 text-sm font-medium whitespace-nowrap",
    active ? "border-ink bg-ink text-paper" : "border-edge bg-surface text-ink hover:bg-sunken",
  );
}
