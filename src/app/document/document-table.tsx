import { LineText } from "#app/document/line-text.tsx";
import { RowHead, Table, TableScroll, Td, Th } from "#components/ui/table.tsx";
import type { TableBlock } from "#domain/document.ts";
import { leftWords } from "#server/documents/markdown.ts";

export function DocumentTable({ table }: { table: TableBlock }) {
  const { label, captioned, columns, rows, left } = table;
  return (
    <figure className="flex min-w-0 flex-col gap-1.5">
      {captioned && <figcaption className="text-base font-semibold">{label}</figcaption>}
      <TableScroll label={label} className="rounded-control border border-rule">
        {/* a table of many columns is wider than a phone, and scrolls, rather than one word wide */}
        <Table className="text-sm print:min-w-0!" style={{ minWidth: `${columns.length * 6.5}rem` }}>
          <thead>
            <tr>
              {columns.map((column) => (
                <Th key={column.label} number={column.number ?? false}>
                  {column.label}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name = [], ...cells], at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a table is drawn once, in its order
              <tr key={at}>
                <RowHead className="min-w-36 wrap-break-word">
                  <LineText line={name} />
                </RowHead>
                {cells.map((cell, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <Td key={place} number={columns[place + 1]?.number ?? false} className="max-w-72 wrap-break-word">
                    <LineText line={cell} />
                  </Td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      </TableScroll>
      {left && (
        <p className="text-sm text-ink-2">
          <LineText line={leftWords(left)} />
        </p>
      )}
    </figure>
  );
}
