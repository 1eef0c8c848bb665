import type { z } from "zod";
import type { ChecklistItemLaw, RuleVerdict } from "#domain/evidence.ts";
import type { Requirement } from "#domain/requirement.ts";
import type { StageLaw } from "#domain/stage-law.ts";
import type { Role } from "#domain/vocabulary.ts";
import { type Draft, draftOf } from "#stages/draft.ts";
import type { StageFacts } from "#stages/facts.ts";
import type { ConditionFacts, StageDocument } from "#stages/field.ts";
import { leavesOf, type StageField } from "#stages/stage-fields.ts";

/**
 * `when` leaves the item out while it does not hold. `rule` computes it from what the project recorded: all there is to an
 * item of kind rule, which nobody ticks; for the other kinds proof enough, beside evidence that somebody brings.
 */
export type ChecklistItem<Doc = StageDocument> = ChecklistItemLaw & {
  when?(document: StageDocument, project: ConditionFacts): boolean;
  rule?(document: Doc, facts: StageFacts): RuleVerdict;
};

/** Something two answers say against each other. `path` is where to mend it. */
export type Inconsistency = { path: string; message: string };

type StageWords<Doc> = {
  purpose: string;
  /** Share of production progress (C10.2). */
  weight: number;
  targetDays: number;
  checklist: readonly ChecklistItem<Doc>[];
  inconsistencies(document: Doc, project: ConditionFacts): Inconsistency[];
  requirements(document: Doc, facts: StageFacts): Requirement[];
  /** What must hold to start it beside the states of other stages. */
  entry(facts: StageFacts): Requirement[];
};

export type StageDefinition = StageLaw &
  StageWords<StageDocument> & { schema: z.ZodObject; draft: z.ZodObject; fields: readonly StageField[] };

/** A stage before the registry has given it its place. */
export type UnplacedStage = Omit<StageDefinition, "number">;

/** Keeps the schema's own type, so that the names in its form are checked. */
type PlainStage<S extends z.ZodObject> = Omit<UnplacedStage, "schema"> & { schema: S };

type DocumentOf<S extends z.ZodObject> = Draft<z.infer<S>>;
type Defaulted = "inconsistencies" | "requirements" | "entry";

type StageInput<S extends z.ZodObject> = Omit<StageLaw, "number" | "approvers" | "editors" | "setAside"> &
  Partial<Pick<StageLaw, "approvers" | "setAside">> &
  Omit<StageWords<DocumentOf<S>>, Defaulted> &
  Partial<Pick<StageWords<DocumentOf<S>>, Defaulted>> & { schema: S };

/** One stage as its folder tells it; what can be derived from the fields is derived here. */
export function defineStage<S extends z.ZodObject>(input: StageInput<S>): PlainStage<S> {
  const fields = leavesOf(input.schema);
  return untyped<S>({
    approvers: ["LD"],
    setAside: "never",
    inconsistencies: () => [],
    requirements: () => [],
    entry: () => [],
    ...input,
    fields,
    draft: draftOf(input.schema),
    editors: editorsOf(input.owner, fields),
  });
}

/**
 * Forgets which document type the stage's functions read, so that ten stages fit one list.
 * Guarantee: every document handed to them came out of `parseDraft` with this stage's own draft schema.
 */
function untyped<S extends z.ZodObject>(
  stage: Omit<UnplacedStage, keyof StageWords<never>> & StageWords<DocumentOf<S>>,
) {
  return stage as unknown as PlainStage<S>;
}

function editorsOf(owner: Role, fields: readonly StageField[]): Role[] {
  return [...new Set([owner, ...fields.map(({ who }) => who), "LD" as const])];
}
