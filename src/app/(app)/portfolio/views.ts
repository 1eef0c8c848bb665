import { hrefWith, type PortfolioParams } from "#app/(app)/portfolio/query.ts";
import type { SegmentLink } from "#components/ui/segmented.tsx";

/** The ways to look at the same projects; each keeps the filters of the others. */
export const VIEWS = [
  { key: "table", label: "Table", path: "/portfolio" },
  { key: "board", label: "Board", path: "/portfolio/board" },
  { key: "map", label: "Map", path: "/portfolio/map" },
  { key: "bottlenecks", label: "Bottlenecks", path: "/portfolio/bottlenecks" },
] as const;
export type PortfolioView = (typeof VIEWS)[number]["key"];

export function viewLinks(current: PortfolioView, params: PortfolioParams): SegmentLink[] {
  return VIEWS.map(({ key, label, path }) => ({ label, href: hrefWith(params, {}, path), current: key === current }));
}

export function pathOf(view: PortfolioView): string {
  return VIEWS.find(({ key }) => key === view)?.path ?? "/portfolio";
}

/** The numbers of a view, with its filters. */
export function csvOf(view: PortfolioView, params: PortfolioParams): string {
  const href = hrefWith(params, {}, "/portfolio/csv");
  return `${href}${href.includes("?") ? "&" : "?"}view=${view}`;
}
