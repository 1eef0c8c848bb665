const PARTS: Readonly<Record<string, string>> = {
  gainTp: "right alarm",
  costFp: "false alarm",
  costFn: "miss",
  valueTn: "right pass",
  text: "",
  value: "",
};

/** One answer as plain words; empty where there is none. */
export function answerText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .filter(([, part]) => part !== undefined && part !== null)
    .map(([name, part]) => [PARTS[name] ?? name, String(part)].filter(Boolean).join(" "))
    .join(", ");
}
