"use client";

import type { ControlProps, FieldProps } from "#components/form/field.tsx";
import { MoneyInput, NumberInput, PercentInput } from "#components/form/number-input.tsx";

type NumberAnswerProps = FieldProps &
  Omit<ControlProps<number>, "value" | "onChange"> & {
    kind: "number" | "integer" | "money" | "percent";
    currency: string;
    /** What was typed and is no number is kept as a text: the server refuses it, and it comes back after a reload. */
    value: unknown;
    onChange: (value: unknown) => void;
  };

/** A number of any kind; its box says by itself that what stands in it is none. */
export function NumberAnswer({ kind, currency, value, unit, error, onChange, ...words }: NumberAnswerProps) {
  const typedText = typeof value === "string" ? value : undefined;
  const number = {
    ...words,
    value: typeof value === "number" ? value : undefined,
    onChange,
    typedText,
    onUnreadable: onChange,
    error: typedText === undefined ? error : undefined,
  };
  if (kind === "money") return <MoneyInput {...number} currency={currency} />;
  if (kind === "percent") return <PercentInput {...number} label={unit ? `${words.label}, ${unit}` : words.label} />;
  return <NumberInput {...number} unit={unit} whole={kind === "integer"} />;
}
