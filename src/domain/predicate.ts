/** One named condition of a gate over stored facts (A5). A requirement adds words and a way to mend it. */
export type Predicate = { key: string; met: boolean };

export type GateOutcome = { ready: boolean; failed: string[] };

/** Ready when every predicate holds; else the keys that do not, in the order of the gate. */
export function gateOutcome(predicates: readonly Predicate[]): GateOutcome {
  const failed = predicates.filter(({ met }) => !met).map(({ key }) => key);
  return { ready: failed.length === 0, failed };
}
