import { CashFlowPlot } from "#components/charts/cash-flow-plot.tsx";
import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { Tornado } from "#components/charts/tornado.tsx";
import { toCents, type ValueCase, valueModel } from "#domain/value.ts";
import { cashPositions, npvSensitivity, type Sensitivity, type SensitivityInput } from "#domain/value-sensitivity.ts";
import { csvLink } from "#lib/csv-link.ts";
import { formatMoney, formatMoneyCompact, formatNumber, formatPercent } from "#lib/format.ts";
import { How } from "#stages/how.tsx";

type ChartProps = { value: ValueCase; currency: string; at: number; zone: string };

export function CashFlowChart({ value, currency, at, zone }: ChartProps) {
  const positions = cashPositions(value);
  const { paybackMonths } = valueModel(value);
  const finding = cashWords(
    positions.map(({ cumulative }) => cumulative),
    paybackMonths,
    currency,
  );
  const money = (amount: number) => formatMoney(toCents(amount), currency);
  const columns = ["Month", "Benefit", "Cost", "Running total"];
  return (
    <ChartFrame
      title="Cumulative cash flow"
      measure={`${currency} by month, not discounted, benefit weighed by the chance of success`}
      current={paybackMonths === null ? "no payback" : `${formatNumber(paybackMonths, 1)} months`}
      actions={<How figure={{ label: "Payback", calculator: "value_model", inputs: value }} at={at} zone={zone} />}
      finding={finding}
      table={{
        columns,
        rows: positions.map((p) => [String(p.month), money(p.benefit), money(p.cost), money(p.cumulative)]),
      }}
      csvHref={csvLink(
        columns,
        positions.map((p) => [p.month, toCents(p.benefit), toCents(p.cost), toCents(p.cumulative)]),
      )}
    >
      <CashFlowPlot
        cumulative={positions.map(({ cumulative }) => cumulative)}
        currency={currency}
        paybackMonths={paybackMonths}
        label={`Cumulative cash flow. ${finding}`}
      />
    </ChartFrame>
  );
}

function cashWords(cumulative: readonly number[], payback: number | null, currency: string): string {
  const lowest = Math.min(...cumulative);
  const end = cumulative.at(-1) ?? 0;
  const dip =
    lowest < 0
      ? `At its deepest it stands at ${formatMoneyCompact(lowest, currency)} in month ${cumulative.indexOf(lowest)}`
      : "It never stands below zero";
  const back =
    payback === null
      ? "it is not paid back within the horizon"
      : payback > 0
        ? `it is paid back after ${formatNumber(payback, 1)} months`
        : "nothing has to be paid back";
  return `${dip}; ${back}, and ends at ${formatMoneyCompact(end, currency)}.`;
}

const NAMES: Readonly<Record<SensitivityInput, string>> = {
  benefitMonthly: "Benefit a month",
  successProbability: "Chance of success",
  buildCost: "Build cost",
  runCostMonthly: "Run cost a month",
  discountAnnual: "Discount rate",
};

export function SensitivityChart({ value, currency, at, zone }: ChartProps) {
  const bars = npvSensitivity(value);
  const { npv } = valueModel(value);
  const [widest] = bars;
  const columns = ["Input", "From", "To", "Value at the low end", "Value at the high end"];
  const finding = widest ? sensitivityWords(widest, currency) : "";
  return (
    <ChartFrame
      title="What the value hangs on"
      measure={`Net present value in ${currency}, each input moved by 20% (the chance by 20 points), one at a time`}
      current={formatMoneyCompact(npv, currency)}
      actions={
        <How figure={{ label: "Sensitivity", calculator: "npv_sensitivity", inputs: value }} {...{ at, zone }} />
      }
      finding={finding}
      table={{
        columns,
        rows: bars.map((bar) => [
          NAMES[bar.input],
          inputText(bar.input, bar.low, currency),
          inputText(bar.input, bar.high, currency),
          formatMoney(toCents(bar.npvLow), currency),
          formatMoney(toCents(bar.npvHigh), currency),
        ]),
      }}
      csvHref={csvLink(
        columns,
        bars.map((bar) => [NAMES[bar.input], bar.low, bar.high, toCents(bar.npvLow), toCents(bar.npvHigh)]),
      )}
    >
      <Tornado
        bars={bars.map((bar) => ({
          key: bar.input,
          name: NAMES[bar.input],
          range: `${inputText(bar.input, bar.low, currency)} to ${inputText(bar.input, bar.high, currency)}`,
          low: bar.npvLow,
          high: bar.npvHigh,
        }))}
        middle={npv}
        unit={currency}
        label={`Sensitivity of the net present value. ${finding}`}
      />
    </ChartFrame>
  );
}

function sensitivityWords({ input, npvLow, npvHigh }: Sensitivity, currency: string): string {
  const worst = Math.min(npvLow, npvHigh);
  const best = Math.max(npvLow, npvHigh);
  const range = `between ${formatMoneyCompact(worst, currency)} and ${formatMoneyCompact(best, currency)}`;
  const sign = worst < 0 && best > 0 ? ", so it alone decides whether the case pays" : "";
  return `${NAMES[input]} matters most: it moves the value ${range}${sign}.`;
}

function inputText(input: SensitivityInput, amount: number, currency: string): string {
  return input === "successProbability" || input === "discountAnnual"
    ? formatPercent(amount)
    : formatMoneyCompact(amount, currency);
}
