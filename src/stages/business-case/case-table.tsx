import { Card } from "#components/ui/card.tsx";
import { formatNumber, formatPercent } from "#lib/format.ts";
import { budgetLine, spendOf } from "#stages/business-case/budget-line.ts";
import { type CaseFigures, caseFigures } from "#stages/business-case/case-figures.ts";
import { feasibilityOf } from "#stages/business-case/feasibility.ts";
import { figureText } from "#stages/business-case/figure-text.tsx";
import { type WorthAssumptions, worthOf } from "#stages/business-case/worth.ts";
import type { Figure } from "#stages/fact-kind.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { StageDocument } from "#stages/field.ts";
import { How } from "#stages/how.tsx";

type CaseTableProps = {
  document: StageDocument;
  facts: StageFacts;
  assumed: WorthAssumptions;
  currency: string;
  zone: string;
};

const SHOWN: readonly (keyof CaseFigures)[] = [
  "npv",
  "roi",
  "payback",
  "oneMonthLate",
  "expectedLoss",
  "worstLoss",
  "lessLikely",
  "late",
  "breakEven",
  "value",
  "feasibility",
  "quadrant",
  "priority",
  "riskClass",
  "tier",
];

/** Every number of the case with its how, as saved; and what was measured or spent since. */
export function CaseTable({ document, facts, assumed, currency, zone }: CaseTableProps) {
  const figures = caseFigures(document, assumed);
  const shown: { figure: Figure; text: string }[] = [
    ...SHOWN.map((name) => figures[name])
      .filter(({ value, name }) => value !== null || name === "payback")
      .map((figure) => ({ figure, text: figureText(figure, currency) })),
    ...measuredFigures(document, facts, assumed, currency),
    ...spendFigures(facts),
  ];
  return (
    <Card
      level={3}
      title="The case in numbers"
      note="as saved; a number that was measured since stands beside its guess"
    >
      <dl className="grid gap-x-8 sm:grid-cols-2">
        {shown.map(({ figure, text }) => (
          <div
            key={figure.name}
            className="flex items-baseline justify-between gap-3 border-b border-rule py-1.5 text-base"
          >
            <dt className="text-ink-2">
              {figure.label} <How figure={figure} at={facts.now} zone={zone} />
            </dt>
            <dd className="figures shrink-0 text-right font-semibold">{text}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-2.5 text-sm text-pretty text-ink-2">
        Risk class and tier are a working aid from the answers, not legal advice; a reviewer confirms them.
      </p>
    </Card>
  );
}

/** The portfolio places the project by these: a number that stage 3 measured replaces its guess. */
function measuredFigures(document: StageDocument, facts: StageFacts, assumed: WorthAssumptions, currency: string) {
  const { answered, measured, grades, data } = feasibilityOf(document, facts);
  if (measured === null || measured === answered) return [];
  const label = `Feasibility, data measured in ${data.sources} ${data.sources === 1 ? "source" : "sources"}`;
  const { value, quadrant, priority } = worthOf(document, assumed, grades);
  const inputs = { value, feasibility: measured };
  const figures: Figure[] = [
    { name: "measured", label, value: measured, unit: "score", calculator: "feasibility", inputs: { ...grades } },
    { name: "quadrant", label: "Place in the portfolio, with it", value: quadrant, calculator: "quadrant", inputs },
    { name: "priority", label: "Priority, with it", value: priority, calculator: "priority", inputs },
  ];
  const guess = answered === null ? "" : `, ${formatNumber(answered, 0)} guessed`;
  return figures
    .filter((figure) => figure.value !== null)
    .map((figure) => ({
      figure: { ...figure, name: `${figure.name} measured` },
      text: figureText(figure, currency) + (figure.name === "measured" ? guess : ""),
    }));
}

function spendFigures(facts: StageFacts) {
  const spend = spendOf(facts.of(budgetLine));
  if (!spend || spend.planned === 0) return [];
  const value = spend.actual / spend.planned;
  const figure = { name: "spend", label: "Actual cost against plan", value, calculator: "against_plan", inputs: spend };
  return [{ figure, text: formatPercent(value) }];
}
