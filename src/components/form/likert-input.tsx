import { type ControlProps, FieldGroup, type FieldProps } from "#components/form/field.tsx";
import { ClearAnswer, RadioRow } from "#components/form/radio-row.tsx";

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
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
        {lowLabel && <EndLabel>{lowLabel}</EndLabel>}
        <RadioRow
          path={field.path}
          {...{ options, value, onChange, onBlur, disabled, readOnly }}
          invalid={Boolean(field.error)}
        />
        {highLabel && <EndLabel>{highLabel}</EndLabel>}
      </div>
      <ClearAnswer
        shown={Boolean(field.optional && value && !disabled && !readOnly)}
        label={field.label}
        onClear={() => onChange(undefined)}
      />
    </FieldGroup>
  );
}

function EndLabel({ children }: { children: string }) {
  return (
    <span aria-hidden="true" className="text-sm text-ink-2">
      {children}
    </span>
  );
}
