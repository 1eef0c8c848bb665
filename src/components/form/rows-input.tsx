import { type ControlProps, FieldGroup, type FieldProps } from "#components/form/field.tsx";
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
              className="flex items-start gap-1.5 rounded-control border border-rule bg-surface p-2 md:border-0 md:bg-transparent md:p-0"
            >
              <div className="grid min-w-0 flex-1 gap-2 md:flex">
                {columns.map((column) => (
                  <RowCell
                    key={column.key}
                    column={column}
                    id={`field-${field.path}.${at}.${column.key}`}
                    name={`${column.label}, ${noun} ${at + 1}`}
                    headed={at === 0}
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
                  className={classNames(at === 0 && "md:mt-5", at < fixedRows && "invisible")}
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
    </FieldGroup>
  );
}
