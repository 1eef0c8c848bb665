import { ButtonLink } from "#components/ui/button.tsx";
import { modelCard } from "#stages/model/model-card.ts";
import { trainingRun } from "#stages/model/training-run.ts";

type KindToolsProps = { slug: string; kind: string; total: number; mayRecord: boolean };

/** What a few kinds offer beside the list: runs are compared, cards come as Markdown. */
export function KindTools({ slug, kind, total, mayRecord }: KindToolsProps) {
  if (kind === trainingRun.kind && total > 1)
    return (
      <ButtonLink href={`/projects/${slug}/training-runs`} prefetch={false}>
        Compare runs
      </ButtonLink>
    );
  if (kind === modelCard.kind && mayRecord)
    return (
      <ButtonLink href={`/projects/${slug}/model-cards/import`} prefetch={false}>
        Import Markdown
      </ButtonLink>
    );
  return null;
}
