import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { Thread } from "#components/charts/thread.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { csvLink } from "#lib/csv-link.ts";
import { formatDate } from "#lib/format-date.ts";
import { onlyLooks } from "#server/access.ts";
import { getLiveGroups } from "#server/live-groups.ts";
import { log } from "#server/log.ts";
import type { StageFacts } from "#stages/facts.ts";
import { FirstRecord } from "#stages/first-record.tsx";
import { tagOf } from "#stages/integration/release.ts";
import type { StagePanelProps } from "#stages/panel.tsx";
import { fairnessAssessment } from "#stages/solution-bias/assessment.ts";
import { type Assessment, assessmentRecord } from "#stages/solution-bias/assessment-record.ts";
import { forViewers, judgedMeasures, measureValues } from "#stages/solution-bias/assessment-verdicts.ts";
import { BeforeAfter } from "#stages/solution-bias/before-after.tsx";
import { type BiasThread, biasThread } from "#stages/solution-bias/bias-thread.ts";
import { ForestChart } from "#stages/solution-bias/forest-chart.tsx";
import { BaseRates, Confusions } from "#stages/solution-bias/group-charts.tsx";
import { OtherMeasures } from "#stages/solution-bias/other-measures.tsx";

/** The pictures of stage 8: the thread of every group, the chosen measures, base rates, counts, and what was mended. */
export async function SolutionBiasPanel({ access, facts, zone }: StagePanelProps) {
  const base = `/projects/${access.slug}`;
  const [newest] = facts.of(assessmentRecord);
  if (!newest) return facts.tier === 1 && !facts.affectsPeople ? null : <Nothing access={access} />;
  const viewer = onlyLooks(access);
  log.info(
    { projectId: access.projectId, actor: access.actor.name, assessment: newest.key },
    "group figures were read",
  );
  const seen = viewer ? { ...newest, data: forViewers(newest.data) } : newest;
  const csvHref = `/api/v1/projects/${access.slug}/fairness-assessments/export`;
  const chosen = judgedMeasures(seen.data);
  const rows = biasThread(seen, facts, await getLiveGroups(access, newest));
  const small = newest.data.groups.filter((group) => !seen.data.groups.includes(group)).map(({ name }) => name);
  const shown = rows.filter(({ name }) => !small.includes(name));
  return (
    <>
      <BiasThreadChart assessment={seen} facts={facts} rows={shown} base={base} />
      {small.length > 0 && (
        <Notice>
          {small.length} {small.length === 1 ? "group" : "groups"} below ten decisions{" "}
          {small.length === 1 ? "is" : "are"} not shown to viewers.
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

type BiasThreadChartProps = { assessment: Assessment; facts: StageFacts; rows: BiasThread; base: string };

/** One line a group through stages 3, 4, 8 and 9. */
function BiasThreadChart({ assessment, facts, rows, base }: BiasThreadChartProps) {
  const { data, at } = assessment;
  const bad = rows.filter(({ knots }) =>
    knots.some(({ tone, own }) => own !== false && (tone === "bad" || tone === "warn")),
  );
  const first = bad.slice(0, MOST_NAMED).map(({ name }) => name);
  const more = bad.length > first.length ? ` and ${bad.length - first.length} more` : "";
  const steps = [
    { name: "In the data", href: `${base}/stages/data-selection` },
    { name: "In the register", href: `${base}/stages/data-bias` },
    { name: `In ${tagOf(facts, data.release)}`, href: `${base}/facts/fairness-assessments/${assessment.key}` },
    { name: "In operation", href: `${base}/stages/monitoring` },
  ];
  const head = ["Group", ...steps.map(({ name }) => name)];
  const cells = rows.map(({ name, knots }) => [name, ...knots.map(({ tone, text }) => `${text}${SAID[tone]}`)]);
  return (
    <ChartFrame
      level={3}
      title="Bias thread"
      measure={`Each group through the stages; ${data.name}, ${data.dataSource} data, assessed ${formatDate(at)}`}
      finding={
        bad.length === 0
          ? "No group stands out on its way."
          : `${first.join(", ")}${more} ${bad.length === 1 ? "stands" : "stand"} out on the way.`
      }
      csvHref={csvLink(head, cells)}
      table={{ columns: head, rows: cells }}
    >
      <Thread label="Bias thread, group by group" steps={steps} rows={rows} />
    </ChartFrame>
  );
}

const MOST_NAMED = 6;
const SAID = { good: "", warn: " (stands out)", bad: " (beyond its limit)", none: "" } as const;

function Nothing({ access }: Pick<StagePanelProps, "access">) {
  return (
    <FirstRecord access={access} kind={fairnessAssessment} title="No assessment yet" action="Record an assessment">
      Counts per group from shadow, canary or production become measures with intervals and verdicts.
    </FirstRecord>
  );
}
