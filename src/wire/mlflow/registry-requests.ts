import { z } from "zod";
import {
  alias,
  cut,
  experimentId,
  flag,
  maxResults,
  modelName,
  param,
  REGISTRY_TAG_VALUE,
  tag,
  tags,
  versionNumber,
} from "#wire/mlflow/fields.ts";

/* What MLflow's clients send about logged models, registered models and their versions. */

const MODEL_STATUSES = [
  "LOGGED_MODEL_STATUS_UNSPECIFIED",
  "LOGGED_MODEL_PENDING",
  "LOGGED_MODEL_READY",
  "LOGGED_MODEL_UPLOAD_FAILED",
] as const;

export const loggedModelCreate = z.object({
  experiment_id: experimentId(),
  name: cut(250).optional(),
  model_type: cut(250).optional().default(""),
  source_run_id: z.string().max(256).optional(),
  params: z.array(param()).max(1_000).optional().default([]),
  tags: tags(REGISTRY_TAG_VALUE),
});
export const loggedModelFinish = z.object({
  status: z
    .union([z.string(), z.number().transform((number) => MODEL_STATUSES[number] ?? String(number))])
    .pipe(z.enum(MODEL_STATUSES, "Invalid status of a logged model")),
});
export const loggedModelTags = z.object({ tags: tags(REGISTRY_TAG_VALUE) });
export const loggedModelParams = z.object({ params: z.array(param()).max(1_000).optional().default([]) });
export const loggedModelSearch = z.object({
  experiment_ids: z.array(experimentId()).max(1_000).optional().default([]),
  filter: z.string().max(10_000).optional(),
  max_results: maxResults(100, 1_000),
  order_by: z
    .array(
      z.object({
        field_name: z.string().max(300),
        ascending: flag().optional().default(true),
        dataset_name: z.string().max(500).optional(),
        dataset_digest: z.string().max(128).optional(),
      }),
    )
    .max(20)
    .optional()
    .default([]),
  page_token: z.string().max(200).optional(),
});

const description = cut(REGISTRY_TAG_VALUE).optional();
const named = { name: modelName() };
const versioned = { ...named, version: versionNumber() };
const search = (usual: number, most: number) =>
  z.object({
    filter: z.string().max(10_000).optional(),
    max_results: maxResults(usual, most),
    order_by: z
      .union([
        z.array(z.string().max(500)),
        z
          .string()
          .max(500)
          .transform((clause) => [clause]),
      ])
      .optional()
      .default([]),
    page_token: z.string().max(200).optional(),
  });

export const modelCreate = z.object({ ...named, description, tags: tags(REGISTRY_TAG_VALUE) });
export const modelGet = z.object(named);
export const modelRename = z.object({ ...named, new_name: modelName() });
export const modelUpdate = z.object({ ...named, description });
export const modelSearch = search(100, 1_000);
export const modelTag = tag(REGISTRY_TAG_VALUE).extend(named);
export const modelTagDelete = z.object({ ...named, key: z.string().max(250) });
export const aliasSet = z.object({ ...versioned, alias: alias() });
export const aliasNamed = z.object({ ...named, alias: alias() });
export const latestVersions = z.object({
  ...named,
  stages: z
    .union([z.array(z.string()), z.string().transform((stage) => [stage])])
    .optional()
    .default([]),
});

export const STAGES = ["None", "Staging", "Production", "Archived"] as const;
const stage = z.string().transform((word, context) => {
  const found = STAGES.find((each) => each.toLowerCase() === word.toLowerCase());
  if (found) return found;
  context.addIssue({ code: "custom", message: `Invalid stage “${word}”: None, Staging, Production or Archived` });
  return z.NEVER;
});

export const versionCreate = z.object({
  ...named,
  source: z.string().min(1).max(2_000),
  run_id: z.string().max(256).optional(),
  model_id: z.string().max(256).optional(),
  run_link: z.string().max(2_000).optional().default(""),
  description,
  tags: tags(REGISTRY_TAG_VALUE),
});
export const versionGet = z.object(versioned);
export const versionUpdate = z.object({ ...versioned, description });
export const versionSearch = search(10_000, 200_000);
export const versionTransition = z.object({
  ...versioned,
  stage,
  archive_existing_versions: flag().optional().default(false),
});
export const versionTag = tag(REGISTRY_TAG_VALUE).extend(versioned);
export const versionTagDelete = z.object({ ...versioned, key: z.string().max(250) });
