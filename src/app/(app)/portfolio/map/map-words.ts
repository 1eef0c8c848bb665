import type { TableTwin } from "#components/charts/chart-frame.tsx";
import { HEALTH_WORDS } from "#components/charts/health-shape.tsx";
import type { Quadrant } from "#domain/value-score.ts";
import { formatMoneyCompact, formatNumber } from "#lib/format.ts";
import { plural } from "#lib/format-size.ts";
import type { PortfolioMap } from "#server/portfolio-views.ts";

export const QUADRANT_WORDS: readonly { key: Quadrant; name: string }[] = [
  { key: "do_now", name: "Do now" },
  { key: "de_risk", name: "De-risk first" },
  { key: "fill_in", name: "Fill in" },
  { key: "park", name: "Park" },
];

export function mapFinding({ bubbles, counts, unknown }: PortfolioMap): string {
  const main = mainCurrency(bubbles);
  const costliest = bubbles.find(({ currency }) => currency === main);
  const parts = [`${plural(counts.do_now, "project")} to do now, ${counts.de_risk} to de-risk first.`];
  if (costliest?.delayLoss)
    parts.push(
      `Delay costs most in ${costliest.name}: ${formatMoneyCompact(costliest.delayLoss, costliest.currency)} a month.`,
    );
  if (unknown > 0) parts.push(`${plural(unknown, "project has", "projects have")} no business case to place yet.`);
  return parts.join(" ");
}

/** 0 to 1 beside the costliest of the same currency: there are no exchange rates, so that others do not compare. */
export function sizeIn({ bubbles }: PortfolioMap, { delayLoss, currency }: PortfolioMap["bubbles"][number]): number {
  const most = Math.max(...bubbles.flatMap((each) => (each.currency === currency ? (each.delayLoss ?? 0) : [])), 0);
  return most > 0 ? Math.max(0, delayLoss ?? 0) / most : 0;
}

/** The currency of most of the projects. */
function mainCurrency(bubbles: PortfolioMap["bubbles"]): string | undefined {
  const groups = [...Map.groupBy(bubbles, ({ currency }) => currency).values()];
  return groups.toSorted((a, b) => b.length - a.length)[0]?.[0]?.currency;
}

export function mapTable({ bubbles }: PortfolioMap): TableTwin {
  const nameOf = (quadrant: Quadrant) => QUADRANT_WORDS.find(({ key }) => key === quadrant)?.name ?? quadrant;
  return {
    hrefs: bubbles.map(({ slug }) => `/projects/${slug}`),
    columns: ["Project", "Value", "Feasibility", "Quadrant", "A month of delay", "Health"],
    rows: bubbles.map((bubble) => [
      bubble.name,
      formatNumber(bubble.value, 0),
      formatNumber(bubble.feasibility, 0),
      nameOf(bubble.quadrant),
      formatMoneyCompact(bubble.delayLoss, bubble.currency),
      HEALTH_WORDS[bubble.healthBand] ?? bubble.healthBand,
    ]),
  };
}
