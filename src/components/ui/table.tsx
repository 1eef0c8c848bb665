import type { ComponentProps, ReactNode } from "react";
import { classNames } from "#lib/class-names.ts";

type TableScrollProps = { label: string; children: ReactNode; className?: string };

/** A wide table scrolls inside this box, also by keyboard; give it a maximum height to make the head stick. */
export function TableScroll({ label, children, className }: TableScrollProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className={classNames("relative overflow-auto print:overflow-visible", className)}
    >
      {children}
    </section>
  );
}

export function Table({ className, ...rest }: ComponentProps<"table">) {
  return <table {...rest} className={classNames("w-full border-separate border-spacing-0 text-base", className)} />;
}

type CellLook = {
  center?: boolean;
  /** Numbers stand right with figures of one width. */ number?: boolean /** A rule on the left begins a group of columns. */;
  ruled?: boolean;
};

export function Th({ number, center, ruled, className, ...rest }: ComponentProps<"th"> & CellLook) {
  return (
    <th
      scope="col"
      {...rest}
      className={classNames(
        "sticky top-0 z-1 border-b border-rule bg-surface px-3 py-2 text-sm font-medium whitespace-nowrap text-ink-2",
        number ? "text-right" : center ? "text-center" : "text-left",
        ruled && "border-l",
        className,
      )}
    />
  );
}

export function Td({ number, center, ruled, className, ...rest }: ComponentProps<"td"> & CellLook) {
  return (
    <td
      {...rest}
      className={classNames(
        "border-b border-rule px-3 py-2 align-middle in-[tbody>tr:last-child]:border-b-0",
        number && "figures text-right whitespace-nowrap",
        center && "text-center",
        ruled && "border-l",
        className,
      )}
    />
  );
}

/** The first cell of a row: its name. */
export function RowHead({ className, ...rest }: ComponentProps<"th">) {
  return (
    <th
      scope="row"
      {...rest}
      className={classNames(
        "border-b border-rule px-3 py-2 text-left align-middle font-semibold in-[tbody>tr:last-child]:border-b-0",
        className,
      )}
    />
  );
}

/** A row that reacts to the pointer; the link that it leads to stands in its first cell. */
export function Tr({ className, ...rest }: ComponentProps<"tr">) {
  return <tr {...rest} className={classNames("hover:bg-sunken/50", className)} />;
}
