import { type ControlProps, FieldGroup, type FieldProps } from "#components/form/field.tsx";
import { classNames } from "#lib/class-names.ts";

type ChoicesInputProps = FieldProps &
  ControlProps<readonly string[]> & { options: readonly { value: string; label: string }[] };

/** Any number of choices, as boxes to tick; their order is the options' own. */
export function ChoicesInput({ options, value, onChange, onBlur, disabled, readOnly, ...field }: ChoicesInputProps) {
  const chosen = value ?? [];
  const toggle = (choice: string, on: boolean) => {
    const next = options.map((option) => option.value).filter((v) => (v === choice ? on : chosen.includes(v)));
    onChange(next.length > 0 ? next : undefined);
  };
  return (
    <FieldGroup {...field}>
      <div className="flex flex-wrap gap-1.5">
        {options.map((option) => (
          <label
            key={option.value}
            className={classNames(
              "flex min-h-8 items-center gap-2 rounded-control border bg-surface px-2.5 py-1 text-base pointer-coarse:min-h-11",
              "has-checked:border-ink has-checked:font-semibold has-focus-visible:outline-2 has-focus-visible:outline-focus",
              field.error ? "border-danger" : "border-edge",
              readOnly ? "cursor-default" : "hover:border-idle",
              disabled && "cursor-not-allowed opacity-60",
            )}
          >
            <input
              type="checkbox"
              checked={chosen.includes(option.value)}
              onChange={(event) => toggle(option.value, event.target.checked)}
              onBlur={onBlur}
              disabled={Boolean(disabled || readOnly)}
              className="size-3.5 shrink-0 accent-ink outline-none"
            />
            <span className="min-w-0">{option.label}</span>
          </label>
        ))}
      </div>
    </FieldGroup>
  );
}
