"use client";

import { useState } from "react";
import { boxClass } from "#components/form/box.ts";
import { type ControlProps, Field, type FieldProps } from "#components/form/field.tsx";
import { classNames } from "#lib/class-names.ts";

type PasswordInputProps = FieldProps &
  ControlProps<string> & { name: string; autoComplete: "current-password" | "new-password" };

/** A password that can be looked at while typing. */
export function PasswordInput({ value, onChange, onBlur, disabled, name, autoComplete, ...field }: PasswordInputProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field {...field}>
      {(ties) => (
        <div className="relative flex items-center">
          <input
            {...ties}
            type={shown ? "text" : "password"}
            name={name}
            autoComplete={autoComplete}
            autoCapitalize="none"
            spellCheck={false}
            value={value ?? ""}
            onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
            onBlur={onBlur}
            disabled={disabled}
            className={classNames(boxClass, "pr-16")}
          />
          <button
            type="button"
            aria-label={shown ? "Hide what is typed" : "Show what is typed"}
            onClick={() => setShown(!shown)}
            className="absolute right-1 rounded-md px-2 py-1 text-sm font-medium text-ink-2 hover:text-ink"
          >
            {shown ? "Hide" : "Show"}
          </button>
        </div>
      )}
    </Field>
  );
}
