import { z } from "zod";
import { choice, factKey, instant, records, text } from "#stages/answers.ts";
import type { FactBag } from "#stages/fact.ts";
import { defineFact, may, told } from "#stages/fact-kind.ts";

const COMPONENT = {
  kind: told(choice(["data", "code", "model", "feature", "infrastructure", "third_party"]), { label: "Kind" }),
  name: told(text(1, 120), { label: "Name" }),
  version: told(text(1, 80), { label: "Version" }),
  owner: may(text(2, 120), { label: "Owner" }),
  licence: may(text(1, 120), { label: "Licence" }),
};

export const release = defineFact({
  kind: "releases",
  one: "release",
  many: "releases",
  stage: "integration",
  help: "One solution as it is put into use: exactly which data, which code and which model, and what else it is made of.",
  name: "tag",
  at: "releasedAt",
  writers: ["ML", "LD"],
  seen: [{ newest: 2000 }],
  columns: ["datasetVersion", "commit", "modelVersion", "releasedAt"],
  schema: z.object({
    tag: told(text(1, 80), { label: "Tag", help: "What people call it, e.g. R13." }),
    datasetVersion: told(factKey("dataset-versions"), {
      label: "Data",
      help: "The data set version it was trained on.",
    }),
    commit: told(text(4, 80), { label: "Code", help: "The commit from which it was built." }),
    modelVersion: told(factKey("model-versions"), { label: "Model" }),
    artefactSha: may(text(7, 128), {
      label: "Artefact hash",
      help: "Of what was built. What runs is compared with it.",
    }),
    components: may(records(COMPONENT), {
      label: "Components",
      help: "What else it is made of, and under which licence.",
    }),
    releasedAt: told(instant(), { label: "Released at" }),
  }),
});

/** What people call a release; its key where it is gone. */
export function tagOf(facts: FactBag, key: string): string {
  return facts.of(release).find((each) => each.key === key)?.data.tag ?? key;
}

/** Whether a name that somebody wrote down means the release of that key: its key or its tag, in any case. */
export function isRelease(facts: FactBag, key: string, written: unknown): boolean {
  if (typeof written !== "string") return false;
  const name = written.trim().toLowerCase();
  return name === key.toLowerCase() || name === tagOf(facts, key).toLowerCase();
}
