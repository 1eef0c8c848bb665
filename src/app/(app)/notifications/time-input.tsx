import { boxClass } from "#components/form/box.ts";
import { Field, type FieldProps } from "#components/form/field.tsx";
import { formatMinute } from "#lib/format-date.ts";

type TimeInputProps = FieldProps & { value: number | null; onChange: (minute: number | null) => void };

/** A time of the day, kept as the minute of the day. */
export function TimeInput({ value, onChange, ...field }: TimeInputProps) {
  return (
    <Field {...field}>
      {(ties) => (
        <input
          {...ties}
          type="time"
          value={value === null ? "" : formatMinute(value)}
          onChange={(event) => onChange(minuteOf(event.target.value))}
          className={`${boxClass} w-32`}
        />
      )}
    </Field>
  );
}

function minuteOf(text: string): number | null {
  const [hour, minute] = text.split(":").map(Number);
  return hour === undefined || minute === undefined || Number.isNaN(hour + minute) ? null : hour * 60 + minute;
}
