import type { StageFacts } from "#stages/facts.ts";
import { driftSeries, driftSettingOf, worstFirst } from "#stages/monitoring/drift.ts";
import { DriftHeat } from "#stages/monitoring/drift-heat.tsx";
import { driftResult } from "#stages/monitoring/drift-result.ts";

/** Features by weeks beside the series: what changed in the data while a criterion fell. */
export function DriftSection({ slug, facts, zone }: { slug: string; facts: StageFacts; zone: string }) {
  const series = driftSeries(facts, facts.of(driftResult), driftSettingOf(facts, facts.documents));
  const drift = worstFirst(series.filter(({ windows }) => windows.length > 0));
  if (drift.length === 0) return null;
  return (
    <DriftHeat
      drift={drift}
      base={`/projects/${slug}`}
      zone={zone}
      csvHref={`/api/v1/projects/${slug}/drift-results/export`}
      level={2}
      most={15}
    />
  );
}
