import { boxClass } from "#components/form/box.ts";
import type { ControlProps } from "#components/form/field.tsx";
import { NumberBox } from "#components/form/number-box.tsx";
import { type NumberCells, NumbersBox } from "#components/form/numbers-box.tsx";
import { type ChoiceOption, SelectBox } from "#components/form/select-box.tsx";
import { classNames } from "#lib/class-names.ts";

export type Cell = string | number | boolean | null | undefined | NumberCells;

export type RowColumn = {
  key: string;
  label: string;
  /** Share of the width beside the other columns; 1 without a word. */
  grow?: number;
} & (
  | { kind: "text" | "date" }
  | { kind: "number"; unit?: string; whole?: boolean }
  | { kind: "percent" }
  | { kind: "choice"; options: readonly ChoiceOption<string>[] }
  | { kind: "yes-no" }
  | { kind: "numbers" }
);

type RowCellProps = ControlProps<Cell> & {
  column: RowColumn;
  id: string;
  name: string;
  headed: boolean;
  /** Text may need several lines here. */
  roomy?: boolean;
  className?: string | undefined;
};

/** One cell. The heading is drawn over the first row on wide screens and over every cell on narrow ones. */
export function RowCell({ column, id, name, headed, roomy = false, className, ...control }: RowCellProps) {
  return (
    <div className={classNames("flex min-w-0 flex-col gap-1", className)} style={{ flex: `${column.grow ?? 1} 1 0%` }}>
      <span aria-hidden="true" className={classNames("text-sm text-ink-2", !headed && "md:hidden")}>
        {column.label}
      </span>
      <CellControl column={column} roomy={roomy} ties={{ id, "aria-label": name }} {...control} />
    </div>
  );
}

type CellControlProps = ControlProps<Cell> & {
  column: RowColumn;
  roomy: boolean;
  ties: { id: string; "aria-label": string };
};

const YES_NO = [
  { value: "yes", label: "Yes" },
  { value: "no", label: "No" },
] as const;

function CellControl({ column, roomy, ties, value, onChange, onBlur, disabled, readOnly }: CellControlProps) {
  const shared = { ties, onBlur, disabled, readOnly };
  switch (column.kind) {
    case "number":
      return (
        <NumberBox {...shared} value={asNumber(value)} onChange={onChange} suffix={column.unit} whole={column.whole} />
      );
    case "percent":
      return <NumberBox {...shared} value={asNumber(value)} onChange={onChange} factor={100} suffix="%" />;
    case "choice":
      return <SelectBox {...shared} options={column.options} value={asText(value)} onChange={onChange} />;
    case "yes-no":
      return (
        <SelectBox
          {...shared}
          options={YES_NO}
          value={typeof value === "boolean" ? (value ? "yes" : "no") : undefined}
          onChange={(answer) => onChange(answer === undefined ? undefined : answer === "yes")}
        />
      );
    case "numbers":
      return <NumbersBox {...shared} value={asNumbers(value)} onChange={onChange} />;
    case "text":
    case "date":
      if (roomy && column.kind === "text")
        return (
          <textarea
            {...ties}
            rows={1}
            value={asText(value) ?? ""}
            onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
            {...{ onBlur, disabled, readOnly }}
            className={classNames(boxClass, "field-sizing-content resize-none")}
          />
        );
      return (
        <input
          {...ties}
          type={column.kind}
          value={asText(value) ?? ""}
          onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
          {...{ onBlur, disabled, readOnly }}
          className={boxClass}
        />
      );
    default:
      return column satisfies never;
  }
}

const asNumber = (value: Cell): number | undefined => (typeof value === "number" ? value : undefined);
const asNumbers = (value: Cell): NumberCells | undefined =>
  typeof value === "object" && value !== null ? value : undefined;
const asText = (value: Cell): string | undefined => (typeof value === "string" ? value : undefined);
