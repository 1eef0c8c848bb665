import { invalid } from "#domain/errors.ts";
import type { FactData } from "#stages/fact.ts";
import { modelVersion } from "#stages/model/model-version.ts";
import { trainingRun } from "#stages/model/training-run.ts";
import { type Heard, type HeardFact, type Hearing, heard, type WireReader } from "#wire/heard.ts";
import { isJson, type Json, objectIn, said, textIn, timeIn } from "#wire/json.ts";
import { clipped, modelVersionKey } from "#wire/keys.ts";

/**
 * Webhooks of an MLflow that a team keeps: a registered version is a model version of stage 6, and the alias champion or
 * challenger is its standing. Whatever else MLflow tells is noted.
 */
export const mlflowWebhook: WireReader = {
  format: "mlflow-webhook",
  looksAt: [modelVersion, trainingRun],
  read(payload, hearing) {
    const [entity, action] = [textIn(payload, "entity"), textIn(payload, "action")];
    const data = objectIn(payload, "data");
    if (!isJson(payload) || !entity || !action || !data)
      throw invalid("", "A webhook of MLflow has an entity, an action and data.");
    const at = timeIn(payload, "timestamp") ?? new Date(hearing.now).toISOString();
    return meaningOf(`${entity}.${action}`, data, at, hearing);
  },
};

function meaningOf(event: string, data: Json, at: string, hearing: Hearing): Heard {
  const [name, version] = [textIn(data, "name"), versionIn(data)];
  const about = [event, name, version].filter(Boolean).join(" ");
  if (event === "model_version.created")
    return heard(about, { facts: [created(named(name, version), data, at, hearing)] });
  if (event === "model_version_alias.created")
    return aliased(about, named(name, version), textIn(data, "alias"), at, hearing);
  return heard(about, { notes: [`Nothing is filed for ${event}.`] });
}

type Version = { key: string; name: string; version: string };

function named(name: string | undefined, version: string | undefined): Version {
  if (!name) throw invalid("data.name", "A version has the name of its model.");
  if (!version) throw invalid("data.version", "A version has a number.");
  return { key: modelVersionKey(name, version), name, version };
}

function created({ key, name, version }: Version, data: Json, at: string, { facts }: Hearing): HeardFact {
  const run = facts.of(trainingRun).find((each) => each.key === textIn(data, "run_id"))?.key;
  const source = textIn(data, "source");
  const notes = textIn(data, "description");
  const told = said({
    tag: clipped(`${name} ${version}`, 80),
    standing: "candidate",
    run,
    artefactUri: source && source.length >= 3 ? clipped(source, 500) : undefined,
    notes: notes && clipped(notes, 2000),
    registeredAt: at,
  });
  return {
    kind: modelVersion.kind,
    key,
    data: told,
    path: "data",
    onto: (before: FactData) => ({ ...told, ...before }),
  };
}

const STANDINGS = ["champion", "challenger", "candidate"];

/** An alias may overtake the version that it names: then the version is recorded with it. */
function aliased(about: string, of: Version, alias: string | undefined, at: string, { facts }: Hearing): Heard {
  const standing = STANDINGS.find((each) => each === alias?.toLowerCase());
  if (!standing)
    return heard(about, { notes: [`The alias ${alias ?? ""} says nothing about where a version stands.`] });
  const told = { standing, standingSince: at };
  const data = { tag: clipped(`${of.name} ${of.version}`, 80), ...told };
  const others = facts.of(modelVersion).filter((each) => each.key !== of.key && each.data.standing === "champion");
  const notes =
    standing === "champion" && others.length > 0
      ? [`${others.map((each) => each.data.tag).join(", ")} still stands as champion: retire it in stage 6.`]
      : [];
  const onto = (before: FactData) => (before.standing === standing ? { ...before } : { ...before, ...told });
  return heard(about, { facts: [{ kind: modelVersion.kind, key: of.key, data, path: "data", onto }], notes });
}

function versionIn(data: Json): string | undefined {
  return textIn(data, "version") ?? (typeof data.version === "number" ? String(data.version) : undefined);
}
