import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { ValueBars } from "#components/charts/value-bars.tsx";
import { toCents, type ValueCase, valueModel } from "#domain/value.ts";
import { csvLink } from "#lib/csv-link.ts";
import { formatMoney, formatMoneyCompact, formatNumber } from "#lib/format.ts";
import { type Alternative, alternativesOf } from "#stages/business-case/alternatives.ts";
import type { StageDocument } from "#stages/field.ts";
import { How } from "#stages/how.tsx";
import type { ValueAssumptions } from "#stages/value-case.ts";

type AlternativeChartProps = {
  document: StageDocument;
  value: ValueCase;
  assumed: ValueAssumptions;
  currency: string;
  at: number;
  zone: string;
};

const COLUMNS = ["Option", "Machine learning", "Net present value", "Return", "Why not"];

/** The case beside what else could be done, by one value model; nothing is drawn while only doing nothing stands there. */
export function AlternativeChart({ document, value, assumed, currency, at, zone }: AlternativeChartProps) {
  const rows = alternativesOf(document, assumed).filter(({ option }) => option);
  if (rows.every(({ nothing }) => nothing)) return null;
  const { npv, roi } = valueModel(value);
  const all = [{ option: "This case", usesMl: true, npv, roi, whyNot: null, gaps: [] as readonly string[] }, ...rows];
  const { horizonMonths, discountAnnual, successProbability } = value;
  const finding = findingOf(npv, rows, currency);
  const timesText = (times: number | null) => (times === null ? "–" : `${formatNumber(times, 1)}×`);
  return (
    <ChartFrame
      title="The case beside its alternatives"
      measure={`Net present value in ${currency}, over the same ${horizonMonths} months and at the same discount rate; alternatives are in use from the first month`}
      current={formatMoneyCompact(npv, currency)}
      actions={
        <How
          figure={{
            label: "Net present value of an alternative",
            calculator: "value_model",
            inputs: { horizonMonths, discountAnnual, "chance where none is told": successProbability },
          }}
          at={at}
          zone={zone}
        />
      }
      finding={finding}
      table={{
        columns: COLUMNS,
        rows: all.map((each) => [
          each.option,
          each.usesMl ? "yes" : "no",
          each.npv === null ? each.gaps.join(", ") : formatMoney(toCents(each.npv), currency),
          timesText(each.roi),
          each.whyNot ?? "–",
        ]),
      }}
      csvHref={csvLink(
        COLUMNS,
        all.map((each) => [
          each.option,
          each.usesMl ? "yes" : "no",
          each.npv === null ? null : toCents(each.npv),
          each.roi,
          each.whyNot,
        ]),
      )}
    >
      <ValueBars
        label={`Alternatives. ${finding}`}
        bars={all.map((each, place) => ({
          key: String(place),
          name: each.option,
          note: place === 0 ? "with machine learning" : each.usesMl ? "with machine learning" : undefined,
          value: each.npv,
          text: each.npv === null ? each.gaps.join(", ") : formatMoneyCompact(each.npv, currency),
          own: place === 0,
        }))}
      />
    </ChartFrame>
  );
}

function findingOf(npv: number, rows: readonly Alternative[], currency: string): string {
  const best = rows
    .filter((each) => !each.nothing && !each.usesMl && each.npv !== null)
    .toSorted((a, b) => (b.npv ?? 0) - (a.npv ?? 0))[0];
  if (!best || best.npv === null) return "No way without machine learning has both a cost and a benefit a month yet.";
  const gap = formatMoneyCompact(Math.abs(npv - best.npv), currency);
  return npv >= best.npv
    ? `The case is worth ${gap} more than “${best.option}”, the best way without machine learning.`
    : `“${best.option}” is worth ${gap} more than the case, without machine learning.`;
}
