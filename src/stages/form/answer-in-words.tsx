import { formatMoney, formatNumber, formatPercent } from "#lib/format.ts";
import { isGroup } from "#stages/answer-at.ts";
import type { FormField } from "#stages/form/form-field.ts";

type Names = {
  currency: string;
  people: readonly { value: string; label: string }[];
  criteria: readonly { value: string; label: string }[];
};

/** An answer as a text to read and compare. */
export function answerInWords(field: Pick<FormField, "kind" | "options">, value: unknown, names: Names): string {
  if (value === undefined || value === null || value === "") return "Nothing";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (Array.isArray(value)) return value.map((entry) => entryInWords(field, entry)).join("\n");
  if (typeof value === "number") return numberInWords(field.kind, value, names.currency);
  const options = field.kind === "user" ? names.people : field.kind === "criterion" ? names.criteria : field.options;
  return options?.find((option) => option.value === value)?.label ?? String(value);
}

function numberInWords(kind: FormField["kind"], value: number, currency: string): string {
  if (kind === "money") return formatMoney(value, currency);
  return kind === "percent" ? formatPercent(value) : formatNumber(value);
}

function entryInWords(field: Pick<FormField, "options">, entry: unknown): string {
  if (isGroup(entry)) return Object.values(entry).map(String).join(", ");
  return field.options?.find((option) => option.value === entry)?.label ?? String(entry);
}
