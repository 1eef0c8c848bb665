import Link from "next/link";
import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { share } from "#components/charts/plot-layers.tsx";
import { formatDateTime } from "#lib/format-date.ts";
import type { StageFacts } from "#stages/facts.ts";
import { RANK, retrainRun } from "#stages/retraining/retrain-run.ts";
import { retrainTrigger } from "#stages/retraining/retrain-trigger.ts";
import { triggerFiring } from "#stages/retraining/trigger-firing.ts";

type TriggerFunnelProps = { facts: StageFacts; base: string; zone: string; csvHref: string };

const REFUSED_SHOWN = 6;

const REASONS: Readonly<Record<string, string>> = {
  disabled: "it is switched off",
  run_active: "a run was still under way",
  cooldown: "too soon after the last run",
  monthly_cap: "the month's cap or budget was reached",
  condition_false: "its condition did not hold",
  too_few_new_rows: "too few new rows",
};

/** How many looks became a run, and how many runs a champion; and why the others did not fire. */
export function TriggerFunnel({ facts, base, zone, csvHref }: TriggerFunnelProps) {
  const firings = facts.of(triggerFiring);
  const runs = facts.of(retrainRun);
  const names = new Map(facts.of(retrainTrigger).map(({ key, data }) => [key, data.name]));
  const refused = firings.filter(({ data }) => !data.fired);
  const steps = [
    { name: "Looked at", count: firings.length },
    { name: "Fired", count: firings.length - refused.length },
    { name: "Ran", count: runs.filter(({ data }) => RANK[data.state] >= RANK.running).length },
    { name: "Compared", count: runs.filter(({ data }) => data.rows !== undefined || data.lower !== undefined).length },
    { name: "Promoted", count: runs.filter(({ data }) => data.state === "promoted").length },
  ];
  const most = Math.max(1, ...steps.map(({ count }) => count));
  const finding = `${steps[1]?.count} of ${steps[0]?.count} looks fired, ${steps[2]?.count} ran, ${steps[4]?.count} became champion.`;
  return (
    <ChartFrame
      level={3}
      title="From trigger to champion"
      measure="The newest looks at triggers, and the runs"
      finding={finding}
      csvHref={csvHref}
      table={{ columns: ["Step", "Count"], rows: steps.map(({ name, count }) => [name, String(count)]) }}
    >
      <ol className="grid gap-y-1.5 text-sm">
        {steps.map(({ name, count }) => (
          <li key={name} className="grid grid-cols-[5.5rem_minmax(0,1fr)_2.5rem] items-center gap-x-2">
            <span>{name}</span>
            <span aria-hidden="true" className="h-4 rounded-sm bg-quiet-tint">
              <span className="block h-4 rounded-sm bg-ink-2" style={{ width: share(count / most) }} />
            </span>
            <span className="figures text-right">{count}</span>
          </li>
        ))}
      </ol>
      {refused.length > 0 && (
        <div className="text-sm">
          <p className="font-medium">
            Did not fire{refused.length > REFUSED_SHOWN ? `, the newest ${REFUSED_SHOWN}` : ""}
          </p>
          <ul className="mt-1 grid gap-y-1">
            {refused.slice(0, REFUSED_SHOWN).map(({ key, at, data }) => (
              <li key={key} className="flex min-h-6 flex-wrap items-center gap-x-2">
                <Link
                  href={`${base}/facts/trigger-firings/${key}`}
                  prefetch={false}
                  className="font-medium inline-flex min-h-6 items-center hover:underline"
                >
                  {names.get(data.trigger) ?? data.trigger}
                </Link>
                <span className="text-ink-2">
                  {formatDateTime(at, zone)}: {REASONS[data.reason] ?? data.reason}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </ChartFrame>
  );
}
