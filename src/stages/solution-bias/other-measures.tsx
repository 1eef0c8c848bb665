import { Card } from "#components/ui/card.tsx";
import type { FairnessMeasure } from "#domain/fairness.ts";
import { How } from "#stages/how.tsx";
import { FOUR_FIFTHS_NOTE, MEASURE_WORDS } from "#stages/solution-bias/fairness-words.ts";
import { measureText } from "#stages/solution-bias/measure-words.tsx";

type OtherMeasuresProps = {
  values: readonly { metric: FairnessMeasure; value: number | null }[];
  /** Why they were not chosen. */
  note: string | undefined;
  at: number;
  zone: string;
};

/** The measures that nobody chose, shown without a verdict. */
export function OtherMeasures({ values, note, at, zone }: OtherMeasuresProps) {
  if (values.length === 0) return null;
  return (
    <Card title="Shown, not chosen" note="No verdict is passed on these" level={3}>
      <dl className="grid gap-x-6 gap-y-1.5 text-base sm:grid-cols-2">
        {values.map(({ metric, value }) => (
          <div key={metric} className="flex items-baseline justify-between gap-3">
            <dt className="min-w-0 text-ink-2">{MEASURE_WORDS[metric]}</dt>
            <dd className="figures shrink-0 font-medium">
              {measureText(metric, value)}
              <How
                figure={{
                  label: MEASURE_WORDS[metric],
                  calculator: metric === "average_absolute_odds" ? "avg_abs_odds" : "fairness",
                }}
                at={at}
                zone={zone}
              />
            </dd>
          </div>
        ))}
      </dl>
      {note && <p className="mt-3 text-pretty">{note}</p>}
      {values.some(({ metric }) => metric === "demographic_parity_ratio") && (
        <p className="mt-3 text-sm text-pretty text-ink-2">{FOUR_FIFTHS_NOTE}</p>
      )}
    </Card>
  );
}
