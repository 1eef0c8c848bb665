const NAMED = 5;

/** Names in a sentence: the first few, and how many more there are. */
export function listed(names: readonly string[]): string {
  const rest = names.length - NAMED;
  return rest > 0 ? `${names.slice(0, NAMED).join(", ")} and ${rest} more` : names.join(", ");
}
