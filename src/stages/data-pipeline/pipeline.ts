import { z } from "zod";
import { freshnessOf } from "#domain/pipeline-runs.ts";
import { choice, factKeys, money, text, wholeNumber, yesNo } from "#stages/answers.ts";
import { freshnessLimit, runsOf, standingOf } from "#stages/data-pipeline/run-standing.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

export const PIPELINE_KINDS = ["capture", "analyse", "transform", "manage", "train", "batch_score"] as const;

export const pipeline = defineFact({
  kind: "pipelines",
  one: "pipeline",
  many: "pipelines",
  stage: "data-pipeline",
  help: "What captures, transforms and manages the data, and whether it can be relied upon. Its runs are recorded by name.",
  name: "name",
  writers: ["ML", "LD"],
  seen: [{ where: { active: [true] } }],
  columns: ["kind", "active", "schedule", "owner", "freshnessMonitored"],
  schema: z.object({
    name: told(text(2, 120), { label: "Name" }),
    kind: told(choice(PIPELINE_KINDS), {
      label: "Kind",
      help: "Capture brings data in; analyse profiles it; transform makes features; manage keeps and deletes.",
    }),
    active: told(yesNo(), { label: "Active", help: "The gate judges active pipelines only." }),
    reads: may(factKeys("data-sources"), { label: "Reads", help: "The sources it takes data from." }),
    follows: may(factKeys("pipelines"), { label: "Follows", help: "The pipelines whose results it takes." }),
    schedule: may(text(1, 120), { label: "Schedule", help: "In words or as cron, e.g. every day at 02:00." }),
    owner: may(text(2, 120), { label: "Owner", help: "Who answers for it." }),
    freshnessMonitored: may(yesNo(), {
      label: "Freshness is watched",
      help: "Somebody is told when its data grows older than agreed.",
    }),
    freshnessLimitSeconds: may(wholeNumber(60, 315_360_000), {
      label: "Its own freshness limit",
      unit: "seconds",
      help: "Left out: the limit of the stage.",
    }),
    monthlyCost: may(money(), { label: "Cost a month" }),
    codeLink: may(text(2, 500), { label: "Where its code is" }),
  }),
  figures({ key, data }, context) {
    const runs = runsOf(context, key);
    const { succeeded, judged } = standingOf(runs);
    const limitSeconds = freshnessLimit(context.project.documents, data);
    const { ageSeconds } = freshnessOf(runs, limitSeconds, context.now);
    return [
      {
        name: "successRate",
        label: "Succeeded of the last ten runs",
        value: judged > 0 ? succeeded / judged : null,
        unit: "percent",
        calculator: "pipeline_success",
        inputs: { succeeded, "finished runs": judged },
        ...(judged === 0 && { reason: "No run has finished yet." }),
      },
      {
        name: "dataAge",
        label: "Age of its data",
        value: ageSeconds,
        unit: "seconds",
        calculator: "data_freshness",
        inputs: { "limit in seconds": limitSeconds },
        ...(ageSeconds === null && { reason: "No run has succeeded yet." }),
      },
    ];
  },
});
