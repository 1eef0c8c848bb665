import type { StageFacts } from "#stages/facts.ts";
import { driftSeries, driftSettingOf } from "#stages/monitoring/drift.ts";
import { DriftHeat } from "#stages/monitoring/drift-heat.tsx";
import { driftResult } from "#stages/monitoring/drift-result.ts";

/** Features by weeks beside the series: what changed in the data while a criterion fell. */
export function DriftSection({ slug, facts, zone }: { slug: string; facts: StageFacts; zone: string }) {
  const drift = driftSeries(facts, facts.of(driftResult), driftSettingOf(facts, facts.documents))
    .filter(({ windows }) => windows.length > 0)
    .toSorted((a, b) => b.streak - a.streak);
  if (drift.length === 0) return null;
  return (
    <DriftHeat
      drift={drift}
      base={`/projects/${slug}`}
      zone={zone}
      csvHref={`/api/v1/projects/${slug}/drift-results/export`}
      level={2}
    />
  );
}
