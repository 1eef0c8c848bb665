import type { StageDocument } from "#stages/field.ts";

/** The answer at a dotted path; undefined where nothing was said. Kept apart from the schemas: browsers read answers too. */
export function answerAt(document: StageDocument | undefined, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, name) => (isGroup(value) && Object.hasOwn(value, name) ? value[name] : undefined),
      document,
    );
}

/** The answer of another stage of the same project. */
export function answerIn(documents: Readonly<Record<string, unknown>>, stage: string, path: string): unknown {
  const document = documents[stage];
  return isGroup(document) ? answerAt(document, path) : undefined;
}

export function isGroup(value: unknown): value is StageDocument {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
