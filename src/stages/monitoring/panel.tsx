import Link from "next/link";
import { FirstRecord } from "#stages/first-record.tsx";
import { BudgetCharts } from "#stages/monitoring/budget-chart.tsx";
import { driftSeries, driftSettingOf, worstFirst } from "#stages/monitoring/drift.ts";
import { DriftHeat } from "#stages/monitoring/drift-heat.tsx";
import { driftReference } from "#stages/monitoring/drift-reference.ts";
import { driftResult } from "#stages/monitoring/drift-result.ts";
import { HistogramPair } from "#stages/monitoring/histogram-pair.tsx";
import { IncidentTable } from "#stages/monitoring/incident-table.tsx";
import type { StagePanelProps } from "#stages/panel.tsx";

/** The pictures of stage 9: drift week by week, the newest pair of histograms behind it, what is left to fail, what went wrong. */
export function MonitoringPanel(props: StagePanelProps) {
  const { access, facts, zone, asked } = props;
  const base = `/projects/${access.slug}`;
  const files = `/api/v1/projects/${access.slug}`;
  const setting = driftSettingOf(facts, facts.documents);
  const drift = worstFirst(driftSeries(facts, facts.of(driftResult), setting));
  const measured = drift.filter(({ windows }) => windows.length > 0);
  const [worst] = measured;
  return (
    <>
      {measured.length > 0 ? (
        <DriftHeat
          access={access}
          facts={facts}
          drift={measured}
          zone={zone}
          weeks={typeof asked?.weeks === "string" ? asked.weeks : undefined}
          hrefOf={(weeks) => `${base}/stages/monitoring?weeks=${weeks}`}
        />
      ) : (
        <NoDrift access={access} references={drift.length} />
      )}
      {worst && <HistogramPair series={worst} zone={zone} />}
      <BudgetCharts {...props} />
      <IncidentTable facts={facts} base={base} zone={zone} csvHref={`${files}/incidents/export`} />
      <p className="text-sm text-ink-2">
        Each criterion over time, with its limits and what happened, stands on{" "}
        <Link
          href={`${base}/monitoring`}
          prefetch={false}
          className="font-medium text-ink underline underline-offset-2"
        >
          the monitoring page
        </Link>
        .
      </p>
    </>
  );
}

function NoDrift({ access, references }: Pick<StagePanelProps, "access"> & { references: number }) {
  if (references === 0)
    return (
      <FirstRecord
        access={access}
        kind={driftReference}
        title="No feature is watched for drift"
        action="Record a reference"
      >
        A reference holds how a feature was distributed when all was well; each week is compared with it.
      </FirstRecord>
    );
  return (
    <FirstRecord access={access} kind={driftResult} title="No window is compared yet" action="Record a window">
      {references === 1 ? "One reference waits" : `${references} references wait`} for the counts of a first week.
    </FirstRecord>
  );
}
