import type { StageFact } from "./facts/stage-fact.ts";
import type { Name } from "./people.ts";
import type { Story } from "./story.ts";
import { daysAfter, type StoryClock } from "./story-clock.ts";

export const WATCHED_MONTHLY = { freshnessMonitored: true, freshnessLimitSeconds: 2_592_000 };

/** Builders of the facts of stage 5, for the large projects of the demo. */

type Pipeline = {
  name: string;
  kind: string;
  schedule: string;
  reads?: readonly string[];
  follows?: readonly string[];
};

export function pipelineFact(key: string, owner: string, pipeline: Pipeline, more: object = {}): StageFact {
  return { kind: "pipelines", key, data: { ...pipeline, active: true, owner, ...more } };
}

type Runs = {
  /** The day of the last run. */
  last: string;
  count: number;
  every?: number;
  time: string;
  minutes: number;
  rows: number;
  commit: string;
  checks: readonly (readonly [column: string, rule: string, blocking?: boolean])[];
  /** Days on which it failed, and why. */
  failed?: Readonly<Record<string, string>>;
};

/** Runs of a pipeline, newest first; a failed one stops at its first check. The key is the pipeline and the day. */
export function pipelineRuns({ moment }: StoryClock, pipeline: string, runs: Runs): StageFact[] {
  const { last, count, every = 1, time, minutes, rows, commit, checks, failed = {} } = runs;
  return Array.from({ length: count }, (_, i): StageFact => {
    const day = daysAfter(last, -i * every);
    const start = moment(day, time).getTime();
    const why = failed[day];
    const rowsIn = rows + ((i * 7919) % 97) * Math.ceil(rows / 4000);
    const took = why ? 3 : minutes + (i % 4);
    const endedAt = new Date(start + took * 60_000).toISOString();
    return {
      kind: "pipeline-runs",
      key: `${pipeline}-${day}`,
      data: {
        ...{ pipeline, status: why ? "failed" : "succeeded", startedAt: new Date(start).toISOString(), endedAt },
        ...(why ? { rowsIn: 0, rowsOut: 0 } : { rowsIn, rowsOut: rowsIn - (rowsIn % 41) }),
        checks: checks.map(([column, rule, blocking = true], at) => ({
          ...{ column, rule: why && at === 0 ? why : rule, blocking, passed: !(why && at === 0) },
        })),
        steps: [
          { name: "load", durationSeconds: took * 40 },
          { name: "check and write", durationSeconds: took * 20 },
        ],
        commit,
      },
    };
  });
}

type Version = {
  rows: number;
  period: readonly [from: string, to: string];
  built: string;
  run: string;
  sources: readonly string[];
  sha: string;
  before?: readonly string[];
};

export function datasetFact({ moment, day }: StoryClock, tag: string, version: Version): StageFact {
  const { rows, period, built, run, sources, sha, before } = version;
  return {
    kind: "dataset-versions",
    key: tag,
    data: {
      ...{ tag, state: "published", sha256: sha.padEnd(64, "3f9a17c0e2"), rows, sources, pipelineRun: run },
      ...{ periodFrom: day(period[0]), periodTo: day(period[1]), createdAt: moment(built, "05:00").toISOString() },
      ...(before && { datasets: before }),
    },
  };
}

/** What was recorded after its stage had passed, or beside it: a kind at a time, in the order in which they are told. */
export function recordAll(
  story: Story,
  by: Name,
  chapters: readonly { day: string; facts: readonly StageFact[] }[],
): void {
  for (const { day, facts } of chapters)
    for (const [kind, mine] of Map.groupBy(facts, (fact) => fact.kind))
      story.on(day, by, (hand) => hand.record(kind, mine));
}
