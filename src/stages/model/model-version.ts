import { z } from "zod";
import { choice, factKey, instant, text } from "#stages/answers.ts";
import { sha256 } from "#stages/data-pipeline/dataset-version.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";
import { trainingRun } from "#stages/model/training-run.ts";

export const MODEL_STANDINGS = ["candidate", "challenger", "champion", "retired", "rejected"] as const;

export const modelVersion = defineFact({
  kind: "model-versions",
  one: "model version",
  many: "model versions",
  stage: "model",
  help: "A model that may go into use: the data and the code that it was made from, its artefact, and where it stands.",
  name: "tag",
  at: "registeredAt",
  writers: ["ML", "LD"],
  seen: [{ where: { standing: ["candidate", "challenger", "champion"] } }],
  columns: ["standing", "datasetVersion", "commit", "run", "registeredAt"],
  schema: z.object({
    tag: told(text(1, 80), { label: "Tag" }),
    standing: told(choice(MODEL_STANDINGS), {
      label: "Standing",
      help: "The champion is in use; a challenger is compared with it; a candidate is on its way.",
    }),
    run: may(factKey("training-runs"), { label: "Training run" }),
    datasetVersion: may(factKey("dataset-versions"), { label: "Data version" }),
    commit: may(text(4, 80), { label: "Commit" }),
    artefactUri: may(text(3, 500), { label: "Artefact", help: "Where the trained model lies." }),
    artefactSha256: may(sha256(), { label: "SHA-256 of the artefact" }),
    registeredAt: may(instant(), { label: "Registered" }),
    standingSince: may(instant(), { label: "In this standing since" }),
    notes: may(text(1, 2000), { label: "Notes" }),
  }),
  check({ run, datasetVersion }, context) {
    const trained = context.of(trainingRun).find(({ key }) => key === run)?.data.datasetVersion;
    if (!trained || !datasetVersion || trained === datasetVersion) return [];
    return [{ path: "datasetVersion", message: `Its training run used the data version “${trained}”` }];
  },
});
