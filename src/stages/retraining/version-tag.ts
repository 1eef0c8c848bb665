import type { FactBag } from "#stages/fact.ts";
import { modelVersion } from "#stages/model/model-version.ts";

/** What people call a model version; its key where it is gone. */
export function versionTag(facts: FactBag, key: string): string {
  return facts.of(modelVersion).find((each) => each.key === key)?.data.tag ?? key;
}
