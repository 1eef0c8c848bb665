import Link from "next/link";
import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { share } from "#components/charts/plot-layers.tsx";
import { formatDateTime } from "#lib/format-date.ts";
import { sumOf } from "#stages/fact.ts";
import type { StageFacts } from "#stages/facts.ts";
import { retrainRun } from "#stages/retraining/retrain-run.ts";
import { retrainTrigger } from "#stages/retraining/retrain-trigger.ts";
import { triggerFiring } from "#stages/retraining/trigger-firing.ts";
import { REASON_WORDS } from "#stages/retraining/trigger-words.ts";

type TriggerFunnelProps = { facts: StageFacts; base: string; zone: string; csvHref: string };

const REFUSED_SHOWN = 6;

/** How many looks became a run, and how many of those runs a champion; and why the others did not fire. */
export function TriggerFunnel({ facts, base, zone, csvHref }: TriggerFunnelProps) {
  const reasons = facts.tally(triggerFiring, "reasons");
  const looked = facts.count(triggerFiring);
  const fired = reasons.get("fired") ?? 0;
  const runs = facts.tally(retrainRun, "triggered");
  const others = facts.count(retrainRun) - sumOf(runs);
  const names = new Map(facts.of(retrainTrigger).map(({ key, data }) => [key, data.name]));
  const refused = facts.of(triggerFiring).filter(({ data }) => !data.fired);
  const why = [...reasons].filter(([reason]) => reason !== "fired").toSorted(([, a], [, b]) => b - a);
  const steps = [
    { name: "Looked at", count: looked },
    { name: "Fired", count: fired },
    { name: "Ran", count: sumOf(runs) - (runs.get("queued") ?? 0) },
    { name: "Compared", count: sumOf(facts.tally(retrainRun, "triggeredCompared")) },
    { name: "Promoted", count: runs.get("promoted") ?? 0 },
  ];
  const most = Math.max(1, ...steps.map(({ count }) => count));
  const finding = `${fired} of ${looked} looks fired, ${steps[2]?.count} ran, ${runs.get("promoted") || "none"} became champion.`;
  return (
    <ChartFrame
      level={3}
      title="From trigger to champion"
      measure={`All looks at triggers, and the runs that they started${others > 0 ? `; ${others} more ${others === 1 ? "run was" : "runs were"} started by people` : ""}`}
      finding={finding}
      csvHref={csvHref}
      table={{
        columns: ["Step", "Count"],
        rows: [
          ...steps.map(({ name, count }) => [name, String(count)]),
          ...why.map(([reason, count]) => [`Did not fire: ${REASON_WORDS[reason] ?? reason}`, String(count)]),
        ],
      }}
    >
      <ol className="grid gap-y-1.5 text-sm">
        {steps.map(({ name, count }) => (
          <li key={name} className="grid grid-cols-[5.5rem_minmax(0,1fr)_minmax(2.5rem,auto)] items-center gap-x-2">
            <span>{name}</span>
            <span aria-hidden="true" className="h-4 rounded-sm bg-quiet-tint">
              <span className="block h-4 rounded-sm bg-ink-2" style={{ width: share(count / most) }} />
            </span>
            <span className="figures text-right">{count.toLocaleString("en-GB")}</span>
          </li>
        ))}
      </ol>
      {refused.length > 0 && (
        <div className="text-sm">
          <p className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span className="font-medium">
              Did not fire{looked - fired > REFUSED_SHOWN ? `, the newest ${REFUSED_SHOWN}` : ""}
            </span>
            {looked - fired > REFUSED_SHOWN && (
              <Link
                href={`${base}/facts/trigger-firings?fired=false`}
                prefetch={false}
                className="inline-flex min-h-6 items-center text-ink-2 underline underline-offset-2 hover:text-ink"
              >
                All {(looked - fired).toLocaleString("en-GB")}
              </Link>
            )}
          </p>
          <p className="mt-0.5 text-pretty text-ink-2">
            {why.map(([reason, count]) => `${count} × ${REASON_WORDS[reason] ?? reason}`).join("; ")}.
          </p>
          <ul className="mt-1 grid gap-y-1">
            {refused.slice(0, REFUSED_SHOWN).map(({ key, at, data }) => (
              <li key={key} className="flex min-h-6 flex-wrap items-center gap-x-2">
                <Link
                  href={`${base}/facts/trigger-firings/${key}`}
                  prefetch={false}
                  className="inline-flex min-h-6 items-center font-medium wrap-anywhere hover:underline"
                >
                  {names.get(data.trigger) ?? data.trigger}
                </Link>
                <span className="text-ink-2">
                  {formatDateTime(at, zone)}: {REASON_WORDS[data.reason] ?? data.reason}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </ChartFrame>
  );
}
