import type { FieldKind } from "#stages/field.ts";
import type { StageField } from "#stages/stage-fields.ts";

/** One answer as the browser needs it: its words and limits, without the schema, which stays on the server. */
export type FormField = {
  path: string;
  label: string;
  help: string;
  unit?: string | undefined;
  kind: FieldKind;
  min?: number | undefined;
  max?: number | undefined;
  options?: readonly { value: string; label: string }[] | undefined;
  columns?: readonly FormColumn[] | undefined;
  /** Of a reference: the kind of fact that it names. */
  of?: string | undefined;
  /** Of texts that may be ids of alerts. */
  alerts?: true | undefined;
  /** Of a group: where its attribute stands. */
  beside?: string | undefined;
};

export type FormColumn = Pick<FormField, "label" | "unit" | "kind" | "options"> & { name: string };

export function formFieldOf({
  path,
  label,
  help,
  unit,
  kind,
  min,
  max,
  options,
  columns,
  of,
  beside,
  alerts,
}: StageField): FormField {
  return {
    path,
    label,
    help,
    unit,
    kind,
    min,
    max,
    options,
    of,
    beside,
    alerts,
    columns: columns?.map((column) => ({
      name: column.name,
      label: column.label,
      unit: column.unit,
      kind: column.kind,
      options: column.options,
    })),
  };
}

/** Whether this project is asked for an answer now: "required" by its tier, or "optional". What is not asked is absent. */
export type Asked = Readonly<Record<string, "required" | "optional">>;
