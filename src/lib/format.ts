import { formatBytes, formatDurationSeconds } from "#lib/format-size.ts";

/** One locale everywhere: the server's markup and the browser's must agree to the letter. */
const LOCALE = "en-GB";
const MINUS = "−";
const NOTHING = "–";

const formatters = new Map<string, Intl.NumberFormat>();

/**
 * A number as people read it: with `decimals`, exactly so many; without, about three significant digits
 * below 1,000 (0.742, 0.00132, 6.9, 47) and whole numbers with separators above. Rounds half away from zero.
 */
export function formatNumber(value: number | null | undefined, decimals?: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NOTHING;
  const [least, most] = decimals === undefined ? decimalsFor(Math.abs(value)) : [decimals, decimals];
  return signed(numberFormat(least, most).format(value));
}

/** The decimals with which the numbers of one column stand under each other: those of the most detailed. */
export function decimalsInColumn(values: readonly (number | null | undefined)[]): number {
  return Math.max(0, ...values.map((value) => formatNumber(value).split(".")[1]?.length ?? 0));
}

const NOT_FINITE: Readonly<Record<string, string>> = {
  NaN: "not a number",
  Infinity: "infinite",
  "-Infinity": "minus infinite",
};

/** A number that code logged, which may not be finite and is then kept by its name. */
export function formatMeasure(value: number | string | null | undefined): string {
  return typeof value === "string" ? (NOT_FINITE[value] ?? value) : formatNumber(value);
}

export const formatRatio = (value: number | null | undefined): string => formatNumber(value, 2);

export const formatScore = (value: number | null | undefined): string => formatNumber(value, 0);

/** Three decimals; anything smaller is "<0.001". */
export function formatPValue(p: number | null | undefined): string {
  return typeof p === "number" && p >= 0 && p < 0.001 ? "<0.001" : formatNumber(p, 3);
}

/** A fraction as percent with one decimal: 0.714 is "71.4%". */
export function formatPercent(fraction: number | null | undefined, decimals = 1): string {
  if (fraction === null || fraction === undefined) return NOTHING;
  return `${formatNumber(tidy(fraction * 100), decimals)}%`;
}

/** A difference of two fractions in percentage points, always with its sign: 0.023 is "+2.3 points". */
export function formatPoints(difference: number | null | undefined): string {
  if (difference === null || difference === undefined) return NOTHING;
  const points = tidy(difference * 100);
  return `${points > 0 ? "+" : ""}${formatNumber(points, 1)} points`;
}

/** How far two fractions are apart, in percentage points; small ones keep two decimals: 0.00132 is "0.13 points". */
export function formatGap(difference: number | null | undefined): string {
  if (difference === null || difference === undefined) return NOTHING;
  const points = tidy(difference * 100);
  return `${formatNumber(points, Math.abs(points) < 1 ? 2 : 1)} points`;
}

/** Whole units of the currency with separators; cents only below 100 and only when there are any. */
export function formatMoney(amount: number | null | undefined, currency: string): string {
  if (amount === null || amount === undefined || !Number.isFinite(amount)) return NOTHING;
  const cents = Math.abs(amount) < 100 && !Number.isInteger(amount);
  return withSymbol(amount, currency, numberFormat(cents ? 2 : 0, cents ? 2 : 0).format(Math.abs(amount)));
}

const SCALES: readonly (readonly [number, string])[] = [
  [1e12, "T"],
  [1e9, "B"],
  [1e6, "M"],
  [1e3, "k"],
];

/** Two or three significant digits: "€2.74M", "€180k", "€21.6M". Own arithmetic, because Intl's compact form differs between engines. */
export function formatMoneyCompact(amount: number | null | undefined, currency: string): string {
  if (amount === null || amount === undefined || !Number.isFinite(amount)) return NOTHING;
  const size = Math.abs(amount);
  const scale = SCALES.find(([limit]) => size >= limit * 0.9995);
  if (!scale) return formatMoney(amount, currency);
  const scaled = size / scale[0];
  const most = scaled < 10 ? 2 : scaled < 100 ? 1 : 0;
  return withSymbol(amount, currency, `${numberFormat(0, scale[1] === "k" ? 0 : most).format(scaled)}${scale[1]}`);
}

const CURRENCY_UNIT = /^([A-Z]{3})(?:\s*(?:\/|per )\s*(.+))?$/;

/**
 * A value with its unit. Understood: "fraction" (shown as percent), "%", ISO currencies with an optional "/month",
 * "seconds", "bytes", "points" (a difference of fractions), "" and "ratio" (no unit); any other unit is written behind the number.
 */
export function formatValue(value: number | null | undefined, unit: string | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NOTHING;
  const named = (unit ?? "").trim();
  const known = KNOWN_UNITS.get(named);
  if (known) return known(value);
  const money = CURRENCY_UNIT.exec(named);
  if (money?.[1]) return `${formatMoneyCompact(value, money[1])}${money[2] ? `/${money[2]}` : ""}`;
  return `${formatNumber(value)} ${named}`;
}

const plain = (value: number) => formatNumber(value);
const percentSign = (value: number) => `${formatNumber(value)}%`;

const KNOWN_UNITS = new Map<string, (value: number) => string>([
  ["", plain],
  ["ratio", plain],
  ["score", plain],
  ["fraction", (value) => formatPercent(value, Math.abs(value) < 0.01 && value !== 0 ? 2 : 1)],
  ["points", formatGap],
  ["%", percentSign],
  ["percent", percentSign],
  ["bytes", formatBytes],
  ["seconds", formatDurationSeconds],
]);

/** The unit to write on every number of a column: one that is a whole word or more is said once instead, and is "" here. */
export function unitInColumn(unit: string | null | undefined): string {
  const named = (unit ?? "").trim();
  return KNOWN_UNITS.has(named) || CURRENCY_UNIT.test(named) || named.length <= LONGEST_SIGN ? named : "";
}

const LONGEST_SIGN = 4;

/** The unit as it stands beside a number field: "fraction" is typed as %, a currency by its code. */
export function unitLabel(unit: string | null | undefined): string {
  if (!unit || unit === "ratio" || unit === "score") return "";
  return unit === "fraction" || unit === "percent" ? "%" : unit;
}

const SYMBOLS: Record<string, string> = { EUR: "€", USD: "$", GBP: "£", JPY: "¥", CHF: "CHF ", SEK: "SEK ", INR: "₹" };

export const currencySymbol = (currency: string): string => SYMBOLS[currency] ?? `${currency} `;

function withSymbol(amount: number, currency: string, digits: string): string {
  return `${amount < 0 ? MINUS : ""}${currencySymbol(currency)}${digits}`;
}

function decimalsFor(size: number): [least: number, most: number] {
  if (size === 0 || size >= 1000) return [0, 0];
  if (size >= 100) return [0, 1];
  if (size >= 1) return [0, 2];
  return [2, Math.min(12, Math.max(3, 2 - Math.floor(Math.log10(size))))];
}

function numberFormat(least: number, most: number): Intl.NumberFormat {
  const key = `${least} ${most}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: least, maximumFractionDigits: most });
  formatters.set(key, made);
  return made;
}

const signed = (text: string): string => (/^-[0.,]*$/.test(text) ? text.slice(1) : text.replace("-", MINUS));

/** Takes the dust of binary fractions off (0.285 × 100 is 28.499999999999996) before it is rounded. */
const tidy = (value: number): number => Number(value.toPrecision(12));
