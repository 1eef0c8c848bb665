import Link from "next/link";
import type { ReactNode } from "react";
import { RowHead, Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { classNames } from "#lib/class-names.ts";

export type HeatTone = "good" | "fair" | "warn" | "bad" | "none";

export type HeatCell = {
  text: string;
  tone: HeatTone;
  /** The one that the row is judged by; words say so too. */
  marked?: boolean;
};

export type HeatRow = { key: string; name: string; href: string; cells: readonly HeatCell[]; sum: ReactNode };

type HeatTableProps = {
  label: string;
  corner: string;
  columns: readonly string[];
  /** The head of the column with what the row comes to. */
  sum: string;
  rows: readonly HeatRow[];
};

/** Numbers in cells tinted by how good they are: the tint only helps to find what the number says. */
export function HeatTable({ label, corner, columns, sum, rows }: HeatTableProps) {
  return (
    <TableScroll label={label} className="-mx-4 px-4">
      <Table className="text-sm">
        <thead>
          <tr>
            <Th className="px-1!">{corner}</Th>
            <Th number className="px-1!">
              {sum}
            </Th>
            {columns.map((column) => (
              <Th key={column} center className="px-0.5! text-xs!">
                {column}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <RowHead className="min-w-28 px-1!">
                <Link href={row.href} prefetch={false} className="line-clamp-2 wrap-anywhere hover:underline">
                  {row.name}
                </Link>
              </RowHead>
              <Td number className="px-1!">
                {row.sum}
              </Td>
              {row.cells.map((cell, at) => (
                <Td key={columns[at]} center className="p-0.5!">
                  <Cell cell={cell} />
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

function Cell({ cell: { text, tone, marked = false } }: { cell: HeatCell }) {
  return (
    <span
      className={classNames(
        "figures block min-w-10 rounded-md border py-1.5",
        TONES[tone],
        marked ? "border-current font-semibold" : "border-transparent",
      )}
    >
      {text}
      {marked && <span className="sr-only">, the weakest</span>}
    </span>
  );
}

const TONES: Record<HeatTone, string> = {
  good: "bg-good-tint text-good",
  fair: "bg-quiet-tint text-ink",
  warn: "bg-warn-tint text-warn",
  bad: "bg-bad-tint text-bad",
  none: "text-ink-2",
};
