import type { BackwardFacts, DatasetFact } from "#domain/backward-facts.ts";
import {
  type BackwardRule,
  type BackwardStage,
  DAY_MS,
  type Found,
  found,
  isNews,
  quoted,
  rowSince,
  streak,
} from "#domain/backward-rule.ts";
import { leEps } from "#domain/comparison.ts";

/** The rules of stage 5 on what runs. */
export const PIPELINE_RULES: readonly BackwardRule[] = [
  { rule: "B5.2", stages: ["data-pipeline"], find: failingPipelines },
  { rule: "B5.3", stages: ["data-pipeline"], find: lateData },
  { rule: "B5.4", stages: ["data-pipeline"], find: skewedFeatures },
  { rule: "B5.5", stages: ["data-pipeline", "model"], find: withdrawnOfChampion },
];

/** The same facts while no run succeeds, however long the row of failures grows: it begins after the last success. */
function failingPipelines(facts: BackwardFacts, stage: BackwardStage): Found | null {
  const failing = (facts.pipelines ?? []).map(({ name, runs }) => {
    const news = runs.filter(({ at }) => isNews(facts, stage, at));
    const failed = news.slice(news.findLastIndex(({ succeeded }) => succeeded) + 1);
    return { name, failed, since: runs.findLast(({ succeeded }) => succeeded)?.at ?? null };
  });
  return found(
    failing.filter(({ failed }) => failed.length >= 3),
    ({ name, since }) => `${name}@${since ?? ""}`,
    (all) => `Three runs in a row failed of ${names(all)}.`,
  );
}

function lateData({ freshness = [], now }: BackwardFacts): Found | null {
  return found(
    freshness.filter(({ missedSince }) => missedSince !== null && now - missedSince >= DAY_MS),
    ({ name, missedSince }) => `${name}@${missedSince}`,
    (all) => `Data has been older than agreed for 24 hours: ${names(all)}.`,
  );
}

/** The same facts while a feature stays above, however many windows follow. */
function skewedFeatures(facts: BackwardFacts, stage: BackwardStage): Found | null {
  const skewed = (facts.skews ?? []).map(({ feature, threshold, windows }) => {
    const news = windows.filter(({ end }) => isNews(facts, stage, end));
    const within = windows.findLast(({ value }) => value !== null && leEps(value, threshold));
    const above = streak(news, (skew) => !leEps(skew, threshold));
    return { name: feature, above, since: rowSince(facts, stage, within?.end) };
  });
  return found(
    skewed.filter(({ above }) => above.length >= 2),
    ({ name, since }) => `${name}@${since}`,
    (all) => `Training and serving values differed above the threshold in two windows: ${names(all)}.`,
  );
}

function withdrawnOfChampion(facts: BackwardFacts, stage: BackwardStage): Found | null {
  return withdrawn(facts, stage, ({ usedByChampion }) => usedByChampion, "the champion");
}

/** A data version that was withdrawn although a model rests on it. */
export function withdrawn(
  facts: BackwardFacts,
  stage: BackwardStage,
  used: (dataset: DatasetFact) => boolean,
  whose: string,
): Found | null {
  const gone = (facts.datasets ?? []).filter((each) => used(each) && isNews(facts, stage, each.withdrawnAt));
  return found(
    gone,
    ({ tag, withdrawnAt }) => `${tag}@${withdrawnAt}`,
    (all) => `The data version of ${whose} was withdrawn: ${quoted(all.map(({ tag }) => tag))}.`,
  );
}

function names(things: readonly { name: string }[]): string {
  return quoted(things.map(({ name }) => name));
}
