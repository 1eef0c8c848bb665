import { MODEL_STANDINGS, modelVersion } from "#stages/model/model-version.ts";
import type { HeardFact } from "#wire/heard.ts";
import { said } from "#wire/json.ts";
import { clipped, modelVersionKey } from "#wire/keys.ts";
import { tagOf } from "#wire/mlflow/our-tags.ts";
import type { ModelVersionRow, RunRow } from "#wire/mlflow/rows.ts";
import { commitOf } from "#wire/mlflow/run-facts.ts";
import { instantOf } from "#wire/mlflow/times.ts";

type Standing = (typeof MODEL_STANDINGS)[number];
export type VersionFactTold = {
  version: ModelVersionRow;
  run: RunRow | null;
  /** The data version that its run was trained on. */
  datasetVersion: string | undefined;
  /** Over the names and hashes of all its artefacts; null where it has none here. */
  sha256: string | null;
  /** Aliases that pointed to it until now. */
  lost: readonly string[];
  at: number;
};

export function versionKey({ name, version }: Pick<ModelVersionRow, "name" | "version">): string {
  return modelVersionKey(name, version);
}

/** A registered version as the stage sees it. Where it stands follows from aliases and stages; else it stays as it was. */
export function versionFact({ version, run, datasetVersion, sha256, lost, at }: VersionFactTold): HeardFact {
  const { name, tags, aliases, stage, description, source } = version;
  const commit = tagOf(tags, "commit");
  const data = said({
    tag: clipped(`${name} ${version.version}`, 80),
    run: run?.id,
    datasetVersion: tagOf(tags, "dataset_version") ?? datasetVersion,
    commit: commit && commit.length >= 4 ? clipped(commit, 80) : run ? commitOf(run) : undefined,
    artefactUri: clipped(source, 500),
    artefactSha256: hashIn(tagOf(tags, "artefact_sha256")) ?? sha256 ?? undefined,
    registeredAt: instantOf(version.createdAt),
    notes: description.trim() ? clipped(description, 2000) : undefined,
  });
  const stands = (before?: unknown) => standingOf({ aliases, stage, lost, before });
  const since = instantOf(at);
  return {
    kind: modelVersion.kind,
    key: versionKey(version),
    data: { ...data, standing: stands(), standingSince: since },
    path: "model_version",
    onto: (before) => {
      const standing = stands(before.standing);
      return { ...before, ...data, standing, ...(standing !== before.standing && { standingSince: since }) };
    },
  };
}

const STAGES: Readonly<Record<string, Standing>> = {
  Production: "champion",
  Staging: "challenger",
  Archived: "retired",
};
const BY_WEIGHT: readonly Standing[] = ["champion", "challenger", "candidate", "retired", "rejected"];

type Said = { aliases: readonly string[]; stage: string; lost: readonly string[]; before?: unknown };

/**
 * Where a version stands: an alias with the name of a standing says it, else its stage in MLflow. A champion whose alias
 * went to another is retired. What says nothing leaves it as it was; a new one is a candidate.
 */
export function standingOf({ aliases, stage, lost, before }: Said): Standing {
  const names = aliases.map((alias) => alias.toLowerCase());
  const named = BY_WEIGHT.find((standing) => names.includes(standing)) ?? STAGES[stage];
  if (named) return named;
  const known = MODEL_STANDINGS.find((standing) => standing === before) ?? "candidate";
  if (!lost.some((alias) => alias.toLowerCase() === known)) return known;
  return known === "champion" ? "retired" : "candidate";
}

function hashIn(text: string | undefined): string | undefined {
  return text && /^(sha256:)?[0-9a-f]{64}$/i.test(text) ? text : undefined;
}
