import { formatMeasure, formatMoney, formatNumber, formatPercent, formatValue } from "#lib/format.ts";
import { formatDate, formatDateTime } from "#lib/format-date.ts";
import type { AnyFactKind, Figure } from "#stages/fact-kind.ts";
import type { StageField } from "#stages/stage-fields.ts";

export type TextSetting = {
  currency: string;
  zone: string;
  people: ReadonlyMap<string, string>;
  /** Names of facts, as "kind/key". */
  names: ReadonlyMap<string, string>;
};

/** What a fact is called; one that is about another fact bears that one's name. */
export function titleText(
  { name, fields }: Pick<AnyFactKind, "name" | "fields">,
  title: string,
  names: TextSetting["names"],
): string {
  const of = fields.find(({ path }) => path === name)?.of;
  return (of && names.get(`${of}/${title}`)) ?? title;
}

/** One part of a fact as people read it; null where nothing was said. */
export function partText(field: StageField, value: unknown, setting: TextSetting): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return numberText(field, value, setting.currency);
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "string") return wordsText(field, value, setting);
  if (Array.isArray(value)) return listText(field, value, setting.names);
  return Object.entries(value)
    .map(([name, each]) => `${name} = ${typeof each === "string" ? formatMeasure(each) : each}`)
    .join(", ");
}

export function figureText({ value, unit, reason }: Figure): string {
  if (value === null) return reason ?? "–";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "string") return value;
  if (unit === "percent") return formatPercent(value);
  if (unit === "score") return formatNumber(value, value === Math.round(value) ? 0 : 1);
  return formatValue(value, unit);
}

function wordsText({ kind, options, of }: StageField, value: string, { zone, people, names }: TextSetting): string {
  switch (kind) {
    case "choice":
      return options?.find((option) => option.value === value)?.label ?? value;
    case "date":
      return formatDate(value);
    case "instant":
      return formatDateTime(value, zone);
    case "user":
      return people.get(value) ?? "Somebody who left";
    case "fact":
      return names.get(`${of}/${value}`) ?? value;
    default:
      return value;
  }
}

function numberText({ kind, unit }: StageField, value: number, currency: string): string {
  if (kind === "money") return formatMoney(value, currency);
  if (kind === "percent") return formatPercent(value, Math.abs(value) < 0.01 && value !== 0 ? 2 : 1);
  if (kind === "likert") return `${value} of 5`;
  return unit ? `${formatNumber(value)} ${unit}` : formatNumber(value);
}

function listText({ of, kind }: StageField, values: readonly unknown[], names: ReadonlyMap<string, string>): string {
  if (kind === "records") return `${values.length} ${values.length === 1 ? "row" : "rows"}`;
  return values.map((each) => (of ? (names.get(`${of}/${each}`) ?? String(each)) : String(each))).join(", ");
}
