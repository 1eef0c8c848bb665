import type { ReactNode } from "react";
import { classNames } from "#lib/class-names.ts";

type CardProps = {
  title?: ReactNode;
  /** Quiet words behind the title: what it is measured by, in which window. */
  note?: ReactNode;
  /** At the right end of the head: a sum, a segmented control, a link. */
  aside?: ReactNode;
  /** `false` lets a table reach the edges. */
  padded?: boolean;
  id?: string;
  level?: 2 | 3;
  className?: string;
  children?: ReactNode;
};

export function Card({ title, note, aside, padded = true, id, level = 2, className, children }: CardProps) {
  return (
    <section id={id} className={classNames("min-w-0 rounded-card border border-rule bg-surface", className)}>
      {(title || aside) && <CardHead title={title} note={note} aside={aside} level={level} />}
      <div className={classNames("min-w-0", padded ? (title || aside ? "px-4 pb-4" : "p-4") : EDGES)}>{children}</div>
    </section>
  );
}

/** A table that reaches the edges begins and ends in line with the title. */
const EDGES = "[&_tr>:first-child]:pl-4 [&_tr>:last-child]:pr-4";

function CardHead({ title, note, aside, level }: Pick<CardProps, "title" | "note" | "aside"> & { level: 2 | 3 }) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5 px-4 pt-3.5 pb-2.5">
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-2.5 gap-y-0.5">
        {title && <Heading className="text-md font-semibold">{title}</Heading>}
        {note && <div className="text-base text-ink-2">{note}</div>}
      </div>
      {aside && <div className="flex items-center gap-2 text-base text-ink-2">{aside}</div>}
    </header>
  );
}
