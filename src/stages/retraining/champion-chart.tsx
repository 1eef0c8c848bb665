import { ChampionTimeline } from "#components/charts/champion-timeline.tsx";
import { ChartFrame } from "#components/charts/chart-frame.tsx";
import type { Point } from "#components/charts/scale.ts";
import { formatDate } from "#lib/format-date.ts";
import type { StageFacts } from "#stages/facts.ts";
import { How } from "#stages/how.tsx";
import { ageDays, championPeriod, champions } from "#stages/retraining/champion-period.ts";
import { retrainingOf } from "#stages/retraining/policy.ts";
import { retrainTrigger } from "#stages/retraining/retrain-trigger.ts";
import { triggerFiring } from "#stages/retraining/trigger-firing.ts";
import { versionTag } from "#stages/retraining/version-tag.ts";

export type MetricHistory = { name: string; unit: string; points: readonly Point[] };

type ChampionChartProps = {
  facts: StageFacts;
  metric: MetricHistory | undefined;
  from: number;
  zone: string;
  csvHref: string;
};

const MARKS_SHOWN = 24;

export function ChampionChart({ facts, metric, from, zone, csvHref }: ChampionChartProps) {
  const { now } = facts;
  const periods = facts.of(championPeriod).toReversed();
  const triggers = new Map(facts.of(retrainTrigger).map(({ key, data }) => [key, data.name]));
  const firings = facts.of(triggerFiring).filter(({ at }) => at >= from);
  const finding = findingOf(facts);
  const { present } = champions(facts);
  const age = present && Math.floor(ageDays(present.data, now));
  const allowed = retrainingOf(facts).maxModelAgeDays;
  const figure = {
    label: "Age of the champion",
    calculator: "model_age",
    inputs: { from: present?.data.from, allowed },
  };
  return (
    <ChartFrame
      level={3}
      title="Champions"
      measure={`Which model was in use when${metric ? `, with ${metric.name}` : ""}; filled triangles are triggers that fired, hollow ones those that did not`}
      current={
        age === null ? undefined : (
          <>
            {age} days <How figure={figure} at={now} zone={zone} />
          </>
        )
      }
      finding={finding}
      csvHref={csvHref}
      table={{
        columns: ["Model", "From", "To", "Days"],
        rows: periods.toReversed().map(({ data }) => {
          const until = data.to ? Date.parse(data.to) : now;
          const ended = data.to ? formatDate(data.to, zone) : "now";
          const days = String(Math.floor(ageDays(data, until)));
          return [versionTag(facts, data.modelVersion), formatDate(data.from, zone), ended, days];
        }),
      }}
    >
      <ChampionTimeline
        label={finding}
        bars={periods.map(({ key, at, data }) => ({
          ...{ key, from: at, to: data.to ? Date.parse(data.to) : now, present: !data.to },
          name: versionTag(facts, data.modelVersion),
        }))}
        marks={firings.slice(0, MARKS_SHOWN).map(({ at, data }) => ({
          ...{ at, fired: data.fired },
          label: `${triggers.get(data.trigger) ?? data.trigger}${data.fired ? "" : `: ${data.reason.replaceAll("_", " ")}`}`,
        }))}
        line={metric}
        from={from}
        to={now}
        zone={zone}
      />
    </ChartFrame>
  );
}

function findingOf(facts: StageFacts): string {
  const { present, former } = champions(facts);
  if (!present) return "There is no champion now.";
  const days = Math.floor(ageDays(present.data, facts.now));
  const allowed = retrainingOf(facts).maxModelAgeDays;
  const limit = typeof allowed === "number" ? `; ${allowed} are allowed` : "";
  const before = former ? ` Before it: ${versionTag(facts, former.data.modelVersion)}.` : "";
  return `${versionTag(facts, present.data.modelVersion)} has been the champion for ${days} days${limit}.${before}`;
}
