import { boxClass } from "#components/form/box.ts";
import { type ControlProps, Field, type FieldProps } from "#components/form/field.tsx";
import { classNames } from "#lib/class-names.ts";

type TextAreaProps = FieldProps &
  ControlProps<string> & {
    rows?: number;
    placeholder?: string /** Characters; the count shows while it matters. */;
    min?: number;
    max?: number;
    /** What programs read stands in letters of one width. */
    mono?: boolean;
  };

/** Grows with its text: an invisible copy of the text in the same grid cell gives the height, without measuring. */
export function TextArea({ value, onChange, onBlur, disabled, readOnly, rows = 2, ...rest }: TextAreaProps) {
  const { min, max, placeholder, mono, ...field } = rest;
  const text = value ?? "";
  const count = readOnly || field.error ? null : countText(text.trim().length, min, max);
  return (
    <Field {...field} note={count ?? field.note}>
      {(ties) => (
        <div className="grid">
          <textarea
            {...ties}
            rows={rows}
            placeholder={placeholder}
            value={text}
            onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
            onBlur={onBlur}
            disabled={disabled}
            readOnly={readOnly}
            className={classNames(boxClass, mono && "font-mono", "col-start-1 row-start-1 resize-none overflow-hidden")}
          />
          <div
            aria-hidden="true"
            className={classNames(
              boxClass,
              mono && "font-mono",
              "invisible col-start-1 row-start-1 break-words whitespace-pre-wrap pointer-coarse:text-[1rem]",
            )}
          >
            {`${text} `}
          </div>
        </div>
      )}
    </Field>
  );
}

function countText(length: number, min: number | undefined, max: number | undefined): string | null {
  if (max && length > max * 0.9)
    return `${length.toLocaleString("en-GB")} of at most ${max.toLocaleString("en-GB")} characters`;
  if (min && length > 0 && length < min) return `${length} of at least ${min} characters`;
  return null;
}
