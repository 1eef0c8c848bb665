const SCALE: Record<string, number> = { k: 1e3, m: 1e6, b: 1e9 };

/**
 * Reads a number as people type it: "1,200.50", "1 200,50", "$3.1M", "70%", "−4". A single separator followed by
 * exactly three digits groups thousands when it is a comma, and is the decimal point when it is a point.
 * Nothing typed is undefined; something that is no number is null.
 */
export function parseNumber(text: string): number | undefined | null {
  const bare = text.replace(/[\s'’_%\p{Sc}]/gu, "").replace(/[−–]/g, "-");
  if (bare === "") return text.trim() === "" ? undefined : null;
  const match = /^([-+]?)([\d.,]+(?:e[-+]?\d+)?)([kmb]?)$/i.exec(bare);
  if (!match?.[2]) return null;
  const digits = withDecimalPoint(match[2]);
  if (digits === null) return null;
  const value = Number(digits) * (SCALE[match[3]?.toLowerCase() ?? ""] ?? 1);
  if (!Number.isFinite(value)) return null;
  return Number((match[1] === "-" ? -value : value).toPrecision(15));
}

function withDecimalPoint(digits: string): string | null {
  const comma = digits.lastIndexOf(",");
  const point = digits.lastIndexOf(".");
  if (comma > point && !/^\d{1,3}(,\d{3})+$/.test(digits)) return only(digits.replaceAll(".", "").replace(",", "."));
  if (comma === -1 && /^\d{1,3}(\.\d{3}){2,}$/.test(digits)) return digits.replaceAll(".", "");
  return only(digits.replaceAll(",", ""));
}

const only = (text: string): string | null => (/^(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? text : null);
