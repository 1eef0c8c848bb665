/** Times are milliseconds since the epoch; null what has not happened yet. */
export type IncidentTimes = { openedAt: number; acknowledgedAt: number | null; resolvedAt: number | null };

export type IncidentSummary = {
  /** Mean minutes from opening to acknowledgement, over those acknowledged; null where none is. */
  acknowledgeMinutes: number | null;
  /** Mean minutes from opening to resolution, over those resolved; null where none is. */
  resolveMinutes: number | null;
  /** Not resolved yet: counted apart, and not in the time to resolve. */
  open: number;
};

/** MTTA and MTTR (C7), in minutes. */
export function incidentTimes(incidents: readonly IncidentTimes[]): IncidentSummary {
  return {
    acknowledgeMinutes: meanMinutes(incidents.map(({ openedAt, acknowledgedAt }) => [openedAt, acknowledgedAt])),
    resolveMinutes: meanMinutes(incidents.map(({ openedAt, resolvedAt }) => [openedAt, resolvedAt])),
    open: incidents.filter(({ resolvedAt }) => resolvedAt === null).length,
  };
}

function meanMinutes(spans: readonly (readonly [number, number | null])[]): number | null {
  const minutes = spans.flatMap(([from, to]) => (to === null ? [] : [(to - from) / 60_000]));
  return minutes.length > 0 ? minutes.reduce((sum, each) => sum + each, 0) / minutes.length : null;
}
