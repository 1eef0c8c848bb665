import type { FormColumn } from "#stages/form/form-field.ts";

/** Columns of a list of rows, in the words of the table that people fill. */
export function rowColumnsOf(columns: readonly FormColumn[], currency: string) {
  return columns.map(({ name, label, kind, unit, options = [] }) => {
    const named = { key: name, label };
    switch (kind) {
      case "money":
        return { ...named, kind: "number" as const, unit: currency };
      case "number":
        return { ...named, kind: "number" as const, ...(unit && { unit }) };
      case "integer":
        return { ...named, kind: "number" as const, whole: true, ...(unit && { unit }) };
      case "percent":
        return { ...named, kind: "percent" as const };
      case "choice":
        return {
          ...named,
          kind: "choice" as const,
          options,
          grow: options.some((o) => o.label.length > WORDY) ? 2 : 1,
        };
      case "boolean":
        return { ...named, kind: "yes-no" as const };
      case "date":
        return { ...named, kind: "date" as const };
      case "numbers":
        return { ...named, kind: "numbers" as const };
      default:
        return { ...named, kind: "text" as const, grow: 2 };
    }
  });
}

/** Letters of a choice after which its box needs the room of two. */
const WORDY = 18;
