import type { ReactNode } from "react";
import { fieldId } from "#components/form/field.tsx";
import { classNames } from "#lib/class-names.ts";

export type RadioOption<T> = { value: T; label: ReactNode; hint?: string | undefined };

type RadioRowProps<T> = {
  path: string;
  options: readonly RadioOption<T>[];
  value: T | null | undefined;
  onChange: (value: T | undefined) => void;
  onBlur?: (() => void) | undefined;
  /** Read-only radios are disabled for the browser but keep their full contrast. */
  disabled?: boolean | undefined;
  readOnly?: boolean | undefined;
  invalid?: boolean | undefined;
  stacked?: boolean;
  /** Boxes of one width without the browser's circles, joined into a scale; the checked one is filled. */
  scale?: boolean;
  /** Takes the answer back; given only where it may be empty. */
  clear?: { label: string } | undefined;
};

/** Radio buttons as boxes: native inputs, so arrows and the group's one tab stop come from the browser. */
export function RadioRow<T extends string | number | boolean>(props: RadioRowProps<T>) {
  const { path, options, value, onChange, onBlur, disabled, readOnly, invalid, stacked, scale, clear } = props;
  return (
    <div className={stacked ? "flex flex-col gap-1.5" : classNames("flex", scale ? "min-w-0" : "flex-wrap gap-1.5")}>
      {options.map((option) => (
        <label
          key={String(option.value)}
          className={classNames(
            "flex min-h-8 items-center border bg-surface py-1 text-base pointer-coarse:min-h-11",
            "has-checked:border-ink has-checked:font-semibold has-focus-visible:outline-2 has-focus-visible:outline-focus",
            scale ? SCALE_BOX : "gap-2 rounded-control px-2.5",
            invalid ? "border-danger" : "border-edge",
            readOnly ? "cursor-default" : "hover:border-idle",
            disabled && "cursor-not-allowed opacity-60",
          )}
        >
          <input
            type="radio"
            name={fieldId(path)}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
            onBlur={onBlur}
            disabled={Boolean(disabled || readOnly)}
            className={scale ? "sr-only" : "size-3.5 shrink-0 accent-ink outline-none"}
          />
          <span className="min-w-0">
            {option.label}
            {option.hint && <span className="block text-sm font-normal text-ink-2">{option.hint}</span>}
          </span>
        </label>
      ))}
      {clear && value !== undefined && value !== null && !disabled && !readOnly && (
        <button
          type="button"
          onClick={() => onChange(undefined)}
          className="min-h-6 self-center px-1 text-sm text-ink-2 underline underline-offset-2 hover:text-ink"
        >
          Clear<span className="sr-only"> {clear.label}</span>
        </button>
      )}
    </div>
  );
}

const SCALE_BOX =
  "figures relative min-w-6 max-w-10 flex-1 justify-center not-first:-ml-px first:rounded-l-control nth-5:rounded-r-control pointer-coarse:max-w-11 " +
  "has-checked:z-1 has-checked:bg-ink has-checked:text-surface has-focus-visible:z-2";
