import type { FormField } from "#stages/form/form-field.ts";

export type SortedErrors = { byField: Record<string, string>; elsewhere: string[] };

/** Brings the server's issues ("alternatives.0.cost") to the fields that show them. */
export function sortErrors(issues: Readonly<Record<string, string>>, fields: readonly FormField[]): SortedErrors {
  const sorted: SortedErrors = { byField: {}, elsewhere: [] };
  for (const [path, message] of Object.entries(issues)) {
    const bare = path.replace(/^document\./, "");
    const field = fields.find((each) => bare === each.path || bare.startsWith(`${each.path}.`));
    if (!field) sorted.elsewhere.push(message);
    else sorted.byField[field.path] ??= placed(field, bare.slice(field.path.length + 1), message);
  }
  return sorted;
}

/** What a form says of an answer that has to be there and is not; the server's words name values of the code. */
export function blankWords({ kind }: Pick<FormField, "kind">): string {
  if (kind === "boolean") return "Answer yes or no";
  return CHOSEN.has(kind) ? "Choose one" : "Fill this in";
}

const CHOSEN: ReadonlySet<FormField["kind"]> = new Set([
  "choice",
  "choices",
  "likert",
  "fact",
  "group",
  "user",
  "criterion",
]);

function placed(field: FormField, rest: string, message: string): string {
  const [row, column] = rest.split(".");
  if (!row || !/^\d+$/.test(row)) return message;
  const label = field.columns?.find(({ name }) => name === column)?.label.toLowerCase();
  return label ? `Row ${Number(row) + 1}, ${label}: ${message}` : `Entry ${Number(row) + 1}: ${message}`;
}
