import { type AlertKind, tierOf } from "#domain/vocabulary.ts";
import type { Prisma } from "#generated/prisma/client.ts";
import {
  closeAlert,
  fingerprintOf,
  lastResolved,
  reconcileAlertRow,
  resolverOf,
  UNWATCHED_REASONS,
} from "#server/alert-rows.ts";
import type { Tx } from "#server/db.ts";
import { loadFactBag } from "#server/fact-bag.ts";
import { type Finding, findingsOf, type MonitorSetting, monitorSubject } from "#server/monitor-findings.ts";
import { datasetVersion } from "#stages/data-pipeline/dataset-version.ts";
import { pipelineRun } from "#stages/data-pipeline/pipeline-run.ts";
import { dataSource } from "#stages/data-selection/data-source.ts";
import { deployment } from "#stages/integration/deployment.ts";
import { release, tagOf } from "#stages/integration/release.ts";
import { sourcesInUse } from "#stages/integration/source-in-use.ts";
import { driftSetting } from "#stages/monitoring/drift.ts";
import { driftAlerts } from "#stages/monitoring/drift-alert.ts";
import { driftReference } from "#stages/monitoring/drift-reference.ts";
import { driftResult } from "#stages/monitoring/drift-result.ts";
import { explanationSnapshot } from "#stages/monitoring/explanation-snapshot.ts";
import { monitor } from "#stages/monitoring/monitor.ts";
import { slo } from "#stages/monitoring/slo.ts";

const WATCHING = [monitor, slo, driftReference, driftResult, explanationSnapshot];
const IN_USE = [dataSource, datasetVersion, release, deployment];
const READ = [...WATCHING, ...IN_USE, pipelineRun];
/** The kinds whose change may open or close an alert at once. */
export const ALARMING_KINDS: readonly string[] = [...WATCHING, ...IN_USE].map(({ kind }) => kind);

/** The alerts that monitors raise; those of criteria follow their own windows. */
const RAISED: readonly AlertKind[] = ["threshold", "stale", "drift", "burn-rate"];
const [SWITCHED_OFF, UNWATCHED] = UNWATCHED_REASONS;

/**
 * Evaluates every monitor of a project and brings its alerts in line: drift, thresholds, missed targets, missing data, error
 * budgets, and what runs on a source that was withdrawn. An alert whose monitor is gone or switched off is closed, and says so. Verdicts follow from what is stored, so
 * running it twice, or by two workers, changes nothing more. Within `mutate`.
 */
export async function evaluateMonitors(tx: Tx, projectId: string): Promise<number> {
  const setting = await settingOf(tx, projectId);
  const findings = [
    ...sourceFindings(setting),
    ...(await driftFindings(tx, setting)),
    ...(await monitorFindings(tx, setting)),
  ];
  const earlier = await lastResolved(tx, projectId, RAISED);
  const watched = new Set<string>();
  let changed = 0;
  for (const { subject, verdict } of findings.filter(({ off }) => !off)) {
    const fingerprint = fingerprintOf(subject);
    watched.add(fingerprint);
    const last = earlier.get(fingerprint);
    const byHand = last && resolverOf(last, subject.recovered) === "person";
    const said = verdict(byHand ? last.lastAt.getTime() : null);
    if (said && (await reconcileAlertRow(tx, subject, said)) !== "none") changed += 1;
  }
  const silenced = new Set(findings.filter(({ off }) => off).map(({ subject }) => fingerprintOf(subject)));
  return changed + (await closeOrphans(tx, projectId, watched, silenced));
}

async function settingOf(tx: Tx, projectId: string): Promise<MonitorSetting> {
  const facts = await loadFactBag(tx, projectId, READ);
  const { tier } = await tx.project.findUniqueOrThrow({ where: { id: projectId }, select: { tier: true } });
  const criteria = await tx.criterion.findMany({ where: { projectId, removedAt: null } });
  return { projectId, tier: tierOf(tier), facts, criteria };
}

async function monitorFindings(tx: Tx, setting: MonitorSetting): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const each of setting.facts.of(monitor)) findings.push(...(await findingsOf(tx, each, setting)));
  return findings;
}

async function driftFindings(tx: Tx, { projectId, facts }: MonitorSetting): Promise<Finding[]> {
  const references = facts.of(driftReference).length;
  if (references === 0) return [];
  const stage = await tx.stage.findUnique({ where: { projectId_key: { projectId, key: "monitoring" } } });
  return driftAlerts(facts, driftSetting({ monitoring: stage?.document }, references)).map((alert): Finding => {
    const { feature, severity, detail, off, verdict } = alert;
    const words = {
      ...{ kind: "drift" as const, title: `${feature} drifts`, detail },
      recovered: "The feature is back within its limit.",
    };
    return { subject: monitorSubject(projectId, "drift", words, { feature }, severity), verdict, off };
  });
}

/** Rule B3.2 pauses what runs on a source whose legal basis or access is gone: an alert to the people who can. */
function sourceFindings({ projectId, facts }: MonitorSetting): Finding[] {
  return sourcesInUse(facts).map(({ release: running, source, name, withdrawn, since }): Finding => {
    const words = {
      ...{ kind: "threshold" as const, title: `Pause ${tagOf(facts, running)}: ${name} may not be used` },
      detail: `The legal basis of ${name} was withdrawn or the access to it revoked, and ${tagOf(facts, running)} was built from it (B3.2).`,
      recovered: "The source may be used again.",
    };
    const subject = monitorSubject(projectId, "source", words, { release: running, source }, "critical");
    return { subject, verdict: () => ({ state: withdrawn ? "breached" : "met", windowEnd: since, since }), off: false };
  });
}

/** Live alerts that nothing watches any more. */
async function closeOrphans(
  tx: Tx,
  projectId: string,
  watched: ReadonlySet<string>,
  silenced: ReadonlySet<string>,
): Promise<number> {
  const live: Prisma.AlertWhereInput = { projectId, kind: { in: [...RAISED] }, state: { not: "resolved" } };
  const orphans = (await tx.alert.findMany({ where: live })).filter(({ fingerprint }) => !watched.has(fingerprint));
  for (const alert of orphans) await closeAlert(tx, alert, silenced.has(alert.fingerprint) ? SWITCHED_OFF : UNWATCHED);
  return orphans.length;
}
