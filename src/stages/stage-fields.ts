import { z } from "zod";
import { bare, type FieldMeta, type FieldShape, metaOf, shapeOf } from "#stages/field.ts";

/** One answer of a stage, with the path under which the document keeps it, e.g. "framing.entity". */
export type StageField = FieldMeta &
  FieldShape & { path: string; schema: z.core.$ZodType; columns?: readonly StageColumn[] };

/** One column of an answer that is a list of rows. */
export type StageColumn = FieldMeta & FieldShape & { name: string; schema: z.core.$ZodType };

/** The answers of a schema in the order in which they are written down; groups are walked into, rows are not. */
export function leavesOf(schema: z.ZodObject, under = ""): StageField[] {
  return Object.entries(schema.shape).flatMap(([name, whole]) => {
    const path = under + name;
    const part = bare(whole);
    if (part instanceof z.ZodObject) return leavesOf(part, `${path}.`);
    return [{ path, ...described(part, path), ...columnsOf(part, path) }];
  });
}

export function fieldsOf(stage: { fields: readonly StageField[] }): readonly StageField[] {
  return stage.fields;
}

function described(part: z.core.$ZodType, path: string) {
  const meta = metaOf(part);
  if (!meta) throw new Error(`The answer “${path}” has no label: wrap it in field()`);
  return { ...meta, ...shapeOf(part), schema: part };
}

function columnsOf(part: z.core.$ZodType, path: string) {
  if (!(part instanceof z.ZodArray) || !(part.element instanceof z.ZodObject)) return {};
  const entries = Object.entries(part.element.shape);
  return { columns: entries.map(([name, column]) => ({ name, ...described(column, `${path}.${name}`) })) };
}
