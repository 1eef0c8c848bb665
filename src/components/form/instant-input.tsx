import { boxClass } from "#components/form/box.ts";
import { type ControlProps, Field, type FieldProps } from "#components/form/field.tsx";
import { classNames } from "#lib/class-names.ts";

/** A moment, typed and shown in UTC so that everybody reads the same one; stored as "2026-03-16T09:00:00Z". */
export function InstantInput({
  value,
  onChange,
  onBlur,
  disabled,
  readOnly,
  ...field
}: FieldProps & ControlProps<string>) {
  return (
    <Field {...field}>
      {(ties) => (
        <div className="flex items-center gap-2">
          <input
            {...ties}
            type="datetime-local"
            {...{ onBlur, disabled, readOnly }}
            value={shownText(value)}
            onChange={(event) => onChange(event.target.value === "" ? undefined : `${event.target.value}:00Z`)}
            className={classNames(boxClass, "figures max-w-56")}
          />
          <span className="text-base text-ink-2">UTC</span>
        </div>
      )}
    </Field>
  );
}

function shownText(value: string | null | undefined): string {
  const time = value ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? "" : new Date(time).toISOString().slice(0, 16);
}
