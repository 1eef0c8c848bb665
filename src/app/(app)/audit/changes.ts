export type Change = { field: string; from: string | undefined; to: string | undefined };

const LONGEST = 200;
/** Said by the line itself, or nobody's concern. */
const LEFT_OUT = new Set(["id", "projectId", "userId", "updatedAt", "createdAt", "version"]);

/** The fields in which two records differ, one level deep. Without a record before, everything in the new one. */
export function changesIn(before: unknown, after: unknown): Change[] {
  const [old, next] = [recordOf(before), recordOf(after)];
  const fields = [...new Set([...Object.keys(old), ...Object.keys(next)])].filter((field) => !LEFT_OUT.has(field));
  return fields
    .map((field) => ({ field: spaced(field), from: textOf(old[field]), to: textOf(next[field]) }))
    .filter(({ from, to }) => from !== to);
}

/** "disabledAt" reads as "disabled at". */
function spaced(field: string): string {
  return field.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
