import { PhaseBar } from "#components/charts/phase-bar.tsx";
import { Card } from "#components/ui/card.tsx";
import { formatPercent } from "#lib/format.ts";
import { formatDays } from "#lib/format-size.ts";
import type { ProjectOverview } from "#server/project-overview.ts";

/** Active days by phase, with the modelling share beside the rule of thumb of a fifth: a reference, never a red light. */
export function TimeCard({ overview }: { overview: ProjectOverview }) {
  const total = overview.phases.reduce((sum, { days }) => sum + days, 0);
  if (total < 0.5)
    return (
      <Card title="Where the time went">
        <p className="text-base text-ink-2">Nothing to show before the first stage has run for a day.</p>
      </Card>
    );
  const share = overview.modelDays / total;
  return (
    <Card title="Where the time went">
      <div className="flex flex-col gap-2.5">
        <PhaseBar
          parts={overview.phases.map(({ phase, days }) => ({ phase, value: days, text: formatDays(days) }))}
          label={`Active days by phase, ${formatDays(total)} in all`}
        />
        <p className="text-sm text-ink-2">
          Modelling took {formatPercent(share, 0)} of {formatDays(total)} of work; about 20% is usual.
        </p>
      </div>
    </Card>
  );
}
