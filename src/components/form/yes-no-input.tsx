import { type ControlProps, FieldGroup, type FieldProps } from "#components/form/field.tsx";
import { RadioRow } from "#components/form/radio-row.tsx";

const ANSWERS = [
  { value: true, label: "Yes" },
  { value: false, label: "No" },
] as const;

/** Yes, no, or not answered yet: three states, so never a checkbox. */
export function YesNoInput({
  value,
  onChange,
  onBlur,
  disabled,
  readOnly,
  ...field
}: FieldProps & ControlProps<boolean>) {
  return (
    <FieldGroup {...field}>
      <RadioRow<boolean>
        path={field.path}
        options={ANSWERS}
        {...{ value, onChange, onBlur, disabled, readOnly }}
        invalid={Boolean(field.error)}
        clear={field.optional ? { label: field.label } : undefined}
      />
    </FieldGroup>
  );
}
