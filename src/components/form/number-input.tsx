import { type ControlProps, Field, type FieldProps } from "#components/form/field.tsx";
import { NumberBox, type UnreadableProps } from "#components/form/number-box.tsx";
import { currencySymbol, unitLabel } from "#lib/format.ts";

type NumberInputProps = FieldProps & ControlProps<number> & UnreadableProps & { whole?: boolean; placeholder?: string };

/** A number with its unit at the right end of the box. */
export function NumberInput({
  value,
  onChange,
  onBlur,
  disabled,
  readOnly,
  whole,
  placeholder,
  typedText,
  onUnreadable,
  ...field
}: NumberInputProps) {
  return (
    <Field {...field}>
      {(ties) => (
        <NumberBox
          {...{ ties, value, onChange, onBlur, disabled, readOnly, whole, placeholder, typedText, onUnreadable }}
          suffix={unitLabel(field.unit) || undefined}
        />
      )}
    </Field>
  );
}

/** An amount of money; `unit` after the currency ("/month") stands at the right end. */
export function MoneyInput({
  value,
  onChange,
  onBlur,
  disabled,
  readOnly,
  currency,
  typedText,
  onUnreadable,
  ...field
}: FieldProps & ControlProps<number> & UnreadableProps & { currency: string }) {
  return (
    <Field {...field}>
      {(ties) => (
        <NumberBox
          {...{ ties, value, onChange, onBlur, disabled, readOnly, typedText, onUnreadable }}
          prefix={currencySymbol(currency).trim()}
          suffix={field.unit}
        />
      )}
    </Field>
  );
}

/** Typed and shown as percent, stored as a fraction: 70% is 0.7. */
export function PercentInput({
  value,
  onChange,
  onBlur,
  disabled,
  readOnly,
  typedText,
  onUnreadable,
  ...field
}: FieldProps & ControlProps<number> & UnreadableProps) {
  return (
    <Field {...field}>
      {(ties) => (
        <NumberBox
          {...{ ties, value, onChange, onBlur, disabled, readOnly, typedText, onUnreadable }}
          factor={100}
          suffix="%"
        />
      )}
    </Field>
  );
}
