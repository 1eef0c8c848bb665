import { type Branch, type Linked, supportTrees } from "#domain/criterion-links.ts";
import type { CriterionKind } from "#domain/vocabulary.ts";

export type Level<C> = { key: string; title: string; criteria: readonly C[] };

type Criterion = Linked & { kind: CriterionKind };

/** The criteria as a picture: along the links that they tell, or along their kinds while none is told. */
export type GoalPicture<C> =
  | { by: "links"; trees: { title: string; branches: readonly Branch<C>[] }[] }
  | { by: "kind"; levels: readonly Level<C>[] };

/** The north star's tree comes first, then other goals with what supports them, then what is linked to nothing. */
export function goalPicture<C extends Criterion>(criteria: readonly C[], northStar: unknown): GoalPicture<C> {
  const trees = supportTrees(criteria);
  const linked = trees.filter(({ below }) => below.length > 0);
  if (linked.length === 0) return { by: "kind", levels: goalTree(criteria, northStar) };
  const star = trees.filter(({ criterion }) => criterion.key === northStar);
  const goals = linked.filter((tree) => !star.includes(tree));
  const loose = trees.filter((tree) => !star.includes(tree) && !linked.includes(tree));
  const parts = [
    { title: "The goal: the north star", branches: star },
    { title: star.length > 0 ? "Other goals" : "Goals", branches: goals },
    { title: "Not linked to a goal", branches: loose },
  ];
  return { by: "links", trees: parts.filter(({ branches }) => branches.length > 0) };
}

/**
 * The way from the goal to what is measured, by kind: the north star, the other business numbers, the model metrics that
 * stand in for them, the operation that carries them, and the fairness that bounds them all. Levels without a criterion
 * are left out.
 */
function goalTree<C extends { key: string; kind: CriterionKind }>(
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
