import type { ReactNode } from "react";
import { classNames } from "#lib/class-names.ts";

/** What every typed field is given about itself; `path` is its place in the document and makes its anchor. */
export type FieldProps = {
  path: string;
  label: string;
  help?: ReactNode;
  unit?: string | undefined;
  /** Marks what may stay empty, but where all that is folded may; what must be filled carries no mark. */
  optional?: boolean | undefined;
  error?: string | undefined;
  /** A quiet line under the field: who changed it, what it feeds. */
  note?: ReactNode;
  className?: string;
};

/** What every typed control is given about its value. Empty is undefined; null is read as empty. */
export type ControlProps<T> = {
  value: T | null | undefined;
  onChange: (value: T | undefined) => void;
  onBlur?: (() => void) | undefined;
  disabled?: boolean | undefined;
  readOnly?: boolean | undefined;
};

/** The attributes that tie a control to its label, help and error. */
export type FieldTies = { id: string; "aria-describedby"?: string; "aria-invalid"?: true };

export const fieldId = (path: string): string => `field-${path}`;

type FieldFrameProps = FieldProps & { children: (ties: FieldTies) => ReactNode };

export function Field({ children, className, ...field }: FieldFrameProps) {
  return (
    <div className={classNames("flex min-w-0 flex-col gap-1.5", className)}>
      <label htmlFor={fieldId(field.path)} className="text-base font-semibold">
        <LabelText {...field} />
      </label>
      {children(tiesOf(field))}
      <FieldFoot {...field} />
    </div>
  );
}

/** For fields that are several controls: the label is a legend and the anchor is the group. */
export function FieldGroup({ children, className, ...field }: FieldProps & { children: ReactNode }) {
  const { id, ...ties } = tiesOf(field);
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      aria-describedby={ties["aria-describedby"]}
      className={classNames("min-w-0 outline-none", className)}
    >
      <legend className="pb-1.5 text-base font-semibold">
        <LabelText {...field} />
      </legend>
      <div className="flex flex-col gap-1.5">
        {children}
        <FieldFoot {...field} />
      </div>
    </fieldset>
  );
}

function LabelText({ label, optional }: Pick<FieldProps, "label" | "optional">) {
  return (
    <>
      {label}
      {optional && <span className="font-normal text-ink-2 in-[details]:sr-only"> (optional)</span>}
    </>
  );
}

function FieldFoot({ path, help, error, note }: FieldProps) {
  const id = fieldId(path);
  return (
    <>
      {error && (
        <p id={`${id}-error`} className="text-sm font-medium text-bad">
          {error}
        </p>
      )}
      {help && (
        <div id={`${id}-help`} className="text-sm text-pretty text-ink-2">
          {help}
        </div>
      )}
      {note && <div className="text-sm text-ink-2">{note}</div>}
    </>
  );
}

function tiesOf({ path, help, error }: FieldProps): FieldTies {
  const id = fieldId(path);
  const described = [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(" ");
  return { id, ...(described && { "aria-describedby": described }), ...(error && { "aria-invalid": true as const }) };
}
