/** What is recorded and therefore not asked: its value, and where it was said. */
export type Known = { value: unknown; from: string; where: string };
/** By path of the answer. */
export type KnownAnswers = Readonly<Record<string, Known>>;

/** Only what has a value. */
export function knownFrom(
  { from, where }: Omit<Known, "value">,
  values: Readonly<Record<string, unknown>>,
): KnownAnswers {
  const told = Object.entries(values).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(told.map(([path, value]) => [path, { value, from, where }]));
}
