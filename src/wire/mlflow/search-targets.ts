export type Entity = "metric" | "param" | "tag" | "attribute" | "dataset";

/** What may stand in a filter or an order for one kind of thing: its entities, and its attributes by every name. */
export type SearchTarget = {
  readonly name: string;
  readonly entities: readonly Entity[];
  readonly attributes: Readonly<Record<string, { readonly column: string; readonly type: "text" | "number" }>>;
};

const text = (column: string) => ({ column, type: "text" }) as const;
const number = (column: string) => ({ column, type: "number" }) as const;

export const RUNS: SearchTarget = {
  name: "runs",
  entities: ["metric", "param", "tag", "attribute", "dataset"],
  attributes: {
    run_id: text("id"),
    "run id": text("id"),
    run_name: text("name"),
    "run name": text("name"),
    status: text("status"),
    user_id: text("user_id"),
    artifact_uri: text("artifact_uri"),
    start_time: number("start_time"),
    created: number("start_time"),
    end_time: number("end_time"),
  },
};

export const EXPERIMENTS: SearchTarget = {
  name: "experiments",
  entities: ["tag", "attribute"],
  attributes: {
    name: text("name"),
    experiment_id: number("id"),
    creation_time: number("created_at"),
    last_update_time: number("updated_at"),
  },
};

export const LOGGED_MODELS: SearchTarget = {
  name: "logged models",
  entities: ["metric", "param", "tag", "attribute"],
  attributes: {
    name: text("name"),
    model_id: text("id"),
    model_type: text("model_type"),
    status: text("status"),
    source_run_id: text("source_run_id"),
    experiment_id: number("experiment_id"),
    creation_time: number("created_at"),
    creation_timestamp: number("created_at"),
    creation_timestamp_ms: number("created_at"),
    last_updated_timestamp: number("updated_at"),
    last_updated_timestamp_ms: number("updated_at"),
  },
};

export const REGISTERED_MODELS: SearchTarget = {
  name: "registered models",
  entities: ["tag", "attribute"],
  attributes: {
    name: text("name"),
    creation_timestamp: number("created_at"),
    last_updated_timestamp: number("updated_at"),
    timestamp: number("updated_at"),
  },
};

export const MODEL_VERSIONS: SearchTarget = {
  name: "model versions",
  entities: ["tag", "attribute"],
  attributes: {
    name: text("name"),
    run_id: text("run_id"),
    source_path: text("source"),
    version_number: number("version"),
    creation_timestamp: number("created_at"),
    last_updated_timestamp: number("updated_at"),
  },
};

const ENTITY_WORDS: Readonly<Record<string, Entity>> = {
  metric: "metric",
  metrics: "metric",
  param: "param",
  params: "param",
  parameter: "param",
  parameters: "param",
  tag: "tag",
  tags: "tag",
  attribute: "attribute",
  attributes: "attribute",
  attr: "attribute",
  run: "attribute",
  dataset: "dataset",
  datasets: "dataset",
};

export type Named = { on: Entity; key: string; type: "text" | "number" };

const DATASET_PARTS = ["name", "digest", "context"];

/** What a name in a filter or an order means for this target; null where it means nothing. */
export function meaningOf(target: SearchTarget, { head, rest }: { head: string; rest: string | null }): Named | null {
  if (rest === null) return attributeOf(target, head);
  const on = ENTITY_WORDS[head.toLowerCase()];
  if (!on || !target.entities.includes(on)) return null;
  if (on === "attribute") return attributeOf(target, rest);
  if (on === "dataset") return DATASET_PARTS.includes(rest) ? { on, key: rest, type: "text" } : null;
  return { on, key: rest, type: on === "metric" ? "number" : "text" };
}

function attributeOf({ attributes }: SearchTarget, name: string): Named | null {
  const found = Object.hasOwn(attributes, name.toLowerCase()) ? attributes[name.toLowerCase()] : undefined;
  return found ? { on: "attribute", key: found.column, type: found.type } : null;
}
