import Link from "next/link";
import { RowHead, Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import { classNames } from "#lib/class-names.ts";

export type DriftCell = { text: string; words: string; state: keyof typeof TONES; href: string };
export type DriftRow = { key: string; name: string; note: string; href: string; cells: readonly (DriftCell | null)[] };

type DriftTableProps = { label: string; columns: readonly string[]; rows: readonly DriftRow[] };

/** Rows by windows, the number and its state in words in each cell; the tint only helps to find them. */
export function DriftTable({ label, columns, rows }: DriftTableProps) {
  return (
    <TableScroll label={label} className="-mx-4 px-4">
      <Table className="text-sm">
        <thead>
          <tr>
            <Th className="px-1!">Feature</Th>
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
              <RowHead className="max-w-44 min-w-24 px-1! wrap-anywhere">
                <Link href={row.href} prefetch={false} className="hover:underline">
                  {row.name}
                </Link>
                <span className="block text-xs font-normal text-ink-2">{row.note}</span>
              </RowHead>
              {row.cells.map((cell, at) => (
                <Td key={columns[at]} center className="p-0.5!">
                  {cell ? <Cell cell={cell} /> : <span className="text-ink-2">–</span>}
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

function Cell({ cell: { text, words, state, href } }: { cell: DriftCell }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className={classNames(
        "figures block min-w-12 rounded-md border px-0.5 py-1 leading-tight hover:border-current",
        TONES[state],
        state === "drift" ? "border-current font-semibold" : "border-transparent",
      )}
    >
      {text}
      <span className="block text-xs font-normal">{words}</span>
    </Link>
  );
}

const TONES = {
  stable: "bg-good-tint text-good",
  moderate: "bg-warn-tint text-warn",
  drift: "bg-bad-tint text-bad",
  insufficient: "bg-quiet-tint text-ink-2",
  unreliable: "bg-quiet-tint text-ink-2",
} as const;
