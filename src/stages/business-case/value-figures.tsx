"use client";

import { delayCost, valueModel } from "#domain/value.ts";
import { formatMoneyCompact, formatNumber } from "#lib/format.ts";
import { plural } from "#lib/format-size.ts";
import { useFormSurroundings, usePass, useTypedDocument } from "#stages/form/form-context.tsx";
import { valueCaseOf } from "#stages/value-case.ts";

/** What the typed costs and benefits come to (C1), while they are typed. */
export function ValueFigures({ discountAnnual }: { discountAnnual: number }) {
  const { currency } = useFormSurroundings();
  const value = valueCaseOf(useTypedDocument(), { discountAnnual });
  if (usePass() === "more") return null;
  if (!value) {
    return (
      <p className="border-t border-rule pt-3 text-base text-ink-2">
        With benefit, both costs and the chance of success, the net present value stands here.
      </p>
    );
  }
  const { npv, roi, paybackMonths } = valueModel(value);
  const years = value.horizonMonths / 12;
  return (
    <div className="flex flex-col gap-1.5 border-t border-rule pt-3">
      <dl className="flex flex-wrap gap-x-7 gap-y-1.5">
        <Figure value={formatMoneyCompact(npv, currency)} label="NPV" bad={npv <= 0} />
        <Figure value={roi === null ? "–" : `${formatNumber(roi, 1)}×`} label="return" />
        <Figure value={paybackMonths === null ? "never" : `${formatNumber(paybackMonths, 1)} months`} label="payback" />
        <Figure value={formatMoneyCompact(delayCost(value, 1), currency)} label="cost of a month’s delay" />
      </dl>
      <p className="text-sm text-ink-2">
        Over {Number.isInteger(years) ? plural(years, "year") : plural(value.horizonMonths, "month")} at a discount rate
        of {formatNumber(value.discountAnnual * 100)}% a year, weighed by the chance of success.
      </p>
    </div>
  );
}

function Figure({ value, label, bad = false }: { value: string; label: string; bad?: boolean }) {
  return (
    <div className="flex flex-row-reverse items-baseline gap-1.5">
      <dt className="text-base text-ink-2">{label}</dt>
      <dd className={`figures text-lg font-semibold tracking-tight ${bad ? "text-bad" : ""}`}>{value}</dd>
    </div>
  );
}
