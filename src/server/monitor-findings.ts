import { verdictOfSilence, verdictOfTicks } from "#domain/alert-verdict.ts";
import { burnAlert, burnTable } from "#domain/burn-rate.ts";
import { referenceSigmaLimit } from "#domain/drift-state.ts";
import type { Tick } from "#domain/threshold-alert.ts";
import type { AlertKind, Severity, Tier } from "#domain/vocabulary.ts";
import type { Criterion as CriterionRow } from "#generated/prisma/client.ts";
import type { AlertSubject, AlertVerdict } from "#server/alert-rows.ts";
import { now } from "#server/clock.ts";
import type { Tx } from "#server/db.ts";
import {
  burnWindows,
  conditionOf,
  pointTicks,
  referenceDays,
  seriesNamed,
  type WatchedSeries,
  windowTicks,
} from "#server/monitor-values.ts";
import { pipelineRun } from "#stages/data-pipeline/pipeline-run.ts";
import type { Fact, FactBag } from "#stages/fact.ts";
import { explanationInWords, explanationTicks } from "#stages/monitoring/explanation-alert.ts";
import { type MonitorData, REFERENCE_DAYS } from "#stages/monitoring/monitor.ts";
import { slo } from "#stages/monitoring/slo.ts";
import { groupIn } from "#stages/solution-bias/live-groups.ts";

export type MonitorSetting = {
  projectId: string;
  tier: Tier;
  facts: FactBag;
  criteria: readonly CriterionRow[];
};

/** What a monitor says by now. `byHandUntil` as in `verdictOfTicks`; `off`: it is switched off, and an alert of its is closed. */
export type Finding = {
  subject: AlertSubject;
  verdict(byHandUntil: number | null): AlertVerdict | null;
  off: boolean;
};

type Words = { kind: AlertKind; title: string; detail: string; recovered: string };

export function monitorSubject(
  projectId: string,
  name: string,
  words: Words,
  labels: Readonly<Record<string, string>>,
  severity: Severity,
): AlertSubject {
  return { projectId, monitor: name, labels, ...words, opening: async () => ({ severity }) };
}

export async function findingsOf(tx: Tx, fact: Fact<MonitorData>, setting: MonitorSetting): Promise<Finding[]> {
  switch (fact.data.what) {
    case "criterion":
      return missedTarget(tx, fact, setting);
    case "threshold":
      return thresholdFindings(tx, fact, setting);
    case "stale":
      return staleFindings(tx, fact, setting);
    case "burn_rate":
      return burnFindings(tx, fact, setting);
    case "explanation":
      return explanationFindings(fact, setting);
    default:
      return [];
  }
}

/** Long before its breach: a criterion whose windows miss the target, at risk or worse. */
async function missedTarget(tx: Tx, fact: Fact<MonitorData>, setting: MonitorSetting): Promise<Finding[]> {
  const criterion = criterionOf(fact.data, setting);
  if (!criterion) return [];
  const detail = `${criterion.name} misses its target.`;
  const words = { kind: "threshold" as const, title: fact.data.name, detail, recovered: "The target is met again." };
  return [byTicks(fact, setting, words, {}, await windowTicks(tx, criterion.id, null))];
}

async function thresholdFindings(tx: Tx, fact: Fact<MonitorData>, setting: MonitorSetting): Promise<Finding[]> {
  const { data } = fact;
  const criterion = data.series === undefined ? criterionOf(data, setting) : undefined;
  const recovered = "The value is back within its limit.";
  const wordsOf = (limit: number) => {
    const watched = criterion?.name ?? `“${data.target}”`;
    const detail = `${watched} is ${(data.comparison ?? "").replaceAll("_", " ")} ${Number(limit.toPrecision(6))}.`;
    return { kind: "threshold" as const, title: data.name, detail, recovered };
  };
  if (criterion && !data.attribute && data.limit !== undefined && data.limitKind !== "reference_sigma") {
    const ticks = await windowTicks(tx, criterion.id, conditionOf(data));
    return [byTicks(fact, setting, wordsOf(data.limit), {}, ticks)];
  }
  const found: Finding[] = [];
  for (const { id, labels } of await watchedSeries(tx, data, criterion, setting.projectId)) {
    const limit = await limitOf(tx, id, data);
    const all = limit ? await pointTicks(tx, id, conditionOf({ ...data, limit: limit.value })) : [];
    const ticks = all.filter(({ at }) => limit && at > limit.after);
    found.push(byTicks(fact, setting, wordsOf(limit?.value ?? 0), labels, ticks));
  }
  return found;
}

/** `reference_sigma`: three standard deviations beyond the mean of the first days with data, which themselves alert nobody. */
async function limitOf(tx: Tx, id: bigint, data: MonitorData): Promise<{ value: number; after: number } | null> {
  if (data.limitKind !== "reference_sigma")
    return data.limit === undefined ? null : { value: data.limit, after: Number.NEGATIVE_INFINITY };
  const learnt = await referenceDays(tx, id, data.referenceDays ?? REFERENCE_DAYS);
  const below = data.comparison === "below" || data.comparison === "at_most";
  const value = learnt && referenceSigmaLimit(learnt.means, below ? -3 : 3);
  return learnt && value !== null ? { value, after: learnt.until } : null;
}

/** A source tells nothing by itself: only the series that counts its loads does, or the pipeline that brings them. */
async function staleFindings(tx: Tx, fact: Fact<MonitorData>, setting: MonitorSetting): Promise<Finding[]> {
  const { data, recordedAt } = fact;
  const criterion = criterionOf(data, setting);
  const watched = data.pipeline ? [] : await watchedSeries(tx, data, criterion, setting.projectId);
  const silent = data.pipeline || data.series || criterion;
  const nobody = { labels: {}, lastPointAt: data.pipeline ? lastLoad(setting.facts, data.pipeline) : null };
  const wired = watched.length > 0 ? watched : silent ? [nobody] : [];
  const grave = criterion?.mustHave && criterion.phase === "production" && setting.tier === 3;
  const words = {
    ...{ kind: "stale" as const, title: `No data: ${data.name}`, recovered: "Points arrive again." },
    detail: `Nothing came for three times the expected ${data.intervalSeconds} seconds.`,
  };
  return wired.map(({ labels, lastPointAt }) => {
    const last = lastPointAt?.getTime() ?? null;
    const verdict = verdictOfSilence(now().getTime(), last, data.intervalSeconds ?? 0, recordedAt);
    const severity = grave ? "critical" : data.severity;
    return finding(fact, setting, { words, labels, severity, verdict: () => verdict });
  });
}

function lastLoad(facts: FactBag, pipeline: string): Date | null {
  const runs = facts.of(pipelineRun).filter(({ data }) => data.pipeline === pipeline && data.status === "succeeded");
  const ends = runs.map(({ at, data }) => (data.endedAt ? Date.parse(data.endedAt) : at));
  return ends.length > 0 ? new Date(Math.max(...ends)) : null;
}

async function watchedSeries(
  tx: Tx,
  data: MonitorData,
  criterion: CriterionRow | undefined,
  projectId: string,
): Promise<WatchedSeries[]> {
  const { series, target, attribute } = data;
  if (series === undefined && criterion?.seriesId) {
    const row = await tx.series.findUnique({ where: { id: criterion.seriesId } });
    if (row && attribute) return ofGroup(await seriesNamed(tx, projectId, row.name), data);
    return row ? [{ id: row.id, labels: {}, lastPointAt: row.lastPointAt }] : [];
  }
  return ofGroup(await seriesNamed(tx, projectId, series ?? target), data);
}

/** Of a monitor that names an attribute: the series of its group, or of each of its groups. */
function ofGroup(all: WatchedSeries[], { attribute, group }: MonitorData): WatchedSeries[] {
  if (attribute === undefined) return all;
  return all.filter(({ labels }) => {
    const named = groupIn(labels, attribute);
    return group === undefined ? named !== null : named === group;
  });
}

async function burnFindings(tx: Tx, fact: Fact<MonitorData>, setting: MonitorSetting): Promise<Finding[]> {
  const objective = setting.facts.of(slo).find(({ key }) => key === fact.data.target)?.data;
  if (!objective) return [];
  const recovered = "It burns slowly again.";
  const title = `${objective.name}: the error budget burns`;
  const words = { kind: "burn-rate" as const, title, detail: "", recovered };
  const quiet = finding(fact, setting, { words, labels: {}, severity: fact.data.severity, verdict: () => null });
  if (!objective.goodSeries || !objective.badSeries) return [quiet];
  const good = await seriesNamed(tx, setting.projectId, objective.goodSeries);
  const bad = await seriesNamed(tx, setting.projectId, objective.badSeries);
  const end = Math.max(...[...good, ...bad].map(({ lastPointAt }) => lastPointAt?.getTime() ?? 0), 0);
  if (end === 0) return [quiet];
  const ids = (series: readonly WatchedSeries[]) => series.map(({ id }) => id);
  const windows = await burnWindows(tx, ids(good), ids(bad), new Date(end));
  const alert = burnAlert(windows, objective.objective, burnTable(objective.periodDays, windows["1h"]?.total ?? 0));
  const verdict = { state: alert.fires ? "breached" : "met", windowEnd: end, since: end } as const;
  if (!alert.fires) return [{ ...quiet, verdict: () => verdict }];
  const detail = `At ${alert.longBurn.toFixed(1)} times the even pace over ${alert.row.replace("/", " and ")}.`;
  const severity = alert.severity === "page" ? "critical" : fact.data.severity;
  return [finding(fact, setting, { words: { ...words, detail }, labels: {}, severity, verdict: () => verdict })];
}

function explanationFindings(fact: Fact<MonitorData>, setting: MonitorSetting): Finding[] {
  const words = {
    ...{ kind: "drift" as const, title: fact.data.name, detail: explanationInWords(setting.facts) },
    recovered: "The first features hold their places again.",
  };
  return [byTicks(fact, setting, words, {}, explanationTicks(setting.facts, fact.data))];
}

/** What opens after its time and closes after its keep time (C7). */
function byTicks(
  fact: Fact<MonitorData>,
  setting: MonitorSetting,
  words: Words,
  labels: Readonly<Record<string, string>>,
  ticks: readonly Tick[],
): Finding {
  const times = { forSeconds: fact.data.forSeconds ?? 0, keepSeconds: fact.data.keepSeconds ?? 0 };
  const verdict: Finding["verdict"] = (byHandUntil) => verdictOfTicks(ticks, times, byHandUntil);
  return finding(fact, setting, { words, labels, severity: fact.data.severity, verdict });
}

type Said = Pick<Finding, "verdict"> & {
  words: Words;
  labels: Readonly<Record<string, string>>;
  severity: Severity;
};

function finding({ key, data }: Fact<MonitorData>, { projectId }: MonitorSetting, said: Said): Finding {
  const { words, labels, severity, verdict } = said;
  return { subject: monitorSubject(projectId, key, words, labels, severity), verdict, off: !data.enabled };
}

function criterionOf({ target }: MonitorData, { criteria }: MonitorSetting): CriterionRow | undefined {
  return criteria.find(({ key }) => key === target);
}
