import type { RuleVerdict } from "#domain/evidence.ts";
import { listed } from "#domain/listed.ts";
import { answerAt } from "#stages/answer-at.ts";
import { dataSource } from "#stages/data-selection/data-source.ts";
import type { FactBag } from "#stages/fact.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { StageDocument } from "#stages/field.ts";
import { driftReference } from "#stages/monitoring/drift-reference.ts";
import { explanationSnapshot, importances } from "#stages/monitoring/explanation-snapshot.ts";
import { monitor } from "#stages/monitoring/monitor.ts";
import { slo } from "#stages/monitoring/slo.ts";

const SHARE_ASKED = 0.8;

/** Features whose drift raises an alert: those with a reference, unless their monitor is switched off. */
export function watchedFeatures(facts: FactBag): ReadonlySet<string> {
  const off = facts.of(monitor).filter(({ data }) => data.what === "drift" && !data.enabled);
  const silent = new Set(off.map(({ data }) => data.target));
  const names = facts.of(driftReference).map(({ data }) => data.feature);
  return new Set(names.filter((name) => !silent.has(name)));
}

/** Item 9.2: by the importance of the newest snapshot; without one, by the features that the stage names. */
export function driftWatched(document: StageDocument, facts: StageFacts): RuleVerdict {
  const watched = watchedFeatures(facts);
  const [newest] = facts.of(explanationSnapshot);
  if (newest) {
    const shares = [...importances(newest.data)];
    const share = shares.reduce((sum, [name, each]) => sum + (watched.has(name) ? each : 0), 0);
    const unwatched = shares.filter(([name]) => !watched.has(name)).toSorted(([, a], [, b]) => b - a);
    const met = share >= SHARE_ASKED - 1e-9;
    const rest = met ? "" : ` Not watched: ${listed(unwatched.map(([name]) => name))}.`;
    return { met, detail: `${Math.round(share * 100)}% of the importance is watched.${rest}` };
  }
  const named = answerAt(document, "topFeatures");
  const top = Array.isArray(named) ? named.map(String) : [];
  if (top.length === 0) return { met: false, detail: "No top feature is named, and no importance is recorded." };
  const without = top.filter((name) => !watched.has(name));
  return without.length === 0
    ? { met: true, detail: `All ${top.length} top features are watched.` }
    : { met: false, detail: `Without a drift reference: ${listed(without)}.` };
}

/** Item 9.3. */
export function outputWatched(_document: unknown, facts: StageFacts): RuleVerdict {
  const watched = watchedFeatures(facts);
  const found = facts.of(driftReference).find(({ data }) => data.output && watched.has(data.feature));
  return found
    ? { met: true, detail: `Drift of ${found.data.feature} is watched.` }
    : { met: false, detail: "No drift reference is marked as the model’s output." };
}

/** Item 9.4. */
export function sourcesWatched(_document: unknown, facts: StageFacts): RuleVerdict {
  const asked = facts.of(dataSource).filter(({ data }) => data.required);
  if (asked.length === 0) return { met: false, detail: "No required source is recorded." };
  const monitors = facts.of(monitor).filter(({ data }) => data.what === "stale" && data.enabled);
  const targets = new Set(monitors.map(({ data }) => data.target));
  const without = asked.filter(({ key, data }) => !targets.has(key) && !targets.has(data.name));
  return without.length === 0
    ? { met: true, detail: `All ${asked.length} required sources have one.` }
    : { met: false, detail: `Nothing tells when it stops: ${listed(without.map(({ data }) => data.name))}.` };
}

/** Item 9.5. */
export function objectiveWatched(_document: unknown, facts: StageFacts): RuleVerdict {
  const objectives = facts.of(slo);
  if (objectives.length === 0) return { met: false, detail: "No service level objective is recorded." };
  const burning = facts.of(monitor).filter(({ data }) => data.what === "burn_rate" && data.enabled);
  const without = objectives.filter(({ key }) => !burning.some(({ data }) => data.target === key));
  return without.length === 0
    ? {
        met: true,
        detail: `${objectives.length === 1 ? "The objective has" : "All objectives have"} a burn-rate alert.`,
      }
    : { met: false, detail: `Without a burn-rate alert: ${listed(without.map(({ data }) => data.name))}.` };
}
