import type { BackwardSetting, StageBackward } from "#stages/backward-setting.ts";
import { fireDrill } from "#stages/monitoring/fire-drill.ts";
import { incident, timesOf } from "#stages/monitoring/incident.ts";

/** What rules B9.2 to B9.5 and B10.1 look at. */
export function monitoringBackward({ facts, alerts }: BackwardSetting): StageBackward {
  const stale = alerts.filter(({ kind }) => kind === "stale");
  return {
    alerts,
    monitors: stale.map(({ title, openedAt }) => ({ name: title, staleSince: openedAt })),
    fireDrillAt: facts.of(fireDrill)[0]?.at ?? null,
    incidents: facts.of(incident).map(({ data }) => {
      const { openedAt, resolvedAt } = timesOf(data);
      return { name: data.name, severity: data.severity, openedAt, resolvedAt };
    }),
  };
}
