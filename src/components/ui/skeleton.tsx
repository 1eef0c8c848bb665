import { classNames } from "#lib/class-names.ts";

/** Holds the place of what is being loaded, in the size that it will have. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div aria-hidden="true" className={classNames("animate-pulse rounded-md bg-sunken", className ?? "h-4 w-full")} />
  );
}
