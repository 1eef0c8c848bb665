import { CriterionPicture } from "#app/(app)/projects/[slug]/criterion-picture.tsx";
import { RANGES, rangeOf } from "#app/(app)/projects/[slug]/ranges.ts";
import { currentSession } from "#app/actor.ts";
import { SegmentedLinks } from "#components/ui/segmented.tsx";
import type { Access } from "#server/access.ts";
import { listMarks } from "#server/annotations.ts";
import { now } from "#server/clock.ts";
import { criterionHistory } from "#server/criterion-history.ts";
import type { ProjectOverview } from "#server/project-overview.ts";

type OutcomeProps = {
  access: Access<"project.read">;
  base: string;
  criteria: ProjectOverview["criteria"];
  range: string | undefined;
};

const RANK = { breached: 0, at_risk: 1, met: 2, no_data: 3 } as const;

/** The criterion that hurts most, over time, with what happened meanwhile. */
export async function OutcomeCard({ access, base, criteria, range: asked }: OutcomeProps) {
  const worst = criteria
    .filter((c) => c.lastPointAt)
    .sort((a, b) => RANK[a.state] - RANK[b.state] || b.weight - a.weight)[0];
  if (!worst) return null;
  const { user } = await currentSession();
  const range = rangeOf(asked, now());
  const [history, marks] = await Promise.all([
    criterionHistory(access, worst, range),
    listMarks(access, range.from, range.to),
  ]);
  return (
    <CriterionPicture
      criterion={worst}
      history={history}
      marks={marks}
      range={range}
      zone={user.timeZone}
      csvBase={`${base}/monitoring`}
      actions={
        <SegmentedLinks
          label="Time range"
          items={RANGES.filter(({ days }) => days > 1).map(({ key, label }) => ({
            label,
            href: `${base}?range=${key}`,
            current: key === range.key,
          }))}
        />
      }
    />
  );
}
