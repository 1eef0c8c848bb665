import { boxShapeClass } from "#components/form/box.ts";
import type { ControlProps, FieldTies } from "#components/form/field.tsx";
import { classNames } from "#lib/class-names.ts";

export type ChoiceOption<T extends string> = { value: T; label: string; hint?: string | undefined };

type SelectBoxProps<T extends string> = ControlProps<T> & {
  ties: FieldTies | { id: string; "aria-label": string };
  options: readonly ChoiceOption<T>[];
  name?: string | undefined;
  emptyLabel?: string | undefined;
};

/** The platform's own select. An empty choice stands first, so an answer can be taken back. */
export function SelectBox<T extends string>(props: SelectBoxProps<T>) {
  const { ties, options, value, onChange, onBlur, disabled, readOnly, name, emptyLabel } = props;
  return (
    <div className="relative flex items-center">
      <select
        {...ties}
        name={name}
        value={value ?? ""}
        onChange={(event) => onChange(options.find((option) => option.value === event.target.value)?.value)}
        onBlur={onBlur}
        disabled={Boolean(disabled || readOnly)}
        className={classNames(
          boxShapeClass,
          "appearance-none pr-8",
          readOnly ? "border-rule bg-sunken/40 disabled:opacity-100" : "border-edge bg-surface",
          !value && "text-ink-2",
        )}
      >
        <option value="">{emptyLabel ?? (readOnly ? "Not answered" : "Choose")}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <svg
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        aria-hidden="true"
        className="pointer-events-none absolute right-2.5 size-3.5 text-ink-2"
      >
        <path d="m4 6.5 4 4 4-4" strokeLinecap="round" strokeLinejoin="round" />
      </svg>
    </div>
  );
}
