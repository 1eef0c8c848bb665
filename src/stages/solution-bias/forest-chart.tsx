import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { IntervalPlot } from "#components/charts/interval-plot.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { GroupRate } from "#domain/fairness-rates.ts";
import { formatNumber, formatPercent, formatPValue } from "#lib/format.ts";
import { How } from "#stages/how.tsx";
import type { AssessmentData } from "#stages/solution-bias/assessment-record.ts";
import { intervalOf, isRatio, type JudgedMeasure } from "#stages/solution-bias/assessment-verdicts.ts";
import {
  CERTAINTY_WORDS,
  FOUR_FIFTHS_NOTE,
  MEASURE_WORDS,
  VERDICT_WORDS,
} from "#stages/solution-bias/fairness-words.ts";
import { allowedBand, isOutside, RATE_WORDS, RATES_OF, ratedGroups } from "#stages/solution-bias/group-rates.ts";
import { measureText } from "#stages/solution-bias/measure-words.tsx";

type ForestChartProps = { data: AssessmentData; measure: JudgedMeasure; at: number; zone: string; csvHref: string };

const TONES = { pass: "good", watch: "warn", insufficient: "quiet", fail: "bad" } as const;
const MOST_GROUPS = 30;

/** One chosen measure: every group's rate with its interval over the band that the limit allows. */
export function ForestChart({ data, measure: judged, at, zone, csvHref }: ForestChartProps) {
  const { measure, value, verdict, certainty, threshold, narrow } = judged;
  const words = MEASURE_WORDS[measure];
  const limit = `${isRatio(measure) ? "at least" : "at most"} ${measureText(measure, threshold)}`;
  return (
    <ChartFrame
      level={3}
      title={words}
      tags={
        <>
          <Tag tone={TONES[verdict]}>{VERDICT_WORDS[verdict]}</Tag>
          {verdict === "pass" && (
            <Tag>
              {narrow ? "narrow, " : ""}
              {CERTAINTY_WORDS[certainty]}
            </Tag>
          )}
        </>
      }
      measure={`Limit ${limit}; dots with their 95% interval`}
      current={measureText(measure, value)}
      actions={
        <How figure={{ label: words, calculator: "fair_verdict", inputs: inputsOf(judged) }} at={at} zone={zone} />
      }
      finding={findingOf(judged)}
      csvHref={csvHref}
      table={tableOf(data, judged)}
    >
      {RATES_OF[measure].map((rate) => (
        <RatePlot key={rate} data={data} judged={judged} rate={rate} words={limit} />
      ))}
      {isRatio(measure) && <p className="text-sm text-pretty text-ink-2">{FOUR_FIFTHS_NOTE}</p>}
    </ChartFrame>
  );
}

type RatePlotProps = { data: AssessmentData; judged: JudgedMeasure; rate: GroupRate; words: string };

function RatePlot({ data, judged, rate, words }: RatePlotProps) {
  const rated = ratedGroups(data, rate);
  const band = allowedBand(judged, rated, rate, data.favourableOutcome);
  return (
    <div>
      <p className="mb-1 text-sm font-medium">{RATE_WORDS[rate]}</p>
      <IntervalPlot
        label={`${RATE_WORDS[rate]} by group`}
        format={(value) => percent(value)}
        allowed={band ? { ...band, words: `Allowed from the ${band.seenFrom} group: ${words}` } : undefined}
        rows={rated.slice(0, MOST_GROUPS).map((group) => ({
          key: group.name,
          name: group.name,
          note: group.judged ? undefined : "too small to judge",
          value: group.value,
          interval: group.interval,
          text: `${percent(group.value)} of ${formatNumber(group.total, 0)}`,
          tone: isOutside(group, band) && judged.verdict === "fail" ? ("bad" as const) : ("quiet" as const),
        }))}
      />
    </div>
  );
}

function findingOf(judged: JudgedMeasure): string {
  const { measure, verdict, rates } = judged;
  const interval = intervalOf(judged);
  const span = interval
    ? ` (95% interval ${measureText(measure, interval[0])} to ${measureText(measure, interval[1])})`
    : "";
  const [first] = rates;
  const extremes = first?.disparity.extremes;
  if (!extremes || judged.value === null) return "Fewer than two groups are large enough to be compared.";
  const test = verdict === "fail" ? ` The two differ by more than chance explains, p ${formatPValue(first.p)}.` : "";
  return `Lowest ${extremes.low.name}, highest ${extremes.high.name}: ${measureText(measure, judged.value)}${span}.${test}`;
}

function tableOf(data: AssessmentData, { measure }: JudgedMeasure) {
  const rows = RATES_OF[measure].flatMap((rate) =>
    ratedGroups(data, rate).map((group) => [
      group.name,
      RATE_WORDS[rate],
      percent(group.value),
      group.interval ? `${percent(group.interval[0])} to ${percent(group.interval[1])}` : "–",
      `${group.count} of ${group.total}`,
      group.judged ? "judged" : "too small",
    ]),
  );
  return { columns: ["Group", "Rate", "Value", "95% interval", "Counts", "Standing"], rows };
}

function inputsOf({ threshold, rates }: JudgedMeasure): Record<string, unknown> {
  const [first] = rates;
  return { limit: threshold, p: first?.p ?? null, "fails below": first?.alpha ?? null };
}

/** Rare events need more digits. */
function percent(value: number | null): string {
  return formatPercent(value, value !== null && Math.abs(value) < 0.01 ? 2 : 1);
}
