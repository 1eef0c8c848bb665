import type { AnyFactKind } from "#stages/fact-kind.ts";

const WORDS = ["text", "choice", "fact", "group", "date", "instant"];

/** The parts of a new fact that its address tells; anything else in the address is passed over. */
export function knownParts(
  { fields }: Pick<AnyFactKind, "fields">,
  asked: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string | string[]> {
  const known: Record<string, string | string[]> = {};
  for (const { path, kind } of fields) {
    const value = asked[path];
    if (typeof value !== "string" || value === "" || value.length > 200) continue;
    if (kind === "tags") known[path] = [value];
    else if (WORDS.includes(kind)) known[path] = value;
  }
  return known;
}
