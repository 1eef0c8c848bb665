import { z } from "zod";
import { choice, day, factKey, factKeys, instant, link, text, wholeNumber } from "#stages/answers.ts";
import { datasetShareFigures, datasetShareIssues, groupShares } from "#stages/data-bias/dataset-shares.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";
import { shaped } from "#stages/field.ts";

const SHA256 = /^(sha256:)?[0-9a-fA-F]{64}$/;

/** A SHA-256 in hexadecimal letters, with or without its prefix. */
export function sha256() {
  return shaped(z.string().trim().regex(SHA256, "A SHA-256 is expected: 64 hexadecimal digits"), {
    kind: "text",
    min: 64,
    max: 71,
  });
}

export const datasetVersion = defineFact({
  kind: "dataset-versions",
  one: "data version",
  many: "data versions",
  stage: "data-pipeline",
  help: "A fixed state of the data that models are trained on and releases name, with its hash and where it came from.",
  name: "tag",
  at: "createdAt",
  writers: ["ML", "LD"],
  seen: [{ where: { state: ["published"] } }],
  columns: ["state", "rows", "createdAt", "sources", "pipelineRun"],
  schema: z.object({
    tag: told(text(1, 80), { label: "Tag" }),
    state: told(choice(["draft", "published", "withdrawn"]), {
      label: "State",
      help: "Withdrawing the version of a model in use sends stages back.",
    }),
    sha256: may(sha256(), { label: "SHA-256", help: "Of the sorted manifest of its files." }),
    rows: may(wholeNumber(0, 1e15), { label: "Rows" }),
    periodFrom: may(day(), { label: "First day" }),
    periodTo: may(day(), { label: "Last day" }),
    sources: may(factKeys("data-sources"), { label: "Sources", help: "The sources it was built from." }),
    datasets: may(factKeys("dataset-versions"), {
      label: "Earlier versions",
      help: "Data versions it was built from.",
    }),
    pipelineRun: may(factKey("pipeline-runs"), { label: "Pipeline run", help: "The run that built it." }),
    createdAt: may(instant(), { label: "Built" }),
    withdrawnAt: may(instant(), { label: "Withdrawn" }),
    withdrawnBecause: may(text(5, 500), { label: "Why it was withdrawn" }),
    storedAt: may(link(), { label: "Where it lies" }),
    groupShares,
  }),
  figures: ({ data }, context) => datasetShareFigures(data.groupShares, context),
  check({ state, periodFrom, periodTo, withdrawnBecause, tag, datasets, groupShares: shares }, context) {
    const issues = datasetShareIssues(shares, context);
    if (periodFrom && periodTo && periodTo < periodFrom)
      issues.push({ path: "periodTo", message: "The last day must not lie before the first" });
    if (state === "withdrawn" && !withdrawnBecause)
      issues.push({ path: "withdrawnBecause", message: "Say why it was withdrawn" });
    if (datasets?.includes(tag)) issues.push({ path: "datasets", message: "It cannot be built from itself" });
    return issues;
  },
});
