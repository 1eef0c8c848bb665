import { z } from "zod";
import type { Issue } from "#domain/errors.ts";
import type { Requirement } from "#domain/requirement.ts";
import type { ProjectFacts } from "#domain/stage-law.ts";
import type { Role } from "#domain/vocabulary.ts";
import type { Fact, FactBag, FactData, Sight, Tally } from "#stages/fact.ts";
import type { CriterionFacts } from "#stages/facts.ts";
import { type ConditionFacts, field, shapeOf } from "#stages/field.ts";
import { leavesOf, type StageField } from "#stages/stage-fields.ts";

/** What a fact may be judged by besides itself. `before`: what it replaces. */
export type FactContext<T = FactData> = FactBag & {
  before: Fact<T> | null;
  project: ConditionFacts & Pick<ProjectFacts, "states">;
  criteria: readonly CriterionFacts[];
  now: number;
};

/** A number that was computed, with what its "how" opens. A value of null says why in `reason`. */
export type Figure = {
  name: string;
  label: string;
  value: number | string | boolean | null;
  /** "percent" for shares 0..1; "score" for 0..100; else the unit itself. */
  unit?: string;
  /** The formula in `#domain/calculators.ts`. */
  calculator: string;
  inputs?: Readonly<Record<string, unknown>>;
  reason?: string;
};

/** What every fact of a kind has in common. */
type FactWords<S extends z.ZodObject> = {
  /** The name of the kind in addresses, e.g. "data-sources". */
  kind: string;
  one: string;
  many: string;
  stage: string;
  /** What it is for, for the person who meets the empty table. */
  help: string;
  schema: S;
};

type FactLaw<T> = {
  /** The field that names a row on screen. */
  name: string;
  /** The field with the instant or day at which it happened. */
  at: string | null;
  writers: readonly Role[];
  /** Never changed once recorded. */
  appendOnly: boolean;
  /** A decision: recorded by a person, in a role which they hold and which its field `role` names. */
  signed: boolean;
  /** What the law sees beside the newest facts of the kind. */
  seen: readonly Sight[];
  /** Counts over all facts of the kind, by name. */
  tallies: Readonly<Record<string, Tally>>;
  /** Parts by which a fact is told from all others; one that has the same values is in sight when another is judged. */
  once: readonly string[];
  /** What a table shows first; the rest stands on the fact's own page. */
  columns: readonly string[];
  check(next: T, context: FactContext<T>): Issue[];
  /** What stands when this arrives on top of what is known: a late report of a run that has ended is passed over. */
  settle(next: T, before: T, now: number): T;
  /** What must hold before it may be recorded; an unmet one refuses with GATE_CLOSED. */
  guard(next: T, context: FactContext<T>): Requirement[];
  figures(fact: Fact<T>, context: FactContext<T>): Figure[];
  /** What somebody sees who may only look: without groups so small that persons could be made out. */
  seenByViewers(data: T): T;
};

export type FactKind<S extends z.ZodObject = z.ZodObject> = FactWords<S> &
  FactLaw<z.infer<S>> & { fields: readonly StageField[] };
/** A kind whose type of data is forgotten, so that all fit one list. */
export type AnyFactKind = FactWords<z.ZodObject> & FactLaw<FactData> & { fields: readonly StageField[] };

type Defaulted =
  | "at"
  | "appendOnly"
  | "signed"
  | "seen"
  | "tallies"
  | "once"
  | "check"
  | "settle"
  | "guard"
  | "figures"
  | "seenByViewers";
type FactInput<S extends z.ZodObject> = FactWords<S> &
  Omit<FactLaw<z.infer<S>>, Defaulted> &
  Partial<Pick<FactLaw<z.infer<S>>, Defaulted>>;

const RESERVED = ["id", "key", "version", "at", "recordedAt", "recordedBy", "changedAt", "origin", "figures"];

/** One kind of fact as its file tells it. Throws while the program loads where the words do not fit together. */
export function defineFact<S extends z.ZodObject>(input: FactInput<S>): FactKind<S> {
  const fields = leavesOf(input.schema);
  const paths = fields.map(({ path }) => path);
  const named = [input.name, ...(input.at ? [input.at] : []), ...input.columns];
  const unknown = [...named, ...sightedPaths(input)].filter((path) => !paths.includes(path));
  if (unknown.length > 0) throw new Error(`The fact “${input.kind}” has no field ${unknown.join(", ")}`);
  const taken = paths.filter((path) => RESERVED.includes(path));
  if (taken.length > 0) throw new Error(`The fact “${input.kind}” may not call a field ${taken.join(", ")}`);
  return {
    at: null,
    appendOnly: false,
    signed: false,
    seen: [],
    tallies: {},
    once: [],
    check: () => [],
    settle: (next) => next,
    guard: () => [],
    seenByViewers: (data) => data,
    ...input,
    figures: (fact, context) => (input.figures?.(fact, context) ?? []).map(sayable),
    fields,
  };
}

/** What was computed from amounts that are too far apart is no number, which no answer can hold. */
function sayable(figure: Figure): Figure {
  if (typeof figure.value !== "number" || Number.isFinite(figure.value)) return figure;
  return { ...figure, value: null, reason: "The amounts that it is made of are too large or too small." };
}

/** The parts that sights and tallies go by. */
function sightedPaths({
  seen = [],
  tallies = {},
  once = [],
}: Pick<Partial<FactLaw<unknown>>, "seen" | "tallies" | "once">): string[] {
  const ofSights = seen.flatMap((sight) => {
    if ("naming" in sight) return [sight.naming];
    return "each" in sight ? [sight.each, ...(sight.within ? [sight.within.part] : [])] : [];
  });
  const ofTallies = Object.values(tallies).flatMap(({ by, told = [] }) => [by, ...told.flat()]);
  const wheres = [...seen, ...Object.values(tallies)].map((each) => ("where" in each ? (each.where ?? {}) : {}));
  return [...ofSights, ...ofTallies, ...once, ...wheres.flatMap(Object.keys)];
}

type Words = { label: string; help?: string; unit?: string };

/** A part of a fact that must be told. */
export function told<S extends z.ZodType>(schema: S, words: Words): S {
  return field(schema, { help: "", ...words, from: 1, who: "ML" });
}

/** A part of a fact that may be left out. */
export function may<S extends z.ZodType>(schema: S, words: Words): z.ZodOptional<S> {
  return z.optional(field(schema, { help: "", ...words, from: null, who: "ML" }));
}

/** The references to other facts: path of the field and kind that it names. */
export function referencesOf(kind: Pick<AnyFactKind, "fields">): { path: string; of: string }[] {
  return kind.fields.flatMap(({ path, schema }) => {
    const { of } = shapeOf(schema);
    return of ? [{ path, of }] : [];
  });
}

/** The parts by which a list can be narrowed. */
export function filtersOf(kind: Pick<AnyFactKind, "fields">): StageField[] {
  return kind.fields.filter((field) => field.kind === "choice" || field.kind === "boolean" || field.kind === "fact");
}
