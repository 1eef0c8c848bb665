import { type ControlProps, Field, FieldGroup, type FieldProps } from "#components/form/field.tsx";
import { RadioRow } from "#components/form/radio-row.tsx";
import { type ChoiceOption, SelectBox } from "#components/form/select-box.tsx";

type ChoiceInputProps<T extends string> = FieldProps &
  ControlProps<T> & {
    options: readonly ChoiceOption<T>[];
    name?: string;
    /** Without a word: up to four choices are radio buttons, more are a select. */
    as?: "radio" | "select";
  };

const MOST_RADIOS = 4;

export function ChoiceInput<T extends string>({ options, as, name, ...rest }: ChoiceInputProps<T>) {
  const { value, onChange, onBlur, disabled, readOnly, ...field } = rest;
  if ((as ?? (options.length > MOST_RADIOS ? "select" : "radio")) === "select") {
    return (
      <Field {...field}>
        {(ties) => <SelectBox {...{ ties, options, value, onChange, onBlur, disabled, readOnly, name }} />}
      </Field>
    );
  }
  return (
    <FieldGroup {...field}>
      <RadioRow
        path={field.path}
        {...{ options, value, onChange, onBlur, disabled, readOnly }}
        invalid={Boolean(field.error)}
        clear={field.optional ? { label: field.label } : undefined}
        stacked={options.some((option) => option.hint)}
      />
    </FieldGroup>
  );
}
