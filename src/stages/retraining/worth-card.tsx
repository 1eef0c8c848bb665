import Link from "next/link";
import { Card } from "#components/ui/card.tsx";
import { formatMoney, formatNumber } from "#lib/format.ts";
import type { Figure } from "#stages/fact-kind.ts";
import type { StageFacts } from "#stages/facts.ts";
import { How } from "#stages/how.tsx";
import { ageDays, champions } from "#stages/retraining/champion-period.ts";
import { retrainingOf } from "#stages/retraining/policy.ts";
import { worthFigures } from "#stages/retraining/worth.ts";

type WorthCardProps = { facts: StageFacts; base: string; currency: string; zone: string };

/** Whether another retrain pays, and how often is best: advice beside the triggers, which decide. */
export function WorthCard({ facts, base, currency, zone }: WorthCardProps) {
  const { worth, interval } = worthFigures(facts, retrainingOf(facts));
  const { present } = champions(facts);
  const age = present && Math.floor(ageDays(present.data, facts.now));
  const best = typeof interval.value === "number" ? interval.value : null;
  return (
    <Card level={3} title="Does another retrain pay?" note="advice; it starts nothing">
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        <Line
          figure={worth}
          text={typeof worth.value === "number" ? formatMoney(worth.value, currency) : null}
          now={facts.now}
          zone={zone}
        />
        <Line
          figure={interval}
          text={best === null ? null : `${formatNumber(best, 1)} days`}
          now={facts.now}
          zone={zone}
        />
      </dl>
      {best !== null && age !== null && (
        <p className="mt-2 text-sm text-pretty text-ink-2">
          The champion is {age} days old: {age >= best ? "older than" : "within"} the interval that costs least.
        </p>
      )}
      {worth.value === null && (
        <p className="mt-2 text-sm text-pretty text-ink-2">
          {worth.reason}.{" "}
          <Link
            href={`${base}/stages/retraining#field-worth.gainPerDay`}
            prefetch={false}
            className="font-medium text-ink underline underline-offset-2"
          >
            Answer it in the stage
          </Link>
        </p>
      )}
    </Card>
  );
}

type LineProps = { figure: Figure; text: string | null; now: number; zone: string };

function Line({ figure, text, now, zone }: LineProps) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-ink-2">
        {figure.label} <How figure={figure} at={now} zone={zone} />
      </dt>
      <dd className={text === null ? "text-base text-ink-2" : "figures text-md font-semibold"}>{text ?? "–"}</dd>
    </div>
  );
}
