import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DriftWindows } from "#app/(app)/projects/[slug]/monitoring/drift/[feature]/drift-windows.tsx";
import { currentSession } from "#app/actor.ts";
import { readingProject } from "#app/project.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { Card } from "#components/ui/card.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { listDriftWindows } from "#server/drift-history.ts";
import { getStageFacts } from "#server/stage-view.ts";
import { driftSeries, driftSettingOf } from "#stages/monitoring/drift.ts";
import { driftReference } from "#stages/monitoring/drift-reference.ts";
import { HistogramPair } from "#stages/monitoring/histogram-pair.tsx";

export const metadata: Metadata = { title: "Drift" };

type DriftPageProps = {
  params: Promise<{ slug: string; feature: string }>;
  searchParams: Promise<{ window?: string }>;
};

/** One feature: what each window measured, and the two histograms behind the one that is chosen. */
export default async function DriftPage({ params, searchParams }: DriftPageProps) {
  const [{ slug, feature }, { window }] = await Promise.all([params, searchParams]);
  const access = await readingProject(slug);
  const [{ user }, facts] = await Promise.all([currentSession(), getStageFacts(access, "monitoring")]);
  const named = decodeURIComponent(feature);
  const references = facts.of(driftReference);
  const reference =
    references.find((each) => each.key === named) ?? references.find(({ data }) => data.feature === named);
  if (!reference) notFound();
  const { key } = reference;
  const results = await listDriftWindows(access, key);
  const series = driftSeries(facts, results, driftSettingOf(facts, facts.documents)).find(
    (each) => each.reference.key === key,
  );
  const base = `/projects/${slug}`;
  const zone = user.timeZone;
  return (
    <div className="flex flex-col gap-4">
      <div>
        <Breadcrumbs
          crumbs={[{ label: "Monitoring", href: `${base}/monitoring` }, { label: reference.data.feature }]}
        />
        <h2 className="mt-1 text-lg font-semibold wrap-anywhere">Drift of {reference.data.feature}</h2>
        <p className="text-base text-ink-2">
          {results.length} windows against{" "}
          <TextLink href={`${base}/facts/drift-references/${encodeURIComponent(key)}`}>its reference</TextLink>.
        </p>
      </div>
      {series && series.windows.length > 0 ? (
        <>
          <HistogramPair series={series} zone={zone} window={window} level={2} />
          <DriftWindows series={series} base={base} zone={zone} now={facts.now} chosen={window} />
        </>
      ) : (
        <Card>
          <p className="text-base text-ink-2">No window is compared with it yet.</p>
        </Card>
      )}
    </div>
  );
}
