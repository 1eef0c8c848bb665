"use client";

import type { ReactNode } from "react";
import { formatNumber } from "#lib/format.ts";
import { plural } from "#lib/format-size.ts";
import { type CaseFigures, caseFigures } from "#stages/business-case/case-figures.ts";
import { figureText } from "#stages/business-case/figure-text.tsx";
import type { WorthAssumptions } from "#stages/business-case/worth.ts";
import { useFormPart, useFormSurroundings, usePass, useTypedDocument } from "#stages/form/form-context.tsx";
import { valueCaseOf } from "#stages/value-case.ts";

/** Drawn on the server: how each number comes about, by its name. */
export type Hows = Readonly<Record<string, ReactNode>>;
type LiveProps = { assumed: WorthAssumptions; hows: Hows };

const FIRST = ["npv", "roi", "payback", "oneMonthLate"] as const;
const MORE = ["expectedLoss", "worstLoss", "lessLikely", "late"] as const;
const WORDS: Readonly<Record<(typeof FIRST)[number], string>> = {
  npv: "NPV",
  roi: "return",
  payback: "payback",
  oneMonthLate: "cost of a month’s delay",
};

/** What the typed costs and benefits come to (C1), while they are typed. */
export function ValueFigures({ assumed, hows }: LiveProps) {
  const { currency } = useFormSurroundings();
  const document = useTypedDocument();
  const value = valueCaseOf(document, assumed);
  const figures = caseFigures(document, assumed);
  if (usePass() === "more") return null;
  if (!value) {
    return (
      <p className="border-t border-rule pt-3 text-base text-ink-2">
        With benefit, both costs and the chance of success, the net present value stands here.
      </p>
    );
  }
  const years = value.horizonMonths / 12;
  const npv = figures.npv.value;
  return (
    <div className="flex flex-col gap-1.5 border-t border-rule pt-3">
      <dl className="flex flex-wrap gap-x-7 gap-y-1.5">
        {FIRST.map((name) => (
          <div key={name} className="flex flex-row-reverse items-baseline gap-1.5">
            <dt className="text-base text-ink-2">
              {WORDS[name]} {hows[name]}
            </dt>
            <dd
              className={`figures text-lg font-semibold tracking-tight ${name === "npv" && typeof npv === "number" && npv <= 0 ? "text-bad" : ""}`}
            >
              {figureText(figures[name], currency)}
            </dd>
          </div>
        ))}
      </dl>
      <p className="text-sm text-ink-2">
        Over {Number.isInteger(years) ? plural(years, "year") : plural(value.horizonMonths, "month")} at a discount rate
        of {formatNumber(value.discountAnnual * 100)}% a year, weighed by the chance of success.
      </p>
      <details className="text-sm">
        <summary className="w-fit list-none py-0.5 leading-5 text-ink-2 underline decoration-edge underline-offset-2 hover:text-ink">
          When luck is worse
        </summary>
        <SmallFigures names={MORE} figures={figures} currency={currency} hows={hows} />
      </details>
    </div>
  );
}

/** From which probability acting pays: below the four values of right and wrong outcomes. */
export function BreakEvenFigure(props: LiveProps) {
  return <Live {...props} names={["breakEven"]} beside="framing.errorCosts.gainTp" />;
}

/** Where the case stands beside others. */
export function StandingFigures(props: LiveProps) {
  const names = ["value", "feasibility", "quadrant", "priority"] as const;
  return <Live {...props} names={names} beside="feasibility.dataAvailability" />;
}

export function RiskFigures(props: LiveProps) {
  return (
    <Live {...props} names={["riskClass", "tier"]} beside="riskAnswers.art5Practice">
      A working aid from your answers, not legal advice: a reviewer confirms it. Dates of law move; check the Official
      Journal.
    </Live>
  );
}

type Names = readonly (keyof CaseFigures)[];

/** `beside`: the answer in whose pass it stands. */
type StandingProps = LiveProps & { names: Names; beside: string; children?: ReactNode };

/** Stays away while nothing of it is known, so that a light case stays light. */
function Live({ assumed, hows, names, beside, children }: StandingProps) {
  const { currency, shownFirst } = useFormSurroundings();
  const asked = useFormPart((state) => state.asked[beside]);
  const first = asked === "required" || shownFirst.has(beside);
  const figures = caseFigures(useTypedDocument(), assumed);
  if ((usePass() === "first") !== first || names.every((name) => figures[name].value === null)) return null;
  return (
    <div className="border-t border-rule pt-3 text-sm">
      <SmallFigures names={names} figures={figures} currency={currency} hows={hows} />
      {children && <p className="mt-1.5 text-ink-2">{children}</p>}
    </div>
  );
}

type SmallProps = { names: Names; figures: CaseFigures; currency: string; hows: Hows };

function SmallFigures({ names, figures, currency, hows }: SmallProps) {
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1.5 pt-1">
      {names.map((name) => (
        <div key={name} className="flex items-baseline gap-1.5" title={figures[name].reason}>
          <dt className="text-ink-2">
            {figures[name].label} {hows[name]}
          </dt>
          <dd className="figures text-base font-semibold">{figureText(figures[name], currency)}</dd>
        </div>
      ))}
    </dl>
  );
}
