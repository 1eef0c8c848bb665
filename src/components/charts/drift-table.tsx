import Link from "next/link";
import { RowHead, Table, TableScroll, Th } from "#components/ui/table.tsx";

type DriftCell = { text: string; words: string; state: string; href: string };
type DriftRow = { key: string; name: string; note: string; href: string; cells: readonly (DriftCell | null)[] };

type DriftTableProps = { label: string; columns: readonly string[]; rows: readonly DriftRow[] };

/**
 * Rows by weeks, the number and its state in words in each cell; the tint only helps to find them. A year is wider than its
 * box: from right to left it opens at the newest week, while the table itself reads as ever.
 */
export function DriftTable({ label, columns, rows }: DriftTableProps) {
  return (
    <TableScroll label={label} className="[direction:rtl]">
      <Table className="text-sm [direction:ltr]">
        <thead>
          <tr>
            <Th className="left-0 z-2! px-1!">Feature</Th>
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
              <RowHead className="sticky left-0 z-1 max-w-44 min-w-24 bg-surface px-1! wrap-anywhere">
                <Link href={row.href} prefetch={false} className="hover:underline">
                  {row.name}
                </Link>
                <span className="block text-xs font-normal text-ink-2">{row.note}</span>
              </RowHead>
              {row.cells.map((cell, at) => (
                <td key={columns[at]} className="drift-cell">
                  {cell ? (
                    <Link href={cell.href} prefetch={false} data-state={cell.state}>
                      {cell.text}
                      <span>{cell.words}</span>
                    </Link>
                  ) : (
                    "–"
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}
