import { boxClass } from "#components/form/box.ts";
import { type ControlProps, Field, type FieldProps } from "#components/form/field.tsx";

type TextInputProps = FieldProps &
  ControlProps<string> & {
    type?: "text" | "email" | "url" | "search" | "password" | "tel";
    name?: string;
    placeholder?: string;
    autoComplete?: string;
  };

export function TextInput({ value, onChange, onBlur, disabled, readOnly, type = "text", ...rest }: TextInputProps) {
  const { name, placeholder, autoComplete, ...field } = rest;
  return (
    <Field {...field}>
      {(ties) => (
        <input
          {...ties}
          type={type}
          name={name}
          placeholder={placeholder}
          autoComplete={autoComplete ?? "off"}
          value={value ?? ""}
          onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
          onBlur={onBlur}
          disabled={disabled}
          readOnly={readOnly}
          className={boxClass}
        />
      )}
    </Field>
  );
}
