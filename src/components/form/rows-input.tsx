import { type ControlProps, FieldGroup, type FieldProps } from "#components/form/field.tsx";
import { PasteTable } from "#components/form/paste-table.tsx";
import { type Cell, RowCell, type RowColumn } from "#components/form/row-cell.tsx";
import { Button } from "#components/ui/button.tsx";
import { CloseIcon } from "#components/ui/close-icon.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { classNames } from "#lib/class-names.ts";

export type FormRow = Record<string, Cell>;

type RowsInputProps = FieldProps &
  ControlProps<readonly FormRow[]> & {
    columns: readonly RowColumn[];
    /** One row, as a word: "alternative". */
    noun: string;
    /** So many rows at the top cannot be removed. */
    fixedRows?: number;
    maxRows?: number;
  };

/** So many boxes stand side by side; with more, or with whole lists in them, each row is a block of its own everywhere. */
const BESIDE = 7;

/** A small table that people fill: a grid on wide screens, one block a row on narrow ones. */
export function RowsInput({
  value,
  onChange,
  onBlur,
  disabled,
  readOnly,
  columns,
  noun,
  fixedRows = 0,
  maxRows = 50,
  ...field
}: RowsInputProps) {
  const rows = value ?? [];
  const locked = Boolean(disabled || readOnly);
  const set = (next: readonly FormRow[]) => onChange(next.length > 0 ? next : undefined);
  const block = columns.length > BESIDE || columns.some(({ kind }) => kind === "numbers");
  const firstList = columns.find(({ kind }) => kind === "numbers");
  const pasteable = columns.every(({ kind }) => kind !== "numbers");
  const setCell = (at: number, key: string, cell: Cell) =>
    set(rows.map((row, position) => (position === at ? { ...row, [key]: cell } : row)));
  return (
    <FieldGroup {...field}>
      {rows.length > 0 && (
        <ol className="flex flex-col gap-2">
          {rows.map((row, at) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
              key={at}
              className={classNames(
                "flex items-start gap-1.5 rounded-control border border-rule bg-surface p-2",
                block ? "md:p-3" : "md:border-0 md:bg-transparent md:p-0",
              )}
            >
              <div className={classNames("grid min-w-0 flex-1 gap-2", block ? "sm:grid-cols-2 md:gap-3" : "md:flex")}>
                {columns.map((column) => (
                  <RowCell
                    key={column.key}
                    column={column}
                    id={`field-${field.path}.${at}.${column.key}`}
                    name={`${column.label}, ${noun} ${at + 1}`}
                    headed={at === 0 || block}
                    roomy={block}
                    className={column === firstList ? "sm:col-start-1" : undefined}
                    {...{ disabled, readOnly, onBlur }}
                    value={row[column.key]}
                    onChange={(cell) => setCell(at, column.key, cell)}
                  />
                ))}
              </div>
              {!locked && (
                <IconButton
                  label={`Remove ${noun} ${at + 1}`}
                  icon={<CloseIcon />}
                  disabled={at < fixedRows}
                  onClick={() => set(rows.filter((_, position) => position !== at))}
                  className={classNames(at === 0 && !block && "md:mt-5", at < fixedRows && "invisible")}
                />
              )}
            </li>
          ))}
        </ol>
      )}
      {rows.length === 0 && locked && <p className="text-base text-ink-2">None</p>}
      {!locked && rows.length < maxRows && (
        <Button size="sm" className="self-start" onClick={() => onChange([...rows, {}])}>
          Add {noun}
        </Button>
      )}
      {!locked && pasteable && fixedRows === 0 && columns.length > 1 && (
        <PasteTable
          columns={columns}
          noun={noun}
          label={field.label}
          maxRows={maxRows}
          onTake={(taken) => set(joined(rows, taken, columns[0]?.key ?? ""))}
        />
      )}
    </FieldGroup>
  );
}

/** A row that stands already under the same name is filled; others are added below. Rows that were left empty give way. */
function joined(rows: readonly FormRow[], taken: readonly FormRow[], name: string): FormRow[] {
  const known = new Map(taken.map((row) => [row[name], row]));
  const kept = rows
    .filter((row) => Object.values(row).some((cell) => cell !== undefined && cell !== ""))
    .map((row) => ({ ...row, ...(row[name] !== undefined && known.get(row[name])) }));
  const names = new Set(kept.map((row) => row[name]));
  return [...kept, ...taken.filter((row) => row[name] === undefined || !names.has(row[name]))];
}
