import type { FactBag } from "#stages/fact.ts";
import { modelVersion } from "#stages/model/model-version.ts";

const ORDER = ["candidate", "challenger", "champion"] as const;

/** The model version that the stage is about: the newest candidate, else the newest challenger, else the champion. */
export function candidateOf(facts: FactBag) {
  const versions = facts.of(modelVersion);
  for (const standing of ORDER) {
    const found = versions.find(({ data }) => data.standing === standing);
    if (found) return found;
  }
  return null;
}
