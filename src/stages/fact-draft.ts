import { z } from "zod";
import type { Issue } from "#domain/errors.ts";
import { stripBlanks } from "#stages/draft.ts";
import type { FactData } from "#stages/fact.ts";
import type { AnyFactKind } from "#stages/fact-kind.ts";
import { sentenceFor } from "#stages/sentence.ts";

export type ParsedFact = { ok: true; data: FactData } | { ok: false; issues: Issue[] };

/** Reads what somebody sent as a whole fact of the kind; blanks are the absence of a part, unknown names are refused. */
export function parseFact(kind: Pick<AnyFactKind, "schema">, sent: FactData): ParsedFact {
  const parsed = strictOf(kind.schema).safeParse(stripBlanks(sent), { error: sentenceFor, reportInput: true });
  if (parsed.success) return { ok: true, data: parsed.data };
  return { ok: false, issues: parsed.error.issues.flatMap(issuesFrom) };
}

const strict = new WeakMap<z.ZodObject, z.ZodObject>();

/** The kind's schema with unknown names refused at every depth; a group left out is an empty one. */
export function strictOf(schema: z.ZodObject): z.ZodObject {
  const known = strict.get(schema);
  if (known) return known;
  const made = z.strictObject(
    Object.fromEntries(
      Object.entries(schema.shape).map(([name, part]) => [
        name,
        part instanceof z.ZodObject ? z.prefault(strictOf(part), {}) : part,
      ]),
    ),
  );
  strict.set(schema, made);
  return made;
}

function issuesFrom(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code !== "unrecognized_keys") return [{ path: issue.path.join("."), message: issue.message }];
  return issue.keys.map((key) => ({
    path: [...issue.path, key].join("."),
    message: `There is no part called “${key}” here`,
  }));
}
