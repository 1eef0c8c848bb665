import { verdictOfSilence, verdictOfTicks } from "#domain/alert-verdict.ts";
import { burnAlert } from "#domain/burn-rate.ts";
import { type AlertKind, type Severity, tierOf } from "#domain/vocabulary.ts";
import type { Criterion as CriterionRow } from "#generated/prisma/client.ts";
import { type AlertSubject, type AlertVerdict, reconcileAlertRow } from "#server/alert-rows.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";
import { loadFactBag } from "#server/fact-bag.ts";
import {
  burnWindows,
  conditionOf,
  pointTicks,
  seriesNamed,
  type WatchedSeries,
  windowTicks,
} from "#server/monitor-values.ts";
import type { Fact, FactBag } from "#stages/fact.ts";
import { driftSetting } from "#stages/monitoring/drift.ts";
import { type DriftAlert, driftAlerts } from "#stages/monitoring/drift-alert.ts";
import { driftReference } from "#stages/monitoring/drift-reference.ts";
import { driftResult } from "#stages/monitoring/drift-result.ts";
import { type MonitorData, monitor } from "#stages/monitoring/monitor.ts";
import { slo } from "#stages/monitoring/slo.ts";

/** The kinds whose change may open or close an alert at once. */
export const ALARMING_KINDS: readonly string[] = [monitor, slo, driftReference, driftResult].map(({ kind }) => kind);

export type MonitorFinding = { subject: AlertSubject; verdict: AlertVerdict };
type Setting = { projectId: string; tier: number; facts: FactBag; criteria: readonly CriterionRow[] };

/**
 * Evaluates every monitor of a project and brings its alerts in line: drift, thresholds, missing data, error budgets.
 * Verdicts follow from what is stored, so running it twice, or by two workers, changes nothing more. Within `mutate`.
 */
export async function evaluateMonitors(tx: Tx, projectId: string): Promise<number> {
  const findings = await monitorFindings(tx, projectId);
  let changed = 0;
  for (const { subject, verdict } of findings)
    if ((await reconcileAlertRow(tx, subject, verdict)) !== "none") changed += 1;
  return changed;
}

export async function monitorFindings(tx: Tx, projectId: string): Promise<MonitorFinding[]> {
  const facts = await loadFactBag(tx, projectId, [monitor, slo, driftReference, driftResult]);
  const { tier } = await tx.project.findUniqueOrThrow({ where: { id: projectId }, select: { tier: true } });
  const criteria = await tx.criterion.findMany({ where: { projectId, removedAt: null } });
  const setting: Setting = { projectId, tier, facts, criteria };
  const findings = await driftFindings(tx, setting);
  for (const each of facts.of(monitor)) if (each.data.enabled) findings.push(...(await findingsOf(tx, each, setting)));
  return findings;
}

async function driftFindings(tx: Tx, { projectId, facts }: Setting): Promise<MonitorFinding[]> {
  if (facts.of(driftResult).length === 0) return [];
  const stage = await tx.stage.findUnique({ where: { projectId_key: { projectId, key: "monitoring" } } });
  const documents = { monitoring: stage?.document };
  const alerts = driftAlerts(facts, driftSetting(documents, facts.of(driftReference).length));
  return alerts.flatMap(({ verdict, ...alert }) =>
    verdict ? [{ subject: driftSubject(projectId, alert), verdict }] : [],
  );
}

function driftSubject(projectId: string, { feature, severity, detail }: Omit<DriftAlert, "verdict">): AlertSubject {
  return {
    ...{ projectId, monitor: "drift", kind: "drift", labels: { feature }, detail },
    title: `${feature} drifts`,
    recovered: "The feature is back within its limit.",
    opening: async () => ({ severity }),
  };
}

async function findingsOf(tx: Tx, fact: Fact<MonitorData>, setting: Setting): Promise<MonitorFinding[]> {
  switch (fact.data.what) {
    case "threshold":
      return thresholdFindings(tx, fact, setting);
    case "stale":
      return staleFindings(tx, fact, setting);
    case "burn_rate":
      return burnFindings(tx, fact, setting);
    default:
      return [];
  }
}

async function thresholdFindings(tx: Tx, fact: Fact<MonitorData>, setting: Setting): Promise<MonitorFinding[]> {
  const { data } = fact;
  const condition = conditionOf(data);
  const times = { forSeconds: data.forSeconds ?? 0, keepSeconds: data.keepSeconds ?? 0 };
  const criterion = data.series === undefined ? criterionOf(data, setting) : undefined;
  const detail = `${data.target} is ${(data.comparison ?? "").replaceAll("_", " ")} ${data.limit}.`;
  const words = {
    kind: "threshold" as const,
    title: data.name,
    detail,
    recovered: "The value is back within its limit.",
  };
  if (criterion) {
    const verdict = verdictOfTicks(await windowTicks(tx, criterion.id, condition), times);
    return finding(fact, setting, words, {}, verdict);
  }
  const found: MonitorFinding[] = [];
  for (const { id, labels } of await seriesNamed(tx, setting.projectId, data.series ?? data.target))
    found.push(...finding(fact, setting, words, labels, verdictOfTicks(await pointTicks(tx, id, condition), times)));
  return found;
}

/** A source tells nothing by itself: only the series that counts its loads does. */
async function staleFindings(tx: Tx, fact: Fact<MonitorData>, setting: Setting): Promise<MonitorFinding[]> {
  const { data, recordedAt } = fact;
  const criterion = criterionOf(data, setting);
  const watched = await staleSeries(tx, data, criterion, setting.projectId);
  const nobody = { id: 0n, labels: {}, lastPointAt: null };
  const wired = watched.length > 0 ? watched : data.series || criterion ? [nobody] : [];
  const grave = criterion?.mustHave && criterion.phase === "production" && tierOf(setting.tier) === 3;
  const words = {
    ...{ kind: "stale" as const, title: `No data: ${data.name}`, recovered: "Points arrive again." },
    detail: `Nothing came for three times the expected ${data.intervalSeconds} seconds.`,
    ...(grave && { severity: "critical" as const }),
  };
  return wired.flatMap(({ labels, lastPointAt }) => {
    const last = lastPointAt?.getTime() ?? null;
    const verdict = verdictOfSilence(now().getTime(), last, data.intervalSeconds ?? 0, recordedAt);
    return finding(fact, setting, words, labels, verdict);
  });
}

async function staleSeries(
  tx: Tx,
  { series, target }: MonitorData,
  criterion: CriterionRow | undefined,
  projectId: string,
): Promise<WatchedSeries[]> {
  if (series === undefined && criterion?.seriesId) {
    const row = await tx.series.findUnique({ where: { id: criterion.seriesId } });
    return row ? [{ id: row.id, labels: {}, lastPointAt: row.lastPointAt }] : [];
  }
  return seriesNamed(tx, projectId, series ?? target);
}

async function burnFindings(tx: Tx, fact: Fact<MonitorData>, setting: Setting): Promise<MonitorFinding[]> {
  const objective = setting.facts.of(slo).find(({ key }) => key === fact.data.target)?.data;
  if (!objective?.goodSeries || !objective.badSeries) return [];
  const good = await seriesNamed(tx, setting.projectId, objective.goodSeries);
  const bad = await seriesNamed(tx, setting.projectId, objective.badSeries);
  const end = Math.max(...[...good, ...bad].map(({ lastPointAt }) => lastPointAt?.getTime() ?? 0), 0);
  if (end === 0) return [];
  const ids = (series: readonly WatchedSeries[]) => series.map(({ id }) => id);
  const alert = burnAlert(await burnWindows(tx, ids(good), ids(bad), new Date(end)), objective.objective);
  const words = {
    ...{
      kind: "burn-rate" as const,
      title: `${objective.name}: the error budget burns`,
      recovered: "It burns slowly again.",
    },
    detail: alert.fires
      ? `At ${alert.longBurn.toFixed(1)} times the even pace over ${alert.row.replace("/", " and ")}.`
      : "",
    ...(alert.fires && { severity: alert.severity === "page" ? ("critical" as const) : fact.data.severity }),
  };
  return finding(fact, setting, words, {}, { state: alert.fires ? "breached" : "met", windowEnd: end, since: end });
}

type Words = { kind: AlertKind; title: string; detail: string; recovered: string; severity?: Severity };

function finding(
  { key, data }: Fact<MonitorData>,
  { projectId }: Setting,
  { severity = data.severity, ...words }: Words,
  labels: Record<string, string>,
  verdict: AlertVerdict | null,
): MonitorFinding[] {
  if (!verdict) return [];
  return [{ subject: { projectId, monitor: key, labels, ...words, opening: async () => ({ severity }) }, verdict }];
}

function criterionOf({ target }: MonitorData, { criteria }: Setting): CriterionRow | undefined {
  return criteria.find(({ key }) => key === target);
}
