import type { KeyFigure } from "#components/ui/key-figures.tsx";
import { formatMoneyCompact, formatNumber, formatPercent } from "#lib/format.ts";
import { formatDays, plural } from "#lib/format-size.ts";
import type { PortfolioFigures } from "#server/portfolio.ts";

/** Six figures that answer what runs, what hurts, what it is worth and what waits. */
export function figuresFor(figures: PortfolioFigures): KeyFigure[] {
  const [main, ...others] = figures.annualValue;
  return [
    { value: formatNumber(figures.live, 0), label: "in production" },
    {
      value: formatNumber(figures.openAlerts, 0),
      label: figures.openAlerts === 1 ? "open alert" : "open alerts",
      href: "/alerts",
    },
    { value: formatPercent(figures.criteriaMetShare, 0), label: "success criteria met" },
    {
      value: main ? formatMoneyCompact(main.amount, main.currency) : "–",
      label: "expected value a year",
      note: others.length > 0 ? `, ${plural(others.length, "other currency", "other currencies")} apart` : undefined,
      title: others.map((o) => formatMoneyCompact(o.amount, o.currency)).join(", "),
    },
    { value: formatDays(figures.medianDaysToLive), label: "median time to production" },
    { value: formatNumber(figures.waiting, 0), label: "waiting for sign-off", href: "/portfolio?state=in_review" },
  ];
}
