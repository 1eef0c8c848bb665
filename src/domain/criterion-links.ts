import type { Criterion } from "#domain/criteria.ts";

/** A criterion in the tree of goals: it stands in for the one that it supports. */
export type Linked = Pick<Criterion, "key" | "name" | "supports">;

/** What is wrong with the criterion that one says it supports, beside the others as they stand; null where it may. */
export function linkProblem(criterion: Linked, others: readonly Linked[]): string | null {
  const { key, name, supports } = criterion;
  if (supports === null) return null;
  if (supports === key) return "A criterion cannot support itself.";
  const byKey = new Map(others.filter((other) => other.key !== key).map((other) => [other.key, other]));
  const goal = byKey.get(supports);
  if (!goal) return `There is no criterion “${supports}” in this project that it could support.`;
  const way = wayUp(goal, byKey);
  if (way.at(-1)?.supports !== key) return null;
  const steps = way.map((step) => `“${step.name}”`).join(", which supports ");
  return `That would make a circle: “${name}” supports ${steps}, which supports “${name}” again.`;
}

/** From a criterion to the goal at the top; it ends where a link leads out of what is known. */
function wayUp(from: Linked, byKey: ReadonlyMap<string, Linked>): Linked[] {
  const way = [from];
  const seen = new Set([from.key]);
  for (let at: Linked | undefined = from; at; ) {
    const next: Linked | undefined = byKey.get(at.supports ?? "");
    if (!next || seen.has(next.key)) break;
    seen.add(next.key);
    way.push(next);
    at = next;
  }
  return way;
}

export type Branch<C> = { criterion: C; below: readonly Branch<C>[] };

/** The criteria as trees, each below the one that it supports, in the order given; a link that leads nowhere is none. */
export function supportTrees<C extends Linked>(criteria: readonly C[]): Branch<C>[] {
  const keys = new Set(criteria.map(({ key }) => key));
  const children = Map.groupBy(criteria, ({ supports }) => (supports !== null && keys.has(supports) ? supports : ""));
  const grown = (under: string): Branch<C>[] =>
    (children.get(under) ?? []).map((criterion) => ({ criterion, below: grown(criterion.key) }));
  return grown("");
}
