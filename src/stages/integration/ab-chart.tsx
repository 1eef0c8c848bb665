import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { IntervalPlot, type IntervalRow } from "#components/charts/interval-plot.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { Interval } from "#domain/intervals.ts";
import { formatNumber, formatPercent, formatPoints, formatPValue } from "#lib/format.ts";
import type { Fact } from "#stages/fact.ts";
import type { StageFacts } from "#stages/facts.ts";
import { How } from "#stages/how.tsx";
import { AB_WORDS, abFigures, hiddenBecause, shownReading } from "#stages/integration/ab-figures.ts";
import { AbLooksTable, countInWords } from "#stages/integration/ab-looks-table.tsx";
import type { AbData } from "#stages/integration/ab-schema.ts";
import { type AbStanding, abStanding, looksOf, type TreatmentStanding } from "#stages/integration/ab-standing.ts";

type AbChartProps = { experiment: Fact<AbData>; facts: StageFacts; zone: string; csvHref: string };

const TONES = { invalid: "bad", ship: "good", stop: "bad", continue: "quiet", no_difference: "quiet" } as const;

/** The difference of each treatment to the old release with its interval, by the plan's own bound. */
export function AbChart({ experiment: { key, data }, facts, zone, csvHref }: AbChartProps) {
  const standing = abStanding(data, looksOf(facts, key));
  const { treatments, decision, underPowered, looks } = standing;
  const rows = treatments.flatMap((each) => rowsOf(data, standing, each));
  const [only] = treatments.length === 1 ? treatments : [];
  const shown = only && shownReading(data, standing, only);
  const figures = abFigures(data, standing);
  const counts = looks.at(-1)?.data.arms;
  const finding = findingOf(data, standing);
  const how = figures.find(({ name }) => name.endsWith(treatments.length > 1 ? "holmP" : "difference"));
  return (
    <ChartFrame
      level={3}
      title={`A/B test: ${data.name}`}
      tags={
        <>
          <Tag tone={TONES[decision]}>{AB_WORDS[decision]}</Tag>
          {underPowered && <Tag tone="warn">Under-powered</Tag>}
        </>
      }
      measure={`${data.metric}: ${data.arms.map(({ name }) => armInWords(name, counts)).join(" against ")}; better is ${data.better}`}
      current={shown ? sayOf(data)(shown.difference) : undefined}
      actions={how && <How figure={how} at={facts.now} zone={zone} />}
      finding={finding}
      csvHref={csvHref}
      table={{
        columns: ["Figure", "Value"],
        rows: figures.map(({ label, value, reason }) => [
          label,
          value === null ? (reason ?? "not known") : typeof value === "number" ? formatNumber(value) : String(value),
        ]),
      }}
    >
      {rows.length > 0 ? (
        <IntervalPlot rows={rows} zero={0} format={sayOf(data)} label={finding} />
      ) : (
        <Notice tone={decision === "invalid" ? "bad" : "quiet"}>{hiddenBecause(data, standing)}</Notice>
      )}
      <Caution data={data} standing={standing} />
      <AbLooksTable data={data} standing={standing} zone={zone} hidden={rows.length === 0} />
    </ChartFrame>
  );
}

const METHODS = {
  fixed: "One look at the end",
  pocock: "Pocock",
  obrien_fleming: "O’Brien and Fleming",
  always_valid: "Always valid",
} as const;

type CautionProps = { data: AbData; standing: AbStanding };

/** Looking often makes chance look like success, so what each plan pays for is said, and what it does not. */
function Caution({ data: { plan }, standing: { earlyLooks, looks, atPlannedSize } }: CautionProps) {
  if (earlyLooks !== null)
    return (
      <Notice tone="warn" title={plan.method === "fixed" ? "Looked at too early" : "Looked at too often"}>
        The plan pays for {plan.looks === 1 ? "one look" : `${plan.looks} looks`}, and {looks.length} were taken. That
        often, chance alone wins in {formatPercent(earlyLooks)} of tests without any difference.
      </Notice>
    );
  if (atPlannedSize || looks.length === 0 || plan.method === "fixed") return null;
  const paid = plan.method === "always_valid" ? "every look" : `${plan.looks} looks`;
  return (
    <p className="text-sm text-pretty text-ink-2">
      The planned size is not reached. {METHODS[plan.method]} pays for {paid} with wider intervals; a plain interval
      would find a difference by chance more often with each look.
    </p>
  );
}

const sayOf = ({ measure }: AbData) => (measure === "rate" ? formatPoints : (value: number) => formatNumber(value));

function rowsOf(data: AbData, standing: AbStanding, treatment: TreatmentStanding): IntervalRow[] {
  const shown = shownReading(data, standing, treatment);
  if (!shown) return [];
  const { difference, interval, methodInterval, p } = shown;
  const { name, run, adjustedP, level, decision } = treatment;
  const { method } = data.plan;
  const bound = method === "always_valid" ? `p ${formatPValue(run.at(-1))}` : "bound of this look";
  if (standing.treatments.length > 1) {
    const words = adjustedP === null ? `at ${formatPercent(level, 2)}` : `p ${formatPValue(adjustedP)}`;
    const text = `${words}, ${AB_WORDS[decision].toLowerCase()}`;
    return [row(name, difference, methodInterval, text, TONES[decision])];
  }
  const plain = row(METHODS.fixed, difference, interval, `p ${formatPValue(p)}`);
  return method === "fixed" ? [plain] : [plain, row(METHODS[method], difference, methodInterval, bound)];
}

function row(
  name: string,
  value: number,
  interval: Interval,
  text: string,
  tone: IntervalRow["tone"] = "quiet",
): IntervalRow {
  return { key: name, name, value, interval, text, tone };
}

function armInWords(name: string, counts: Parameters<typeof countInWords>[0][] | undefined): string {
  const counted = counts?.find((each) => each?.name === name);
  return counted ? `${name} ${countInWords(counted)}` : name;
}

function findingOf({ plan }: AbData, { because, needed, underPowered }: AbStanding): string {
  if (!underPowered) return because;
  return `${because} Under-powered: ${formatNumber(plan.perArm, 0)} in an arm are planned, and the smallest effect takes ${formatNumber(needed, 0)}.`;
}
