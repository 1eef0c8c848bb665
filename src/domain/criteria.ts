import { z } from "zod";
import { AGGREGATIONS, CRITERION_KINDS, CRITERION_PHASES, DIRECTIONS } from "#domain/vocabulary.ts";

const finite = z.number();
const days = 86_400;

export const CRITERION_KEY = /^[a-z0-9_]{2,40}$/;

/** A success criterion, whole (lifecycle B stage 2, api-contract "A criterion"). What depends on two fields is in `criterionIssues` (criterion-rules.ts). */
export const criterionSchema = z.object({
  key: z.string().regex(CRITERION_KEY, "Use 2 to 40 small letters, digits and underscores."),
  name: z.string().trim().min(1).max(120),
  kind: z.enum(CRITERION_KINDS),
  phase: z.enum(CRITERION_PHASES),
  unit: z.string().trim().max(40),
  direction: z.enum(DIRECTIONS),
  baseline: finite.nullable(),
  target: finite.nullable(),
  guardrail: finite.nullable(),
  targetLow: finite.nullable(),
  targetHigh: finite.nullable(),
  guardrailLow: finite.nullable(),
  guardrailHigh: finite.nullable(),
  aggregation: z.enum(AGGREGATIONS),
  windowSeconds: z
    .int()
    .min(300, "A window lasts at least 300 seconds.")
    .max(400 * days),
  cadenceSeconds: z
    .int()
    .min(60, "A cadence is at least 60 seconds.")
    .max(400 * days),
  minSamples: z.int().min(1).max(1_000_000_000),
  breachAfter: z.int().min(1).max(20),
  recoverAfter: z.int().min(1).max(20),
  staleAfter: z.int().min(1).max(20),
  weight: z.number().positive("A weight is above zero.").max(1000),
  mustHave: z.boolean(),
  /** The key of the criterion that this one stands in for: a model metric for the business number that it should move. */
  supports: z.string().regex(CRITERION_KEY, "Name a criterion of this project by its key.").nullable(),
  series: z.object({
    name: z.string().trim().min(1).max(200),
    labels: z.record(z.string().min(1).max(60), z.string().max(200)).optional(),
  }),
  segment: z.string().trim().max(120).nullable(),
  /** The person's id; the creator where it is left out. */
  owner: z.string().nullable(),
});

export type Criterion = z.infer<typeof criterionSchema>;

/** Lifecycle fixes breach, recover and stale; window and cadence are a day because most series here are daily. */
export const CRITERION_DEFAULTS = {
  phase: "production",
  unit: "",
  baseline: null,
  target: null,
  guardrail: null,
  targetLow: null,
  targetHigh: null,
  guardrailLow: null,
  guardrailHigh: null,
  aggregation: "mean",
  windowSeconds: days,
  cadenceSeconds: days,
  minSamples: 1,
  breachAfter: 3,
  recoverAfter: 2,
  staleAfter: 2,
  weight: 1,
  mustHave: false,
  supports: null,
  segment: null,
  owner: null,
} as const satisfies Partial<Criterion>;

/** What a person or a script sends to make one: whatever has a default may be left out. */
export const criterionInputSchema = criterionSchema.partial({
  phase: true,
  unit: true,
  baseline: true,
  target: true,
  guardrail: true,
  targetLow: true,
  targetHigh: true,
  guardrailLow: true,
  guardrailHigh: true,
  aggregation: true,
  windowSeconds: true,
  cadenceSeconds: true,
  minSamples: true,
  breachAfter: true,
  recoverAfter: true,
  staleAfter: true,
  weight: true,
  mustHave: true,
  supports: true,
  segment: true,
  owner: true,
});
export type CriterionInput = z.infer<typeof criterionInputSchema>;

export const criterionPatchSchema = criterionSchema.omit({ key: true }).partial();
export type CriterionPatch = z.infer<typeof criterionPatchSchema>;

/** A cadence that nobody chose follows a shorter window down. */
export function withCriterionDefaults(input: CriterionInput): Criterion {
  const whole: Criterion = { ...CRITERION_DEFAULTS, ...withoutUndefined(input) };
  const cadenceSeconds = input.cadenceSeconds ?? Math.min(CRITERION_DEFAULTS.cadenceSeconds, whole.windowSeconds);
  return { ...whole, cadenceSeconds };
}

/** A key that is undefined would hide a default; left out it is the same input. */
function withoutUndefined(input: CriterionInput): CriterionInput {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as CriterionInput;
}
