import { z } from "zod";
import type { Issue } from "#domain/errors.ts";
import { type StageDocument, shapeOf } from "#stages/field.ts";
import { sentenceFor } from "#stages/sentence.ts";

/** A document on its way: every answer may still be absent, but what is there is of the right kind. */
export type Draft<T> = T extends readonly (infer E)[]
  ? readonly Draft<E>[]
  : T extends object
    ? { readonly [K in keyof T]?: Draft<T[K]> }
    : T;

export type ParsedDraft = { ok: true; document: StageDocument } | { ok: false; issues: Issue[] };

/** The same schema for saving: each answer optional at every depth, rows of lists too, unknown names refused. */
export function draftOf(schema: z.ZodObject): z.ZodObject {
  return z.strictObject(
    Object.fromEntries(Object.entries(schema.shape).map(([name, part]) => [name, z.optional(loosened(part))])),
  );
}

/** Takes out what says nothing: "", null, [] and {}, at every depth. 0 and false are answers. */
export function stripBlanks(document: StageDocument, depth = 0): StageDocument {
  return Object.fromEntries(
    Object.entries(document)
      .map(([name, value]) => [name, stripped(value, depth + 1)] as const)
      .filter(([, value]) => value !== undefined),
  );
}

/** Reads what somebody sent as a draft of the stage; issues carry dotted paths. */
export function parseDraft(stage: { draft: z.ZodObject }, sent: unknown): ParsedDraft {
  if (!isPlain(sent)) return { ok: false, issues: [{ path: "", message: "An object with named answers is expected" }] };
  const parsed = stage.draft.safeParse(stripBlanks(sent), { error: sentenceFor, reportInput: true });
  return parsed.success
    ? { ok: true, document: parsed.data }
    : { ok: false, issues: parsed.error.issues.flatMap(issuesFrom) };
}

/** No document nests deeper; below it nothing is stripped, and the schema refuses it. */
const DEEPEST = 8;

function loosened(part: z.core.$ZodType): z.core.$ZodType {
  if (part instanceof z.ZodObject) return draftOf(part);
  if (part instanceof z.ZodArray && part.element instanceof z.ZodObject) {
    return z.array(draftOf(part.element)).max(shapeOf(part).max ?? 100);
  }
  return part;
}

function stripped(value: unknown, depth: number): unknown {
  if (depth > DEEPEST) return value;
  if (value === null || (typeof value === "string" && value.trim() === "")) return undefined;
  if (Array.isArray(value)) {
    const kept = value.map((entry) => stripped(entry, depth + 1)).filter((entry) => entry !== undefined);
    return kept.length > 0 ? kept : undefined;
  }
  if (!isPlain(value)) return value;
  const kept = stripBlanks(value, depth);
  return Object.keys(kept).length > 0 ? kept : undefined;
}

function isPlain(value: unknown): value is StageDocument {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function issuesFrom(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code !== "unrecognized_keys") return [{ path: issue.path.join("."), message: issue.message }];
  return issue.keys.map((key) => ({
    path: [...issue.path, key].join("."),
    message: `There is no answer called “${key}” here`,
  }));
}
