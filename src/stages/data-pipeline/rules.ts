import type { RuleVerdict } from "#domain/evidence.ts";
import type { Requirement } from "#domain/requirement.ts";
import { asksFor } from "#stages/asks-for.ts";
import { datasetVersion } from "#stages/data-pipeline/dataset-version.ts";
import { pipeline } from "#stages/data-pipeline/pipeline.ts";
import { pipelineRun } from "#stages/data-pipeline/pipeline-run.ts";
import { runsOf, standingOf } from "#stages/data-pipeline/run-standing.ts";
import { type SkewAnswers, skewWithinLimit } from "#stages/data-pipeline/skew-rule.ts";
import { dataSource } from "#stages/data-selection/data-source.ts";
import type { StageFacts } from "#stages/facts.ts";
import { factsFix, requirement } from "#stages/fix.ts";
import { monitor } from "#stages/monitoring/monitor.ts";

/** G5.1 to G5.6. */
export function pipelineRequirements(document: SkewAnswers, facts: StageFacts): Requirement[] {
  const runs = asksFor(facts, pipeline) || asksFor(facts, pipelineRun);
  return [
    ...(asksFor(facts, pipeline) ? [bothKindsActive(facts)] : []),
    ...(runs ? [runsReliable(facts)] : []),
    ...(asksFor(facts, datasetVersion) ? [versionPublished(facts), checksPassed(facts)] : []),
    ...skewWithinLimit(document, facts),
    ...(asksFor(facts, pipeline) ? [freshnessWatched(facts)] : []),
  ];
}

/** Item 5.3. */
export function runsSucceed(_document: unknown, facts: StageFacts): RuleVerdict {
  return standingVerdict(facts);
}

/** Item 5.6. */
export function publishedWithLineage(_document: unknown, facts: StageFacts): RuleVerdict {
  const { met, detail } = versionPublished(facts);
  return { met, detail };
}

/** Item 5.8. */
export function freshnessMonitored(_document: unknown, facts: StageFacts): RuleVerdict {
  const { met, detail } = freshnessWatched(facts);
  return { met, detail };
}

const DATA_KINDS = ["capture", "analyse", "transform", "manage"];
const BUILDERS = ["ML"] as const;

function bothKindsActive(facts: StageFacts): Requirement {
  const active = activePipelines(facts);
  const absent = ["capture", "transform"].filter((kind) => !active.some(({ data }) => data.kind === kind));
  return requirement({
    key: "G5.1",
    label: "A pipeline captures and one transforms",
    met: absent.length === 0,
    detail:
      absent.length === 0
        ? `${active.length} pipelines are active.`
        : `No active pipeline of kind ${absent.join(" and ")}.`,
    fix: factsFix(BUILDERS, "Record the pipelines that run.", pipeline.kind),
  });
}

function runsReliable(facts: StageFacts): Requirement {
  const verdict = standingVerdict(facts);
  return requirement({
    key: "G5.2",
    label: "The last run succeeded, and nine of the last ten did",
    ...verdict,
    fix: factsFix(BUILDERS, "Mend the pipeline and let it run.", pipelineRun.kind),
    items: unreliable(facts).map(({ name, words }) => ({
      label: `${name}: ${words}`,
      where: `/facts/${pipelineRun.kind}`,
    })),
  });
}

function standingVerdict(facts: StageFacts): RuleVerdict {
  const judged = judgedPipelines(facts);
  if (judged.length === 0) return { met: false, detail: "No active pipeline is recorded." };
  const failing = unreliable(facts);
  const [worst] = failing;
  return worst
    ? { met: false, detail: `${worst.name}: ${worst.words}.` }
    : { met: true, detail: `All ${judged.length} active data pipelines succeed.` };
}

function unreliable(facts: StageFacts): { name: string; words: string }[] {
  return judgedPipelines(facts).flatMap(({ key, data }) => {
    const { reliable, judged, succeeded, lastSucceeded } = standingOf(runsOf(facts, key));
    if (reliable) return [];
    if (judged === 0) return [{ name: data.name, words: "no run has finished" }];
    const last = lastSucceeded ? "" : ", and the last one failed";
    return [{ name: data.name, words: `${succeeded} of the last ${judged} runs succeeded${last}` }];
  });
}

function versionPublished(facts: StageFacts): Requirement {
  const published = publishedVersions(facts);
  const whole = published.filter(({ data }) => gapsOf(data).length === 0);
  const [newest] = published;
  return requirement({
    key: "G5.3",
    label: "A data version is published with its lineage",
    met: whole.length > 0,
    detail: whole[0]
      ? `${whole[0].data.tag}: ${whole[0].data.rows?.toLocaleString("en-GB")} rows, hash and inputs.`
      : newest
        ? `${newest.data.tag} lacks ${gapsOf(newest.data).join(", ")}.`
        : "No data version is published.",
    fix: factsFix(BUILDERS, "Publish a data version with rows, hash and inputs.", datasetVersion.kind),
  });
}

function checksPassed(facts: StageFacts): Requirement {
  const verdict = checksVerdict(facts);
  return requirement({
    key: "G5.4",
    label: "No blocking check failed in the published version",
    ...verdict,
    fix: factsFix(BUILDERS, "Name the run that built it, with its checks, and mend what failed.", datasetVersion.kind),
  });
}

function checksVerdict(facts: StageFacts): RuleVerdict {
  const [newest] = publishedVersions(facts);
  if (!newest) return { met: false, detail: "No data version is published." };
  const { tag, pipelineRun: runKey } = newest.data;
  const run = facts.of(pipelineRun).find(({ key }) => key === runKey);
  if (!run) return { met: false, detail: `Not known which run built ${tag}.` };
  const checks = run.data.checks ?? [];
  if (checks.length === 0) return { met: false, detail: `The run that built ${tag} recorded no checks.` };
  const failed = checks.filter(({ blocking, passed }) => blocking && !passed);
  return failed[0]
    ? { met: false, detail: `${failed.length} failed in ${tag}: ${failed[0].column} ${failed[0].rule}.` }
    : { met: true, detail: `${checks.length} checks ran on ${tag}, and none that blocks failed.` };
}

/** By a pipeline's own record, or by a monitor of missing data on a source or a pipeline. */
function freshnessWatched(facts: StageFacts): Requirement {
  const names = [
    ...activePipelines(facts).flatMap(({ data }) => (data.freshnessMonitored ? data.name : [])),
    ...freshnessMonitors(facts),
  ];
  return requirement({
    key: "G5.6",
    label: "Freshness is watched",
    met: names.length > 0,
    detail: names.length > 0 ? `Watched: ${names.join(", ")}.` : "Nobody watches it yet.",
    fix: factsFix(BUILDERS, "Watch the freshness of a pipeline, and say so in its record.", pipeline.kind),
  });
}

function freshnessMonitors(facts: StageFacts): string[] {
  const watched = new Set([...facts.of(pipeline), ...facts.of(dataSource)].map(({ key }) => key));
  const fitting = facts.of(monitor).filter(({ key, data }) => {
    return data.enabled && data.what === "stale" && (key === "freshness" || watched.has(data.target));
  });
  return fitting.map(({ data }) => data.name);
}

type Version = ReturnType<typeof publishedVersions>[number]["data"];

function gapsOf({ rows = 0, sha256, sources = [], datasets = [] }: Version): string[] {
  const gaps: [string, boolean][] = [
    ["rows", rows <= 0],
    ["its hash", !sha256],
    ["its inputs", sources.length + datasets.length === 0],
  ];
  return gaps.filter(([, absent]) => absent).map(([gap]) => gap);
}

function publishedVersions(facts: StageFacts) {
  return facts.of(datasetVersion).filter(({ data }) => data.state === "published");
}

function activePipelines(facts: StageFacts) {
  return facts.of(pipeline).filter(({ data }) => data.active);
}

/** Training and scoring have stages of their own; here the flow of data is judged. */
export function judgedPipelines(facts: StageFacts) {
  return activePipelines(facts).filter(({ data }) => DATA_KINDS.includes(data.kind));
}
