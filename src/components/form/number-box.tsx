"use client";

import { useState } from "react";
import { boxClass } from "#components/form/box.ts";
import type { ControlProps, FieldTies } from "#components/form/field.tsx";
import { parseNumber } from "#components/form/parse-number.ts";
import { classNames } from "#lib/class-names.ts";

export type NumberBoxProps = ControlProps<number> & {
  ties: FieldTies | { id: string; "aria-label": string };
  prefix?: string | undefined;
  suffix?: string | undefined;
  /** The stored value times this is what is shown: 100 for percent. */
  factor?: number | undefined;
  whole?: boolean | undefined;
  placeholder?: string | undefined;
} & UnreadableProps;

/** What was typed and is no number. Whoever takes it keeps it; otherwise the value counts as empty. */
export type UnreadableProps = {
  typedText?: string | undefined;
  onUnreadable?: ((text: string) => void) | undefined;
};

/** A text box for a number. What was typed stays as typed until the box is left; then it is shown with separators. */
export function NumberBox({ ties, value, onChange, onBlur, prefix, suffix, factor = 1, ...rest }: NumberBoxProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shownTyped = typed ?? rest.typedText ?? null;
  const unreadable = shownTyped !== null && parseNumber(shownTyped) === null;
  const change = (text: string) => {
    setTyped(text);
    const shown = parseNumber(text);
    if (shown === null && rest.onUnreadable) return rest.onUnreadable(text);
    onChange(typeof shown === "number" ? tidy(shown / factor, rest.whole) : undefined);
  };
  const leave = () => {
    if (!unreadable) setTyped(null);
    onBlur?.();
  };
  return (
    <div className="flex flex-col gap-1">
      <div className="relative flex items-center">
        {prefix && <span className="pointer-events-none absolute left-2.5 text-base text-ink-2">{prefix}</span>}
        <input
          {...ties}
          {...(unreadable && { "aria-invalid": true, "aria-errormessage": `${ties.id}-unreadable` })}
          type="text"
          inputMode={rest.whole ? "numeric" : "decimal"}
          autoComplete="off"
          placeholder={rest.placeholder}
          value={shownTyped ?? shownText(value, factor)}
          onChange={(event) => change(event.target.value)}
          onBlur={leave}
          disabled={rest.disabled}
          readOnly={rest.readOnly}
          style={{ paddingLeft: roomFor(prefix), paddingRight: roomFor(suffix) }}
          className={classNames(boxClass, "figures")}
        />
        {suffix && <span className="pointer-events-none absolute right-2.5 text-base text-ink-2">{suffix}</span>}
      </div>
      {unreadable && (
        <p id={`${ties.id}-unreadable`} role="alert" className="text-sm font-medium text-bad">
          Write a number, for example 1,200.50
        </p>
      )}
    </div>
  );
}

const roomFor = (unit: string | undefined): string | undefined => (unit ? `${unit.length * 0.46 + 1.1}rem` : undefined);

function shownText(value: number | null | undefined, factor: number): string {
  if (value === null || value === undefined) return "";
  const shown = tidy(value * factor);
  return Math.abs(shown) < 1e-6 && shown !== 0
    ? String(shown)
    : shown.toLocaleString("en-GB", { maximumFractionDigits: 12 });
}

function tidy(value: number, whole?: boolean): number {
  return whole ? Math.round(value) : Number(value.toPrecision(12));
}
