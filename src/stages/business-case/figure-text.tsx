import { formatMoneyCompact, formatNumber, formatPercent, formatScore } from "#lib/format.ts";
import type { Figure } from "#stages/fact-kind.ts";

const QUADRANTS: Readonly<Record<string, string>> = {
  do_now: "do now",
  de_risk: "remove the risk first",
  fill_in: "fill in",
  park: "park",
};

/** A number of the business case as people read it; a dash where it is not known. */
export function figureText({ name, value, unit }: Pick<Figure, "name" | "value" | "unit">, currency: string): string {
  if (value === null) return name === "payback" ? "never" : "–";
  if (typeof value !== "number") return QUADRANTS[String(value)] ?? String(value);
  if (unit === "money") return formatMoneyCompact(value, currency);
  if (unit === "months") return `${formatNumber(value, 1)} months`;
  if (unit === "percent") return formatPercent(value);
  if (name === "roi") return `${formatNumber(value, 1)}×`;
  if (name === "priority") return formatNumber(value, 1);
  return unit === "score" ? formatScore(value) : formatNumber(value);
}
