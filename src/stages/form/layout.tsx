import type { ReactNode } from "react";
import { classNames } from "#lib/class-names.ts";

/* Each part hides itself while none of its answers is asked for in this pass. */

/** Answers that belong together, in a box with a heading. */
export function Group({
  title,
  note,
  foot,
  children,
}: {
  title: string;
  note?: string;
  foot?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="hidden min-w-0 flex-col gap-3.5 rounded-card border border-rule bg-surface p-4 @container has-[[id^='field-']]:flex in-[details]:border-0 in-[details]:p-0">
      <header className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="text-md font-semibold">{title}</h3>
        {note && <p className="text-sm text-ink-2">{note}</p>}
      </header>
      {children}
      {foot}
    </section>
  );
}

/** Answers side by side where there is room. */
export function Row({ of = 2, children }: { of?: 2 | 3 | 4; children: ReactNode }) {
  return (
    <div
      className={classNames(
        "hidden items-start gap-x-3.5 gap-y-4 *:only:col-span-full has-[[id^='field-']]:grid",
        COLUMNS[of],
      )}
    >
      {children}
    </div>
  );
}

const COLUMNS = {
  2: "sm:grid-cols-2",
  3: "sm:grid-cols-3",
  4: "grid-cols-2 @lg:grid-cols-4",
} as const;
