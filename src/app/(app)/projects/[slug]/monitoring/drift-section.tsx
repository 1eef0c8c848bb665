import type { Access } from "#server/access.ts";
import type { StageFacts } from "#stages/facts.ts";
import { driftSeries, driftSettingOf, worstFirst } from "#stages/monitoring/drift.ts";
import { DriftHeat } from "#stages/monitoring/drift-heat.tsx";
import { driftResult } from "#stages/monitoring/drift-result.ts";

type DriftSectionProps = {
  access: Access<"project.read">;
  facts: StageFacts;
  zone: string;
  /** What the address asks for: the weeks, and the range of the charts above, which a choice of weeks keeps. */
  weeks: string | undefined;
  range: string;
};

/** Features by weeks beside the series: what changed in the data while a criterion fell. */
export function DriftSection({ access, facts, zone, weeks, range }: DriftSectionProps) {
  const series = driftSeries(facts, facts.of(driftResult), driftSettingOf(facts, facts.documents));
  const drift = worstFirst(series.filter(({ windows }) => windows.length > 0));
  if (drift.length === 0) return null;
  return (
    <DriftHeat
      access={access}
      facts={facts}
      drift={drift}
      zone={zone}
      weeks={weeks}
      hrefOf={(chosen) => `/projects/${access.slug}/monitoring?range=${range}&weeks=${chosen}`}
      level={2}
      most={15}
    />
  );
}
