import { boxClass } from "#components/form/box.ts";
import { type ControlProps, Field, type FieldProps } from "#components/form/field.tsx";
import { classNames } from "#lib/class-names.ts";

type DateInputProps = FieldProps & ControlProps<string> & { min?: string; max?: string; name?: string };

/** A calendar date as "2026-03-16", without a time or a zone. */
export function DateInput({ value, onChange, onBlur, disabled, readOnly, min, max, name, ...field }: DateInputProps) {
  return (
    <Field {...field}>
      {(ties) => (
        <input
          {...ties}
          type="date"
          {...{ min, max, name, onBlur, disabled, readOnly }}
          value={value ?? ""}
          onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
          className={classNames(boxClass, "figures max-w-48")}
        />
      )}
    </Field>
  );
}
