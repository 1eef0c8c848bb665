import { z } from "zod";
import type { ProjectFacts } from "#domain/stage-law.ts";
import type { Role, Tier } from "#domain/vocabulary.ts";
import type { FactBag } from "#stages/fact.ts";

/** A stage document as it travels: validated by the stage's draft schema before anybody reads it. */
export type StageDocument = Readonly<Record<string, unknown>>;

/** What a condition may look at besides the document itself. `of`: left out where only the documents are known. */
export type ConditionFacts = Pick<ProjectFacts, "tier" | "affectsPeople" | "zone" | "documents"> & Partial<FactBag>;
export type FieldCondition = (document: StageDocument, project: ConditionFacts) => boolean;

export type FieldMeta = {
  label: string;
  help: string;
  unit?: string;
  /** The lowest tier whose gate asks for it; null: nobody is asked. */
  from: Tier | null;
  who: Role;
  /** Asked only while this holds; left out: always. */
  when?: FieldCondition;
};

export type FieldKind =
  | "text"
  | "longtext"
  | "number"
  | "integer"
  | "money"
  | "percent"
  | "likert"
  | "boolean"
  | "choice"
  | "choices"
  | "tags"
  | "records"
  | "date"
  | "instant"
  | "url"
  | "user"
  | "criterion"
  | "fact"
  | "group"
  | "numbers"
  | "map";

export type FieldShape = {
  kind: FieldKind;
  min?: number;
  max?: number;
  options?: readonly { value: string; label: string }[];
  /** Of a reference to a fact: the kind that it names. */
  of?: string;
  /** Of texts that may be ids of alerts. */
  alerts?: true;
  /** Of a group: where the attribute stands whose group it is, if it stands beside it. */
  beside?: string;
};

/** No registry of zod: its types walk through what a condition may look at, which has no end. */
const metas = new WeakMap<z.core.$ZodType, FieldMeta>();
const shapes = z.registry<FieldShape>();

/** Gives one answer its words and says from which tier, and of whom, it is asked. */
export function field<S extends z.ZodType>(schema: S, meta: FieldMeta): S {
  metas.set(schema, meta);
  z.globalRegistry.add(schema, { title: meta.label, description: meta.help });
  return schema;
}

/** Says how a schema is entered: which control, between which limits, with which options. */
export function shaped<S extends z.ZodType>(schema: S, shape: FieldShape): S {
  shapes.add(schema, shape);
  return schema;
}

export function metaOf(schema: z.core.$ZodType): FieldMeta | undefined {
  return metas.get(bare(schema));
}

export function shapeOf(schema: z.core.$ZodType): FieldShape {
  return shapes.get(bare(schema)) ?? { kind: "text" };
}

/** The schema inside "optional": words and shapes hang on it. */
export function bare(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional ? bare(schema.unwrap()) : schema;
}
