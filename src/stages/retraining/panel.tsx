import { Notice } from "#components/ui/notice.tsx";
import { listCriteria } from "#server/criteria.ts";
import { criterionHistory } from "#server/criterion-history.ts";
import { FirstRecord } from "#stages/first-record.tsx";
import type { StagePanelProps } from "#stages/panel.tsx";
import { blackoutInWords, blackoutUntil } from "#stages/retraining/blackout.ts";
import { ChampionChart, type MetricHistory } from "#stages/retraining/champion-chart.tsx";
import { championPeriod } from "#stages/retraining/champion-period.ts";
import { ElsewhereCard } from "#stages/retraining/elsewhere-card.tsx";
import { retrainingOf } from "#stages/retraining/policy.ts";
import { isCompared, retrainRun } from "#stages/retraining/retrain-run.ts";
import { retrainTrigger } from "#stages/retraining/retrain-trigger.ts";
import { RunComparison } from "#stages/retraining/run-comparison.tsx";
import { TriggerFunnel } from "#stages/retraining/trigger-funnel.tsx";
import { WorthCard } from "#stages/retraining/worth-card.tsx";

const YEAR_MS = 366 * 86_400_000;

/** The pictures of stage 10: champions over time with what set retrains off, the newest comparison, and what came of triggers. */
export async function RetrainingPanel({ access, facts, currency, zone }: StagePanelProps) {
  const base = `/projects/${access.slug}`;
  const files = `/api/v1/projects/${access.slug}`;
  const periods = facts.of(championPeriod);
  const [newest] = facts.of(retrainRun).filter(({ data }) => isCompared(data));
  const from = Math.max(facts.now - YEAR_MS, Math.min(facts.now, ...periods.map(({ at }) => at)));
  const metric = await primaryHistory(access, retrainingOf(facts).primaryMetric, from, facts.now);
  return (
    <>
      {periods.length > 0 ? (
        <ChampionChart
          facts={facts}
          metric={metric}
          from={from}
          zone={zone}
          csvHref={`${files}/champion-periods/export`}
        />
      ) : (
        <FirstRecord access={access} kind={championPeriod} title="No champion is recorded" action="Record the champion">
          Each champion is a bar in time, with the retrains that were set off and the primary metric above it.
        </FirstRecord>
      )}
      <ElsewhereCard access={access} zone={zone} />
      {newest && (
        <RunComparison
          {...{ run: newest, facts, zone, base, roles: access.roles }}
          csvHref={`${files}/retrain-runs/export`}
        />
      )}
      <BlackoutNotice facts={facts} />
      {facts.of(retrainRun).length > 0 && <WorthCard facts={facts} base={base} currency={currency} zone={zone} />}
      {facts.of(retrainTrigger).length > 0 && (
        <TriggerFunnel facts={facts} base={base} zone={zone} csvHref={`${files}/trigger-firings/export`} />
      )}
    </>
  );
}

/** Shown while a window is open: who would promote now is refused. */
function BlackoutNotice({ facts }: Pick<StagePanelProps, "facts">) {
  const until = blackoutUntil(facts, facts.now);
  if (until === null) return null;
  return <Notice tone="warn">A blackout window is open. {blackoutInWords(until, facts.zone ?? "UTC")}</Notice>;
}

async function primaryHistory(
  access: StagePanelProps["access"],
  key: unknown,
  from: number,
  to: number,
): Promise<MetricHistory | undefined> {
  const criterion = (await listCriteria(access)).find((each) => each.key === key);
  if (!criterion) return undefined;
  const history = await criterionHistory(access, criterion, { from: new Date(from), to: new Date(to) });
  const points = history.map(({ at, value }) => ({ ts: at.getTime(), value }));
  return points.some(({ value }) => value !== null)
    ? { name: criterion.name, unit: criterion.unit, points }
    : undefined;
}
