import type { Texts } from "#wire/mlflow/rows.ts";

/* What MLflow has no field for is said in tags whose names begin so. docs/connect/mlflow.md lists them. */
const OURS = "throughline.";

export function tagOf(tags: Texts, name: string): string | undefined {
  const value = Object.hasOwn(tags, OURS + name) ? tags[OURS + name]?.trim() : undefined;
  return value || undefined;
}

export function flagOf(tags: Texts, name: string): boolean | undefined {
  const value = tagOf(tags, name)?.toLowerCase();
  if (value === undefined) return undefined;
  return ["true", "yes", "1"].includes(value);
}

export function numberOf(tags: Texts, name: string): number | undefined {
  const value = Number(tagOf(tags, name) ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}

/** The tags below a name: "test." finds `throughline.test.unit.shapes` as "unit.shapes". */
export function tagsBelow(tags: Texts, prefix: string): { name: string; value: string }[] {
  const start = OURS + prefix;
  return Object.entries(tags)
    .filter(([key]) => key.startsWith(start) && key.length > start.length)
    .map(([key, value]) => ({ name: key.slice(start.length), value: value.trim() }));
}

/** Whether a tag changes what a run or a version is for us, so that its facts are told again. */
export function concernsUs(key: string): boolean {
  return key.startsWith(OURS) || key === "mlflow.source.git.commit" || key === "mlflow.runName";
}
