import type { Metadata } from "next";
import { KindHead } from "#app/(app)/projects/[slug]/facts/[kind]/kind-head.tsx";
import { ComparisonTable } from "#app/(app)/projects/[slug]/training-runs/comparison-table.tsx";
import { RunPicker } from "#app/(app)/projects/[slug]/training-runs/run-picker.tsx";
import { currentSession } from "#app/actor.ts";
import { readingProject } from "#app/project.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { listCriteria } from "#server/criteria.ts";
import { getProject } from "#server/projects.ts";
import { findRuns, searchRuns } from "#server/training-runs.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { compareRuns } from "#stages/model/run-comparison.ts";
import { trainingRun } from "#stages/model/training-run.ts";

export const metadata: Metadata = { title: "Compare runs" };

type ComparePageProps = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const MOST = 5;

/** Two to five runs side by side: what was different, and what came of it. */
export default async function CompareRunsPage({ params, searchParams }: ComparePageProps) {
  const [{ slug }, asked] = await Promise.all([params, searchParams]);
  const [{ user }, access] = await Promise.all([currentSession(), readingProject(slug)]);
  const wanted = [...new Set([asked.run ?? []].flat())];
  const q = typeof asked.q === "string" ? asked.q.slice(0, 200) : "";
  const [chosen, found, criteria, { currency }] = await Promise.all([
    findRuns(access, wanted.slice(0, MOST)),
    searchRuns(access, q),
    listCriteria(access),
    getProject(access),
  ]);
  const base = `/projects/${slug}`;
  const kind = factKindOf(trainingRun.kind);
  return (
    <div className="flex flex-col gap-4">
      <KindHead
        slug={slug}
        kind={kind}
        here="Compare"
        title="Compare runs"
        summary="Choose two to five training runs. What differs stands first and is marked; values that are not finite are never the best."
      />
      {found.total === 0 && q === "" ? (
        <Card>
          <EmptyState
            title="No training run yet"
            action={<ButtonLink href={`${base}/facts/training-runs`}>To the training runs</ButtonLink>}
          >
            Once runs are recorded, two or more of them can be held against each other here.
          </EmptyState>
        </Card>
      ) : (
        <>
          {chosen.length > 1 && (
            <ComparisonTable
              runs={chosen}
              comparison={compareRuns(chosen, criteria)}
              base={base}
              setting={{ currency, zone: user.timeZone }}
            />
          )}
          <RunPicker
            action={`${base}/training-runs`}
            q={q}
            chosen={chosen}
            found={found}
            tooMany={wanted.length > MOST ? wanted.length : null}
            most={MOST}
            zone={user.timeZone}
          />
        </>
      )}
    </div>
  );
}
