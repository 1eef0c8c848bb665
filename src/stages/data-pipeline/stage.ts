import { z } from "zod";
import { choice, fraction, money, secureLink, text, userId, wholeNumber } from "#stages/answers.ts";
import { personalData, says } from "#stages/conditions.ts";
import { builtTwice, contractChecked, skewMeasured } from "#stages/data-pipeline/recorded-items.ts";
import {
  freshnessMonitored,
  pipelineRequirements,
  publishedWithLineage,
  runsSucceed,
} from "#stages/data-pipeline/rules.ts";
import { defineStage } from "#stages/define-stage.ts";
import { field } from "#stages/field.ts";

const separatePaths = says("trainingServingPath", "separate");

export const dataPipeline = defineStage({
  key: "data-pipeline",
  title: "Data pipeline",
  phase: "Data",
  purpose:
    "Turn sources into repeatable, checked, versioned data sets, with the same features in training and serving.",
  owner: "ML",
  toStart: [{ stage: "data-selection", needs: "done" }],
  toFinish: [{ stage: "data-bias", needs: "done_or_set_aside" }],
  weight: 0.18,
  targetDays: 45,
  schema: z.object({
    architectureLink: field(secureLink(), {
      label: "Architecture",
      help: "A picture of the flow from source to features.",
      from: 2,
      who: "ML",
    }),
    captureMode: field(choice(["batch", "micro_batch", "stream", "mixed"], { micro_batch: "Micro-batch" }), {
      label: "Capture mode",
      help: "How data enters.",
      from: 1,
      who: "ML",
    }),
    orchestrator: field(text(2, 80), { label: "Orchestrator", help: "What runs the steps.", from: 2, who: "ML" }),
    storage: field(text(2, 80), { label: "Storage", help: "Where results live.", from: 1, who: "ML" }),
    trainingServingPath: field(choice(["feature_store", "shared_code", "separate"]), {
      label: "Training and serving path",
      help: "How training and serving get the same features; separate needs a skew test.",
      from: 1,
      who: "ML",
    }),
    freshnessSlaS: field(wholeNumber(60, 315_360_000), {
      label: "Freshness limit",
      help: "Oldest acceptable data at use time.",
      unit: "seconds",
      from: 1,
      who: "ML",
    }),
    retentionDays: field(wholeNumber(1, 3650), {
      label: "Retention",
      help: "How long raw and derived data stay.",
      unit: "days",
      from: 2,
      who: "ML",
    }),
    deletionProcess: field(text(20, 800), {
      label: "Deletion process",
      help: "How an erasure request reaches every copy and the next training set.",
      from: 2,
      who: "ML",
      when: personalData,
    }),
    aggregationMethod: field(choice(["event_log", "snapshot", "stream_window", "mixed"]), {
      label: "Aggregation method",
      help: "How training data is collected over time.",
      from: 2,
      who: "ML",
    }),
    backfillPolicy: field(text(10, 500), {
      label: "Backfill policy",
      help: "What happens when history must be rebuilt.",
      from: 2,
      who: "ML",
    }),
    skewThreshold: field(fraction(), {
      label: "Skew threshold",
      help: "Largest accepted distance between training and serving values; 0.1 is usual.",
      from: 1,
      who: "ML",
      when: separatePaths,
    }),
    monthlyCost: field(money(), {
      label: "Cost a month",
      help: "Cost of running the pipeline.",
      unit: "money a month",
      from: null,
      who: "ML",
    }),
    onCall: field(userId(), {
      label: "On call",
      help: "Who is called when it breaks.",
      from: 1,
      who: "LD",
    }),
  }),
  checklist: [
    { key: "5.1", label: "Pipeline code reviewed in version control", evidence: "link", requiredFrom: 1 },
    {
      key: "5.2",
      label: "Contract checks run on every load",
      evidence: "run",
      requiredFrom: 1,
      rule: contractChecked,
    },
    {
      key: "5.3",
      label: "Nine of the last ten runs succeeded",
      evidence: "rule",
      requiredFrom: 2,
      rule: runsSucceed,
    },
    {
      key: "5.4",
      label: "Same inputs built twice give the same hash",
      evidence: "run",
      requiredFrom: 2,
      rule: builtTwice,
    },
    {
      key: "5.5",
      label: "Skew between training and serving measured",
      evidence: "metric",
      requiredFrom: 2,
      rule: skewMeasured,
      when: separatePaths,
    },
    {
      key: "5.6",
      label: "Data version published with its lineage",
      evidence: "rule",
      requiredFrom: 2,
      rule: publishedWithLineage,
    },
    {
      key: "5.7",
      label: "Access, masking and deletion tested",
      evidence: "run",
      requiredFrom: 2,
      when: personalData,
    },
    { key: "5.8", label: "Freshness is watched", evidence: "rule", requiredFrom: 2, rule: freshnessMonitored },
    { key: "5.9", label: "Each feature has a unit test", evidence: "link", requiredFrom: 3 },
  ],
  requirements: pipelineRequirements,
});
