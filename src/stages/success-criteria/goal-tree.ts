import type { CriterionKind } from "#domain/vocabulary.ts";

export type Level<C> = { key: string; title: string; criteria: readonly C[] };

/**
 * The way from the goal to what is measured, by kind: the north star, the other business numbers, the model metrics that
 * stand in for them, the operation that carries them, and the fairness that bounds them all. Which proxy supports which
 * goal is told by the kind, because a criterion names no parent of its own. Levels without a criterion are left out.
 */
export function goalTree<C extends { key: string; kind: CriterionKind }>(
  criteria: readonly C[],
  northStar: unknown,
): Level<C>[] {
  const star = criteria.filter(({ key }) => key === northStar);
  const rest = criteria.filter(({ key }) => key !== northStar);
  const of = (kind: CriterionKind) => rest.filter((criterion) => criterion.kind === kind);
  const levels: Level<C>[] = [
    { key: "goal", title: "The goal: the north star", criteria: star },
    {
      key: "business",
      title: star.length > 0 ? "Other business numbers" : "The goal: business",
      criteria: of("business"),
    },
    { key: "model", title: "Stands in for it: model metrics", criteria: of("model") },
    { key: "operational", title: "Carries it: the operation", criteria: of("operational") },
    { key: "fairness", title: "Bounds it: fairness", criteria: of("fairness") },
  ];
  return levels.filter((level) => level.criteria.length > 0);
}
