import { ALERT_STATES, type AlertKind, type AlertState } from "#domain/vocabulary.ts";
import type { Access } from "#server/access.ts";
import { fingerprintOf } from "#server/alert-rows.ts";
import { db } from "#server/db.ts";
import type { Fact, FactBag } from "#stages/fact.ts";
import { type MonitorData, monitor } from "#stages/monitoring/monitor.ts";

export type MonitorState = {
  fact: Fact<MonitorData>;
  /** `off`: switched off; `ok`: no alert of its is live. */
  state: "off" | "ok" | Exclude<AlertState, "resolved">;
  alertId: string | null;
  since: Date | null;
};

const KINDS: Readonly<Record<MonitorData["what"], AlertKind>> = {
  ...{ criterion: "threshold", threshold: "threshold", drift: "drift", stale: "stale" },
  ...{ burn_rate: "burn-rate", explanation: "drift" },
};
const ORDER: readonly MonitorState["state"][] = ["open", "acknowledged", "ok", "off"];

/** Every monitor with its live alert, the open ones first. */
export async function listMonitorStates(access: Access<"project.read">, facts: FactBag): Promise<MonitorState[]> {
  const live = await db.alert.findMany({ where: { projectId: access.projectId, state: { not: "resolved" } } });
  const states = facts.of(monitor).map((fact): MonitorState => {
    const { what, target, enabled } = fact.data;
    const name = what === "drift" ? "drift" : fact.key;
    const alert = live.find(({ fingerprint, labels }) => {
      const mine = what === "drift" ? { feature: target } : labelsIn(labels);
      return fingerprint === fingerprintOf({ monitor: name, kind: KINDS[what], labels: mine });
    });
    const state = ALERT_STATES.find((each) => each === alert?.state);
    return {
      ...{ fact, alertId: alert?.id ?? null, since: alert?.openedAt ?? null },
      state: !enabled ? "off" : state && state !== "resolved" ? state : "ok",
    };
  });
  const name = ({ fact }: MonitorState) => fact.data.name;
  return states.toSorted(
    (a, b) =>
      ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || name(a).localeCompare(name(b), "en", { numeric: true }),
  );
}

/** Guarantee: the column only ever receives the labels of an alert's own subject. */
function labelsIn(json: unknown): Record<string, string> {
  return json as Record<string, string>;
}
