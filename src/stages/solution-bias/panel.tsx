import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { Thread } from "#components/charts/thread.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { formatDate } from "#lib/format-date.ts";
import { onlyLooks } from "#server/access.ts";
import { log } from "#server/log.ts";
import type { StageFacts } from "#stages/facts.ts";
import { tagOf } from "#stages/integration/release.ts";
import type { StagePanelProps } from "#stages/panel.tsx";
import { type Assessment, assessmentRecord } from "#stages/solution-bias/assessment-record.ts";
import { forViewers, judgedMeasures, measureValues } from "#stages/solution-bias/assessment-verdicts.ts";
import { BeforeAfter } from "#stages/solution-bias/before-after.tsx";
import { biasThread } from "#stages/solution-bias/bias-thread.ts";
import { ForestChart } from "#stages/solution-bias/forest-chart.tsx";
import { BaseRates, Confusions } from "#stages/solution-bias/group-charts.tsx";
import { OtherMeasures } from "#stages/solution-bias/other-measures.tsx";

/** The pictures of stage 8: the thread of every group, the chosen measures, base rates, counts, and what was mended. */
export function SolutionBiasPanel({ access, facts, zone }: StagePanelProps) {
  const base = `/projects/${access.slug}`;
  const [newest] = facts.of(assessmentRecord);
  if (!newest) return facts.tier === 1 && !facts.affectsPeople ? null : <Nothing base={base} />;
  const viewer = onlyLooks(access);
  log.info(
    { projectId: access.projectId, actor: access.actor.name, assessment: newest.key },
    "group figures were read",
  );
  const seen = viewer ? { ...newest, data: forViewers(newest.data) } : newest;
  const hidden = newest.data.groups.length - seen.data.groups.length;
  const csvHref = `/api/v1/projects/${access.slug}/fairness-assessments/export`;
  const chosen = judgedMeasures(seen.data);
  return (
    <>
      <BiasThreadChart assessment={seen} facts={facts} base={base} csvHref={csvHref} />
      {hidden > 0 && (
        <Notice>
          {hidden} {hidden === 1 ? "group" : "groups"} below ten decisions {hidden === 1 ? "is" : "are"} not shown to
          viewers.
        </Notice>
      )}
      {chosen.map((measure) => (
        <ForestChart
          key={measure.measure}
          data={seen.data}
          measure={measure}
          at={facts.now}
          zone={zone}
          csvHref={csvHref}
        />
      ))}
      <BaseRates data={seen.data} csvHref={csvHref} />
      <OtherMeasures
        values={measureValues(seen.data).filter(({ metric }) => !chosen.some(({ measure }) => measure === metric))}
        note={seen.data.note}
        at={facts.now}
        zone={zone}
      />
      <Confusions data={seen.data} csvHref={csvHref} />
      <BeforeAfter facts={facts} csvHref={`/api/v1/projects/${access.slug}/remediations/export`} />
    </>
  );
}

type BiasThreadChartProps = { assessment: Assessment; facts: StageFacts; base: string; csvHref: string };

function BiasThreadChart({ assessment, facts, base, csvHref }: BiasThreadChartProps) {
  const { data, at } = assessment;
  const rows = biasThread(assessment, facts);
  const bad = rows.filter(({ knots }) => knots.slice(0, 3).some(({ tone }) => tone === "bad" || tone === "warn"));
  const steps = [
    { name: "In the data", href: `${base}/stages/data-selection` },
    { name: "In the register", href: `${base}/stages/data-bias` },
    { name: `In ${tagOf(facts, data.release)}`, href: `${base}/facts/fairness-assessments/${assessment.key}` },
    { name: "In operation", href: `${base}/stages/monitoring` },
  ];
  return (
    <ChartFrame
      level={3}
      title="Bias thread"
      measure={`Each group through the stages; ${data.name}, ${data.dataSource} data, assessed ${formatDate(at)}`}
      finding={
        bad.length === 0
          ? "No group stands out on its way."
          : `${bad.map(({ name }) => name).join(", ")} ${bad.length === 1 ? "stands" : "stand"} out on the way.`
      }
      csvHref={csvHref}
    >
      <Thread label="Bias thread, group by group" steps={steps} rows={rows} />
    </ChartFrame>
  );
}

function Nothing({ base }: { base: string }) {
  return (
    <Card>
      <EmptyState
        title="No assessment yet"
        action={<ButtonLink href={`${base}/facts/fairness-assessments/new`}>Record an assessment</ButtonLink>}
      >
        Counts per group from shadow, canary or production become measures with intervals and verdicts.
      </EmptyState>
    </Card>
  );
}
