import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { sharesByAttribute } from "#stages/data-bias/group-shares.ts";
import { ShareChart } from "#stages/data-bias/share-chart.tsx";
import { DatasheetList } from "#stages/data-selection/datasheet-list.tsx";
import { measuredData } from "#stages/data-selection/measured.ts";
import { QualityChart } from "#stages/data-selection/quality-chart.tsx";
import { representationOf } from "#stages/data-selection/representation.ts";
import { SourceFigures } from "#stages/data-selection/source-figures.tsx";
import { type SourceOverview, sourcesOf } from "#stages/data-selection/source-overview.ts";
import { SourceScatter } from "#stages/data-selection/source-scatter.tsx";
import { needsOf } from "#stages/data-selection/source-scores.ts";
import type { StagePanelProps } from "#stages/panel.tsx";

const SETS_SHOWN = 4;

/** The pictures of stage 3: which sources can be had and help, how good they are, and whom they represent. */
export function DataSelectionPanel({ access, facts, zone }: StagePanelProps) {
  const base = `/projects/${access.slug}`;
  const files = `/api/v1/projects/${access.slug}`;
  const document = facts.documents["data-selection"];
  const sources = sourcesOf(facts, document).toSorted(inOrder);
  if (sources.length === 0) return <NoSources base={base} />;
  const representation = representationOf(facts).slice(0, SETS_SHOWN);
  const fromBaselines = sharesByAttribute(facts).length > 0;
  return (
    <>
      <SourceScatter sources={sources} base={base} csvHref={`${files}/data-sources/export`} />
      <SourceFigures
        {...{ sources, base, zone }}
        at={facts.now}
        needs={needsOf(document)}
        measured={measuredData(facts, document)}
      />
      <DatasheetList {...{ facts, sources, base, files }} />
      {sources.some(({ quality }) => quality !== null) ? (
        <QualityChart {...{ sources, base, zone }} at={facts.now} csvHref={`${files}/quality-profiles/export`} />
      ) : (
        <NoProfiles base={base} />
      )}
      {representation.map((set) => (
        <ShareChart
          key={set.key}
          set={set}
          {...{ zone }}
          at={facts.now}
          csvHref={`${files}/${fromBaselines ? "group-baselines" : "quality-profiles"}/export`}
        />
      ))}
    </>
  );
}

/** Required ones first, then by role, then by name. */
function inOrder(a: SourceOverview, b: SourceOverview): number {
  const order = Number(b.required) - Number(a.required) || ROLES.indexOf(a.role) - ROLES.indexOf(b.role);
  return order || a.data.name.localeCompare(b.data.name, "en", { numeric: true });
}

const ROLES = ["primary", "label", "secondary", "enrichment"];

function NoSources({ base }: { base: string }) {
  return (
    <Card>
      <EmptyState
        title="No data source yet"
        action={
          <>
            <ButtonLink href={`${base}/facts/data-sources/new`}>Record a source</ButtonLink>
            <ButtonLink href={`${base}/facts/data-sources/import`} variant="ghost">
              Import a file
            </ButtonLink>
          </>
        }
      >
        Once sources are recorded, a picture shows which of them can be had and help, and which would help but cannot be
        had.
      </EmptyState>
    </Card>
  );
}

function NoProfiles({ base }: { base: string }) {
  return (
    <Card>
      <EmptyState
        title="No source is profiled yet"
        action={<ButtonLink href={`${base}/facts/quality-profiles/import`}>Import a profile</ButtonLink>}
      >
        A profile’s counts become seven dimensions of quality, and the weakest of them is named.
      </EmptyState>
    </Card>
  );
}
