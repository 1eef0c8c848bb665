"use client";

import { useId, useState } from "react";
import { boxClass } from "#components/form/box.ts";
import { type PastedTable, pastedTable } from "#components/form/pasted-table.ts";
import type { RowColumn } from "#components/form/row-cell.tsx";
import { Button } from "#components/ui/button.tsx";
import { classNames } from "#lib/class-names.ts";

type PasteTableProps = {
  columns: readonly RowColumn[];
  /** One row, as a word. */
  noun: string;
  label: string;
  maxRows: number;
  onTake: (rows: PastedTable["rows"]) => void;
};

const MOST_PROBLEMS = 5;

/** Rows of a spreadsheet instead of typing each: what was read is counted, and what could not be is named, before it counts. */
export function PasteTable({ columns, noun, label, maxRows, onTake }: PasteTableProps) {
  const id = useId();
  const [text, setText] = useState("");
  const { rows, problems, named } = pastedTable(text, columns);
  const tooMany = rows.length > maxRows;
  const take = () => {
    onTake(rows);
    setText("");
  };
  return (
    <details className="rounded-control border border-rule px-3 py-2">
      <summary className="min-h-6 w-fit cursor-pointer text-sm font-medium text-ink-2 hover:text-ink">
        Paste a table<span className="sr-only"> into {label}</span>
      </summary>
      <div className="mt-2 flex flex-col gap-2">
        <label htmlFor={id} className="text-sm text-pretty text-ink-2">
          Cells copied from a spreadsheet, one {noun} a line:{" "}
          {columns.map((column) => column.label.toLowerCase()).join(", ")}. A first line with these names may put them
          in any order.
        </label>
        <textarea
          id={id}
          rows={4}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          className={classNames(boxClass, "figures h-auto resize-y py-1.5")}
        />
        <div aria-live="polite" className="flex flex-col gap-1 text-sm">
          {text.trim() !== "" && (
            <p className="text-ink-2">
              {rows.length} {rows.length === 1 ? "row" : "rows"} read
              {named.length > 0 && `, by the first line: ${named.join(", ")}`}.
            </p>
          )}
          {tooMany && <p className="font-medium text-bad">At most {maxRows} rows fit.</p>}
          {problems.slice(0, MOST_PROBLEMS).map((problem) => (
            <p key={problem} className="font-medium text-bad">
              {problem}
            </p>
          ))}
          {problems.length > MOST_PROBLEMS && <p className="text-bad">And {problems.length - MOST_PROBLEMS} more.</p>}
        </div>
        <Button size="sm" className="self-start" disabled={rows.length === 0 || tooMany} onClick={take}>
          Put {rows.length === 1 ? "this row" : `these ${rows.length} rows`} in
        </Button>
      </div>
    </details>
  );
}
