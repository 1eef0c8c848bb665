import { z } from "zod";
import { movesForward, RUN_STATUSES } from "#domain/pipeline-runs.ts";
import {
  choice,
  factKey,
  instant,
  money,
  namedMeasures,
  namedValues,
  number,
  text,
  wholeNumber,
  yesNo,
} from "#stages/answers.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

export const trainingRun = defineFact({
  kind: "training-runs",
  one: "training run",
  many: "training runs",
  stage: "model",
  help: "Each training with what went in and what came out, so that runs can be compared and the best one rebuilt.",
  name: "name",
  at: "startedAt",
  writers: ["ML", "LD"],
  seen: [{ where: { baseline: [true] } }],
  tallies: { testSetUses: { by: "datasetVersion", where: { usesTestSet: [true] } } },
  columns: ["experiment", "status", "startedAt", "datasetVersion", "metrics"],
  schema: z.object({
    name: told(text(1, 120), { label: "Name" }),
    experiment: told(text(1, 120), {
      label: "Experiment",
      help: "Runs of one experiment are compared with each other.",
    }),
    status: told(choice(RUN_STATUSES), {
      label: "Status",
      help: "It only moves forward: what arrives late about a run that has ended is passed over.",
    }),
    startedAt: told(instant(), { label: "Started" }),
    durationSeconds: may(number(0, 1e9), { label: "Duration", unit: "seconds" }),
    datasetVersion: may(factKey("dataset-versions"), { label: "Data version" }),
    commit: may(text(4, 80), { label: "Commit" }),
    environmentDigest: may(text(7, 128), { label: "Environment", help: "The digest of the image it ran in." }),
    seed: may(wholeNumber(0, 4_294_967_295), { label: "Seed" }),
    params: may(namedValues(), { label: "Parameters" }),
    metrics: may(namedMeasures(), {
      label: "Metrics",
      help: "Values that are not finite are kept as NaN, Infinity or -Infinity, and never count as better.",
    }),
    baseline: may(yesNo(), { label: "Simple baseline", help: "What every other run has to beat." }),
    usesTestSet: may(yesNo(), {
      label: "Used the test set",
      help: "A test set that is asked more than three times has become training data.",
    }),
    baseModel: may(text(1, 200), { label: "Base model", help: "The pre-trained model that it started from." }),
    baseModelLicence: may(text(1, 120), {
      label: "Licence of the base model",
      help: "Only for another base model than the stage’s; that one’s licence stands in the stage.",
    }),
    cost: may(money(), { label: "Cost" }),
    energyKwh: may(number(0, 1e9), { label: "Energy", unit: "kWh" }),
    link: may(text(2, 500), { label: "Where it can be seen" }),
  }),
  check({ baseModel, baseModelLicence }) {
    if (!baseModelLicence || baseModel) return [];
    return [{ path: "baseModel", message: "Name the base model that this licence is of" }];
  },
  settle(next, before) {
    return movesForward(before.status, next.status) ? next : before;
  },
});
