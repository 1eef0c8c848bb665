import { describe, expect, test } from "vitest";
import { runStanding } from "#domain/pipeline-runs.ts";
import { lineageOf } from "#stages/data-pipeline/lineage.ts";
import { runsOf } from "#stages/data-pipeline/run-standing.ts";
import { type Fact, factBag } from "#stages/fact.ts";
import { parseFact } from "#stages/fact-draft.ts";
import { factKindOf } from "#stages/fact-kinds.ts";
import { candidateOf } from "#stages/model/candidate.ts";
import { modelVersion } from "#stages/model/model-version.ts";
import { runOverview } from "#stages/model/run-overview.ts";
import { stageOf } from "#stages/registry.ts";
import { cardguardModelFacts, cardguardModelsLater } from "../../prisma/demo/cardguard-model-facts.ts";
import {
  cardguardDataVersions,
  cardguardPipelineFacts,
  cardguardRecentRuns,
} from "../../prisma/demo/cardguard-pipeline-facts.ts";
import type { StageFact } from "../../prisma/demo/facts/stage-fact.ts";
import { readmitModelFacts, readmitPipelineFacts, readmitRecentRuns } from "../../prisma/demo/readmit-model-facts.ts";
import {
  shelfcastPipelines,
  shelfcastRuns,
  shelfcastTraining,
  shelfcastVersions,
} from "../../prisma/demo/shelfcast-build-facts.ts";
import { storyClock } from "../../prisma/demo/story-clock.ts";
import { completeFacts, criterion, fullDocuments, SAMPLE_NOW } from "../support/stage-samples.ts";

/* What stages 5 and 6 of the three large projects record, and the numbers of lifecycle G that follow from it. */

const CLOCK = storyClock(new Date(SAMPLE_NOW));
const all = (chapters: readonly { facts: readonly StageFact[] }[]) => chapters.flatMap(({ facts }) => facts);
const CARD = [
  ...cardguardPipelineFacts(CLOCK),
  ...all(cardguardDataVersions(CLOCK)),
  ...cardguardModelFacts(CLOCK),
  ...all(cardguardModelsLater(CLOCK)),
  ...cardguardRecentRuns(CLOCK),
];
const READ = [...readmitPipelineFacts(CLOCK), ...readmitModelFacts(CLOCK), ...readmitRecentRuns(CLOCK)];
const SHELF = [
  ...shelfcastPipelines(),
  ...all(shelfcastVersions(CLOCK)),
  ...shelfcastRuns(CLOCK),
  ...all(shelfcastTraining(CLOCK)),
];

/** As the law reads them: the last word of each key, newest first. */
function told(facts: readonly StageFact[]) {
  const last = new Map(facts.map((fact) => [`${fact.kind} ${fact.key}`, fact]));
  const kinds = Map.groupBy(last.values(), ({ kind }) => kind);
  return Object.fromEntries([...kinds].map(([kind, mine]) => [kind, mine.map(factOf).sort((a, b) => b.at - a.at)]));
}

function factOf({ kind, key, data }: StageFact): Fact {
  const { at } = factKindOf(kind);
  const time = at && typeof data[at] === "string" ? Date.parse(data[at]) : SAMPLE_NOW;
  return { ...{ key, at: time, version: 1, recordedAt: time, recordedBy: null }, data };
}

function gate(stage: string, facts: ReturnType<typeof completeFacts>) {
  return stageOf(stage)
    .requirements(fullDocuments()[stage] ?? {}, facts)
    .filter(({ met }) => !met);
}

test.each([
  ["CARDGUARD", CARD],
  ["READMIT", READ],
  ["SHELFCAST", SHELF],
])("%s records what its kinds accept, in an order in which references exist, and few enough to be seen", (_, facts) => {
  for (const { kind, key, data } of facts)
    expect(parseFact(factKindOf(kind), data), `${kind} ${key}`).toMatchObject({ ok: true });
  for (const mine of Object.values(told(facts))) expect(mine.length).toBeLessThanOrEqual(300);
});

describe("CARDGUARD", () => {
  const recall = criterion({ key: "recall", baseline: 0.52, target: 0.72, guardrail: 0.66 });
  const facts = completeFacts(3, { ...factBag(told(CARD)), criteria: [recall] });

  test("has the versions of its three releases, 3.2 as champion since 22 January and 3.3 as challenger", () => {
    const versions = facts
      .of(modelVersion)
      .map(({ data }) => [data.tag, data.datasetVersion, data.commit, data.standing]);
    expect(versions.toReversed()).toEqual([
      ["fraud-gbm 3.0", "d2025.09", "c4f1e2", "retired"],
      ["fraud-gbm 3.1", "d2025.12", "c91ab0", "retired"],
      ["fraud-gbm 3.2", "d2026.01", "c9e77d", "champion"],
      ["fraud-gbm 3.3", "d2026.03", "cb2f08", "challenger"],
    ]);
    const champion = facts.of(modelVersion).find(({ data }) => data.standing === "champion");
    expect(champion?.data.standingSince?.slice(0, 10)).toBe("2026-01-22");
    expect(candidateOf(facts)?.data.tag).toBe("fraud-gbm 3.3");
  });

  test("keeps the gates of both stages open, on the day of the first version and today", () => {
    const first = [...cardguardPipelineFacts(CLOCK), ...cardguardModelFacts(CLOCK)];
    const then = completeFacts(3, { ...factBag(told(first)), criteria: [recall] });
    for (const each of [then, facts]) expect(gate("model", each)).toEqual([]);
    const document = { trainingServingPath: "feature_store" };
    expect(
      stageOf("data-pipeline")
        .requirements(document, facts)
        .filter(({ met }) => !met),
    ).toEqual([]);
  });

  test("joins sources, pipelines, versions and models", () => {
    const { nodes, edges } = lineageOf(facts);
    expect(edges).toContainEqual({
      from: "dataset-versions/d2026.01",
      to: "model-versions/fraud-gbm-3.2",
      broken: false,
    });
    expect(edges).toContainEqual({ from: "pipelines/auth-capture", to: "pipelines/feature-build", broken: false });
    expect(nodes.filter(({ kind }) => kind === "pipelines").map(({ state }) => state)).toEqual(
      Array(3).fill("succeeded"),
    );
  });
});

describe("READMIT", () => {
  const auc = criterion({ key: "auc_test", phase: "offline", baseline: 0.61, target: 0.72, guardrail: 0.69 });
  const facts = completeFacts(3, { ...factBag(told(READ)), criteria: [auc] });

  test("has d2025.11, cc0417 and readmit-gbm 1.4 with an AUC of .731 and a calibration error of .024", () => {
    expect(candidateOf(facts)?.data).toMatchObject({
      tag: "readmit-gbm 1.4",
      datasetVersion: "d2025.11",
      commit: "cc0417",
    });
    const best = runOverview(facts)?.runs[0];
    expect(best).toMatchObject({ name: "Boosting with group weights", quality: 0.731 });
    expect(gate("model", facts)).toEqual([]);
    const slices = stageOf("model")
      .requirements({}, facts)
      .find(({ key }) => key === "G6.4");
    expect(slices?.detail).toMatch(/Too small to judge: insurance: other/);
  });
});

describe("SHELFCAST", () => {
  const wape = criterion({
    key: "wape",
    phase: "offline",
    baseline: 0.31,
    target: 0.22,
    guardrail: 0.27,
    mustHave: false,
  });
  const facts = completeFacts(1, { ...factBag(told(SHELF)), criteria: [wape] });

  test("failed twice in the last ten runs, so only G5.2 shuts the gate", () => {
    const runs = runsOf(facts, "promotions-load");
    expect(runStanding(runs)).toEqual({ judged: 10, succeeded: 8, lastSucceeded: true, reliable: false });
    const document = { ...fullDocuments()["data-pipeline"], trainingServingPath: "shared_code" };
    const unmet = stageOf("data-pipeline")
      .requirements(document, facts)
      .filter(({ met }) => !met);
    expect(unmet).toMatchObject([{ key: "G5.2", detail: "Promotions load: 8 of the last 10 runs succeeded." }]);
  });

  test("has four runs: .310, .241, .236 with promotions, and .239 at four times the cost", () => {
    const overview = runOverview(facts);
    expect(overview).toMatchObject({ metric: "wape", lowerIsBetter: true, costName: "Cost" });
    expect(overview?.runs.map(({ name, quality, cost, onFront }) => [name, quality, cost, onFront])).toEqual([
      ["Boosting with promotions", 0.236, 14, true],
      ["Temporal network", 0.239, 56, false],
      ["Gradient boosting", 0.241, 14, false],
      ["Seasonal naive", 0.31, 0.5, true],
    ]);
  });
});
