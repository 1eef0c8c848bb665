import type { Metadata } from "next";
import { mapFinding, mapTable, QUADRANT_WORDS, sizeIn } from "#app/(app)/portfolio/map/map-words.ts";
import { asQuery, portfolioParams } from "#app/(app)/portfolio/query.ts";
import { ViewFrame } from "#app/(app)/portfolio/view-frame.tsx";
import { csvOf } from "#app/(app)/portfolio/views.ts";
import { currentSession } from "#app/actor.ts";
import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { HealthKey, ValueMap } from "#components/charts/value-map.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatMoneyCompact } from "#lib/format.ts";
import { plural } from "#lib/format-size.ts";
import { portfolioOf } from "#server/access.ts";
import { listPortfolioOwners } from "#server/portfolio.ts";
import { MOST_BUBBLES, portfolioMap } from "#server/portfolio-views.ts";

export const metadata: Metadata = { title: "Portfolio map" };

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function MapPage({ searchParams }: PageProps) {
  const { actor } = await currentSession();
  const params = portfolioParams.parse(await searchParams);
  const view = portfolioOf(actor);
  const [map, owners] = await Promise.all([portfolioMap(view, asQuery(params)), listPortfolioOwners(view)]);
  const placed = Object.values(map.counts).reduce((sum, count) => sum + count, 0);
  return (
    <ViewFrame view="map" params={params} owners={owners} note={plural(placed + map.unknown, "project")}>
      {placed === 0 ? (
        <Card>
          <EmptyState
            title="Nothing to place yet"
            action={<ButtonLink href="/portfolio">Back to the table</ButtonLink>}
          >
            A project appears here once its business case says what it is worth, what it costs and how feasible it is.
          </EmptyState>
        </Card>
      ) : (
        <ChartFrame
          title="Value against feasibility"
          measure={`Both 0 to 100, from the business case. Size: what a month of delay costs${
            new Set(map.bubbles.map(({ currency }) => currency)).size > 1 ? ", beside others in the same currency" : ""
          }. ${placed > map.bubbles.length ? `The ${MOST_BUBBLES} costliest of ${placed} are drawn.` : ""}`}
          finding={mapFinding(map)}
          table={mapTable(map)}
          csvHref={csvOf("map", params)}
        >
          <ValueMap
            label={mapFinding(map)}
            quadrants={QUADRANT_WORDS.map(({ key, name }) => ({ key, name, count: map.counts[key] }))}
            bubbles={map.bubbles.map((bubble) => ({
              key: bubble.slug,
              name: bubble.name,
              href: `/projects/${bubble.slug}`,
              x: bubble.feasibility,
              y: bubble.value,
              size: sizeIn(map, bubble),
              band: bubble.healthBand,
              sizeText: `${formatMoneyCompact(bubble.delayLoss, bubble.currency)} a month of delay`,
            }))}
          />
          <HealthKey />
        </ChartFrame>
      )}
    </ViewFrame>
  );
}
