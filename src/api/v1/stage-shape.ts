import { z } from "zod";
import { stateSchema } from "#api/v1/project-shape.ts";
import { ERROR_CODES } from "#domain/errors.ts";
import { ROLES, STAGE_VERBS } from "#domain/vocabulary.ts";
import type { StageView } from "#server/stage-view.ts";

const requirementSchema = z
  .object({
    key: z.string(),
    label: z.string(),
    met: z.boolean(),
    detail: z.string(),
    fix: z
      .object({ who: z.array(z.enum(ROLES)).readonly(), what: z.string(), where: z.string().optional() })
      .optional()
      .meta({ description: "Who can mend it, how, and where on the stage’s page." }),
    items: z
      .array(z.object({ label: z.string(), where: z.string() }))
      .readonly()
      .optional(),
  })
  .meta({ id: "Requirement" });

const evidenceSchema = z.object({
  id: z.string(),
  kind: z.string(),
  label: z.string(),
  url: z.string().nullable(),
  value: z.number().nullable(),
  unit: z.string().nullable(),
  status: z.string().nullable(),
  validUntil: z.date().nullable(),
  addedAt: z.date(),
  addedBy: z.string().nullable(),
  file: z.object({ name: z.string(), sizeBytes: z.number(), sha256: z.string() }).nullable(),
});

export const itemSchema = z
  .object({
    key: z.string(),
    label: z.string(),
    kind: z.string().meta({ description: "The kind of evidence that proves it." }),
    signers: z.array(z.enum(ROLES)).readonly(),
    state: z.string().meta({ description: "open, done or not_applicable." }),
    required: z.boolean(),
    met: z.boolean().meta({ description: "Whether the gate counts it." }),
    detail: z.string(),
    where: z
      .string()
      .optional()
      .meta({ description: "Where the project recorded what proves it, as a path below the project’s page." }),
    reason: z.string().nullable(),
    updatedAt: z.date().nullable(),
    updatedBy: z.string().nullable(),
    evidence: z.array(evidenceSchema),
  })
  .meta({ id: "ChecklistItem" });

const signOffSchema = z.object({
  id: z.string(),
  subject: z.string().meta({ description: "stage, verb:<verb> or item:<key>." }),
  version: z.number(),
  decision: z.string(),
  role: z.string(),
  userId: z.string(),
  name: z.string(),
  comment: z.string().nullable(),
  at: z.date(),
  voidedAt: z.date().nullable(),
  voidedFor: z.string().nullable(),
  current: z.boolean().meta({ description: "Whether it counts for the present version." }),
});

const verbSchema = z.object({
  verb: z.enum(STAGE_VERBS),
  label: z.string(),
  asks: z.array(z.string()).readonly(),
  allowed: z.boolean(),
  code: z.enum(ERROR_CODES).nullable(),
  because: z.string().nullable(),
});

export const documentSchema = z
  .record(z.string(), z.unknown())
  .meta({ description: "The answers of the stage; its fields are described under the stage’s own name." });

const planOf = {
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  dueOn: z.iso.date().nullable(),
};

export const stageSchema = z
  .object({
    key: z.string(),
    number: z.number(),
    title: z.string(),
    purpose: z.string(),
    state: stateSchema,
    since: z.date().nullable(),
    version: z.number().meta({ description: "0 without a draft. Send it back with a change." }),
    iteration: z.number(),
    document: documentSchema,
    ...planOf,
    savedAt: z.date().nullable(),
    savedBy: z.string().nullable(),
    checklist: z.array(itemSchema),
    gate: z.object({ ready: z.boolean(), requirements: z.array(requirementSchema) }),
    signOffs: z.array(signOffSchema),
    verbs: z.array(verbSchema).meta({ description: "What this state knows, with the verdict for the caller." }),
    mayEdit: z.boolean(),
  })
  .meta({ id: "Stage" });

export function stageOfView({ ownerId, ownerName, dueOn, offers, ...view }: StageView): z.input<typeof stageSchema> {
  return {
    ...view,
    document: { ...view.document },
    owner: ownerId ? { id: ownerId, name: ownerName ?? "" } : null,
    dueOn: dueOn?.toISOString().slice(0, 10) ?? null,
    verbs: offers.map(({ verb, label, asks, decision }) => ({
      verb,
      label,
      asks,
      allowed: decision.ok,
      code: decision.ok ? null : decision.code,
      because: decision.ok ? null : decision.because,
    })),
  };
}
