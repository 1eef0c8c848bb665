import { z } from "zod";
import { FILE_LIMIT_BYTES } from "#domain/upload.ts";
import {
  AGGREGATIONS,
  ALERT_STATES,
  CRITERION_KINDS,
  CRITERION_PHASES,
  CRITERION_STATES,
  DIRECTIONS,
  EVIDENCE_KINDS,
  ROLES,
  SEVERITIES,
  STAGE_STATES,
} from "#domain/vocabulary.ts";
import { newProjectSchema } from "#server/projects.ts";
import { parseDraft } from "#stages/draft.ts";
import { FACT_KINDS } from "#stages/fact-kinds.ts";
import { findStage, STAGE_KEYS } from "#stages/registry.ts";

export type Row = Record<string, unknown>;

/*
 * What the columns' types do not say. A file from outside must not bring in what no verb of ours would have written: the
 * pages trust what is stored.
 */

const KINDS = new Map(FACT_KINDS.map((kind) => [kind.kind, kind]));
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const stageKey = z.enum(STAGE_KEYS);
const state = z.enum(STAGE_STATES);
const { name, summary, tier, currency, timeZone } = newProjectSchema.shape;

const SCHEMAS: Readonly<Record<string, z.ZodObject>> = {
  project: z.object({ name, summary, tier, currency, time_zone: timeZone }),
  stage: z.object({ key: stageKey, state }),
  stage_transition: z.object({ stage_key: stageKey, from: state, to: state }),
  stage_visit: z.object({ stage_key: stageKey, state }),
  checklist_answer: z.object({ stage_key: stageKey }),
  stored_file: z.object({ sha256, size_bytes: z.int().min(1).max(FILE_LIMIT_BYTES) }),
  sign_off: z.object({ stage_key: stageKey, role: z.enum(ROLES), version: z.int() }),
  evidence: z.object({
    stage_key: stageKey,
    kind: z.enum(EVIDENCE_KINDS),
    url: z.url({ protocol: /^https?$/ }).nullable(),
  }),
  comment: z.object({ stage_key: stageKey }),
  criterion: z.object({
    ...{ kind: z.enum(CRITERION_KINDS), phase: z.enum(CRITERION_PHASES), direction: z.enum(DIRECTIONS) },
    ...{ aggregation: z.enum(AGGREGATIONS), state: z.enum(CRITERION_STATES) },
    ...{ window_seconds: z.int().positive(), cadence_seconds: z.int().positive() },
  }),
  alert: z.object({ state: z.enum(ALERT_STATES), severity: z.enum(SEVERITIES) }),
  mlflow_artefact: z.object({ sha256, size_bytes: z.number().min(0) }),
};

/** Why a row may not come in; null where it may. */
export function rowProblem(table: string, row: Row): string | null {
  const found = SCHEMAS[table]?.safeParse(row);
  if (found && !found.success) return first(found.error.issues);
  if (table === "stage") return draftProblem(row);
  return table === "fact" ? factProblem(row) : null;
}

function draftProblem({ key, document }: Row): string | null {
  const stage = findStage(String(key));
  const parsed = stage && parseDraft(stage, document);
  return parsed?.ok === false ? first(parsed.issues) : null;
}

function factProblem({ kind, data }: Row): string | null {
  const known = KINDS.get(String(kind));
  if (!known) return `“${String(kind).slice(0, 60)}” is no kind of fact that this version knows`;
  const parsed = known.schema.safeParse(data);
  return parsed.success ? null : `${known.one}: ${first(parsed.error.issues)}`;
}

function first(issues: readonly { path: PropertyKey[] | string; message: string }[]): string {
  const [issue] = issues;
  if (!issue) return "it cannot be read";
  const path = typeof issue.path === "string" ? issue.path : issue.path.join(".");
  return path ? `${path}: ${issue.message}` : issue.message;
}
