import { type ControlProps, FieldGroup, type FieldProps } from "#components/form/field.tsx";
import { RadioRow } from "#components/form/radio-row.tsx";

type LikertInputProps = FieldProps &
  ControlProps<number> & { /** What 1 and 5 mean. */ lowLabel?: string; highLabel?: string };

const POINTS = [1, 2, 3, 4, 5] as const;

/** A whole number from 1 to 5 with words at both ends. */
export function LikertInput({
  value,
  onChange,
  onBlur,
  disabled,
  readOnly,
  lowLabel,
  highLabel,
  ...field
}: LikertInputProps) {
  const words = (point: number) => (point === 1 ? lowLabel : point === 5 ? highLabel : undefined);
  const options = POINTS.map((point) => ({
    value: point as number,
    label: (
      <>
        {point}
        {words(point) && <span className="sr-only">, {words(point)}</span>}
      </>
    ),
  }));
  return (
    <FieldGroup {...field}>
      <RadioRow
        path={field.path}
        {...{ options, value, onChange, onBlur, disabled, readOnly }}
        invalid={Boolean(field.error)}
        scale
        clear={field.optional ? { label: field.label } : undefined}
      />
      {(lowLabel || highLabel) && (
        <div
          aria-hidden="true"
          className="flex w-[12.25rem] max-w-full justify-between gap-4 text-sm text-ink-2 pointer-coarse:w-[13.5rem]"
        >
          <span>{lowLabel}</span>
          <span className="text-right">{highLabel}</span>
        </div>
      )}
    </FieldGroup>
  );
}
