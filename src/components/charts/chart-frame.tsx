import Link from "next/link";
import type { ReactNode } from "react";
import { Table, TableScroll, Th } from "#components/ui/table.tsx";
import { csvLink } from "#lib/csv-link.ts";

export type TableTwin = {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  /** Where the first cell of each row leads: the same as its mark in the picture. */
  hrefs?: readonly string[];
  /** Rows that are left out here, because a page would be too long with them. */
  left?: number;
};

type ChartFrameProps = {
  title: string;
  /** Tags beside the title. */
  tags?: ReactNode;
  /** Unit, window, cadence and sample, in words. */
  measure: string;
  /** The last value, with its unit. */
  current?: ReactNode;
  /** What the picture says, as a sentence. */
  finding: string;
  actions?: ReactNode;
  table?: TableTwin | undefined;
  csvHref?: string | undefined;
  id?: string;
  level?: 2 | 3;
  children: ReactNode;
};

/** A picture with all that makes it readable: what, in which unit, over which window and sample, what it says, and its numbers. */
export function ChartFrame({ title, tags, measure, current, finding, actions, children, ...rest }: ChartFrameProps) {
  const { table, csvHref, id, level = 2 } = rest;
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section id={id} aria-label={title} className="min-w-0 rounded-card border border-rule bg-surface px-4 py-3.5">
      <figure className="flex flex-col gap-3 [&_:is(td,th)]:px-2 [&_tr>:first-child]:pl-0 [&_tr>:last-child]:pr-0">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <div className="min-w-48 flex-1">
            <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
              <Heading className="text-md font-semibold">{title}</Heading>
              {tags}
            </div>
            <p className="mt-0.5 text-sm text-ink-2">{measure}</p>
          </div>
          <div className="flex flex-wrap items-center gap-2">
            {current && <p className="figures text-md font-semibold">{current}</p>}
            {actions}
          </div>
        </div>
        {children}
        <figcaption className="text-base text-pretty text-ink-2">{finding}</figcaption>
      </figure>
      {(table || csvHref) && <Numbers title={title} table={table} csvHref={csvHref} />}
    </section>
  );
}

/** The table twin, folded, and the file of what a picture shows: where it has no address, the table itself. */
export function Numbers({ title, table, ...files }: Pick<ChartFrameProps, "title" | "table" | "csvHref">) {
  const whole = table && !table.left ? csvLink(table.columns, table.rows) : undefined;
  const csvHref = files.csvHref ?? whole;
  return (
    <div className="no-print mt-2 flex flex-wrap items-start gap-x-4 text-sm">
      {csvHref && (
        <a
          href={csvHref}
          download
          className="rounded-sm font-medium text-ink-2 underline underline-offset-2 hover:text-ink pointer-coarse:py-2"
        >
          CSV<span className="sr-only"> of {title}</span>
        </a>
      )}
      {table && (
        <details className="min-w-0 open:w-full">
          <summary className="w-fit cursor-pointer list-none rounded-sm font-medium text-ink-2 underline underline-offset-2 hover:text-ink pointer-coarse:py-2">
            Table
          </summary>
          <TwinTable title={title} table={table} />
          {table.left !== undefined && table.left > 0 && (
            <p className="mt-1 text-ink-2">
              {table.left.toLocaleString("en-GB")} more {table.left === 1 ? "row is" : "rows are"} not shown here
              {csvHref ? "; the CSV has all" : ""}.
            </p>
          )}
        </details>
      )}
    </div>
  );
}

function TwinTable({ title, table }: { title: string; table: TableTwin }) {
  return (
    <TableScroll label={`${title}, as a table`} className="mt-2 max-h-80 rounded-control border border-rule">
      <Table>
        <thead>
          <tr>
            {table.columns.map((column, at) => (
              <Th key={column} number={at > 0}>
                {column}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, place) => (
            <tr key={`${table.hrefs?.[place] ?? ""} ${row.join(" ")}`}>
              {row.map((cell, at) => (
                <td
                  key={table.columns[at]}
                  className={at > 0 ? "row-cell figures text-right whitespace-nowrap" : "row-cell min-w-20"}
                >
                  {at === 0 ? <RowName text={cell} href={table.hrefs?.[place]} /> : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

function RowName({ text, href }: { text: string; href: string | undefined }) {
  if (!href) return text;
  return (
    <Link href={href} prefetch={false} className="hover:underline">
      {text}
    </Link>
  );
}
