"use client";

import { useState } from "react";
import { type ControlProps, Field, type FieldProps } from "#components/form/field.tsx";
import { NumberBox } from "#components/form/number-box.tsx";
import { SelectBox } from "#components/form/select-box.tsx";

const UNITS = [
  { value: "86400", label: "days" },
  { value: "3600", label: "hours" },
  { value: "60", label: "minutes" },
] as const;

type Unit = (typeof UNITS)[number]["value"];

/** A length of time in days, hours or minutes, kept in seconds. */
export function SpanInput({ value, onChange, readOnly, ...field }: FieldProps & ControlProps<number>) {
  const [unit, setUnit] = useState<Unit>(() => unitOf(value));
  const factor = Number(unit);
  return (
    <Field {...field}>
      {(ties) => (
        <div className="grid grid-cols-[minmax(0,1fr)_7rem] gap-1.5">
          <NumberBox
            ties={ties}
            readOnly={readOnly}
            value={value == null ? value : value / factor}
            onChange={(count) => onChange(count === undefined ? undefined : Math.round(count * factor))}
          />
          <SelectBox
            ties={{ id: `${ties.id}-unit`, "aria-label": `${field.label}, unit` }}
            readOnly={readOnly}
            options={UNITS}
            value={unit}
            onChange={(next) => {
              if (!next) return;
              setUnit(next);
              if (value != null) onChange(Math.round((value / factor) * Number(next)));
            }}
          />
        </div>
      )}
    </Field>
  );
}

function unitOf(seconds: number | null | undefined): Unit {
  return UNITS.find((unit) => seconds && seconds % Number(unit.value) === 0)?.value ?? "60";
}
