export const RANGES = [
  { key: "24h", label: "24 h", days: 1 },
  { key: "7d", label: "7 d", days: 7 },
  { key: "30d", label: "30 d", days: 30 },
  { key: "8w", label: "8 w", days: 56 },
  { key: "1y", label: "1 y", days: 365 },
] as const;
export type RangeKey = (typeof RANGES)[number]["key"];

/** The range that the address names, ending now. */
export function rangeOf(key: string | undefined, now: Date, fallback: RangeKey = "8w") {
  const range = RANGES.find((r) => r.key === key) ?? RANGES.find((r) => r.key === fallback) ?? RANGES[3];
  return { ...range, from: new Date(now.getTime() - range.days * 86_400_000), to: now };
}
