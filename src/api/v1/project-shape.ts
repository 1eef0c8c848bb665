import { z } from "zod";
import { LIFECYCLES } from "#domain/lifecycle.ts";
import { MATURITIES } from "#domain/maturity.ts";
import { STAGE_STATES, TIERS } from "#domain/vocabulary.ts";
import type { PortfolioRow } from "#server/portfolio.ts";
import type { ProjectView } from "#server/project-view.ts";
import { STAGE_KEYS } from "#stages/registry.ts";

export const tierSchema = z.literal([...TIERS]);
export const stateSchema = z.enum(STAGE_STATES);
export const BANDS = ["green", "amber", "red", "unknown"] as const;

const figures = {
  health: z.object({
    score: z.number().nullable().meta({ description: "0 to 100; null while too little is known." }),
    band: z.enum(BANDS),
    cap: z.string().nullable().meta({ description: "What limits the score, where something does." }),
  }),
  lifecycle: z.enum(LIFECYCLES).meta({
    description:
      "Paused, cancelled and retired projects rest: their health is not judged, and nothing in them is late.",
  }),
  maturity: z.enum(MATURITIES),
  journey: z.number().meta({ description: "0 to 100: proof of concept and production together." }),
  outcome: z.string().meta({ description: "State of the must-have criteria together." }),
  criteria: z.object({
    met: z.number(),
    total: z.number(),
    eased: z.number().meta({ description: "Whose limits are easier now than when modelling began." }),
  }),
  openAlerts: z.number(),
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  stage: z.string().meta({ description: "Key of the stage that needs attention first." }),
  stageSince: z.date(),
  value: z.object({ currency: z.string(), npv: z.number().nullable(), annual: z.number().nullable() }),
};

const words = {
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  summary: z.string(),
  tier: tierSchema,
};

/** The project as lists show it. */
export const projectItemSchema = z
  .object({
    ...words,
    ...figures,
    stages: z.array(z.object({ key: z.string(), state: stateSchema })),
    archived: z.boolean(),
    updatedAt: z.date(),
  })
  .meta({ id: "ProjectItem" });

export const projectSchema = z
  .object({
    ...words,
    version: z.number().meta({ description: "Send it back with a change." }),
    affectsPeople: z.boolean(),
    currency: z.string(),
    timeZone: z.string(),
    ...figures,
    stages: z.array(
      z.object({
        key: z.string(),
        number: z.number(),
        title: z.string(),
        state: stateSchema,
        since: z.date().nullable().meta({ description: "Null for a stage that was never touched." }),
      }),
    ),
    createdAt: z.date(),
    updatedAt: z.date(),
    archivedAt: z.date().nullable(),
    deletedAt: z.date().nullable(),
  })
  .meta({ id: "Project" });

export function projectItemOf(row: PortfolioRow): z.input<typeof projectItemSchema> {
  return {
    id: row.projectId,
    slug: row.slug,
    name: row.name,
    summary: row.summary,
    tier: tierOfRow(row.tier),
    ...figuresOf(row),
    stages: row.states.map((state, index) => ({ key: STAGE_KEYS[index] ?? "", state })),
    archived: row.archived,
    updatedAt: row.updatedAt,
  };
}

export function projectOf({ summaryRow, ...project }: ProjectView): z.input<typeof projectSchema> {
  return { ...project, ...figuresOf(summaryRow) };
}

type Figures = Pick<
  ProjectView["summaryRow"],
  | "health"
  | "healthCap"
  | "journey"
  | "outcome"
  | "criteriaMet"
  | "criteriaTotal"
  | "loosened"
  | "openAlerts"
  | "ownerId"
  | "ownerName"
  | "stageKey"
  | "stageSince"
  | "currency"
> & { lifecycle: string; maturity: string; healthBand: string; npv: unknown; annualValue: unknown };

function figuresOf(row: Figures) {
  return {
    health: { score: row.health, band: BANDS.find((band) => band === row.healthBand) ?? "unknown", cap: row.healthCap },
    lifecycle: LIFECYCLES.find((each) => each === row.lifecycle) ?? "draft",
    maturity: MATURITIES.find((each) => each === row.maturity) ?? "idea",
    journey: row.journey,
    outcome: row.outcome,
    criteria: { met: row.criteriaMet, total: row.criteriaTotal, eased: row.loosened },
    openAlerts: row.openAlerts,
    owner: row.ownerId ? { id: row.ownerId, name: row.ownerName } : null,
    stage: row.stageKey,
    stageSince: row.stageSince,
    value: { currency: row.currency, npv: amount(row.npv), annual: amount(row.annualValue) },
  };
}

function amount(stored: unknown): number | null {
  return stored === null ? null : Number(stored);
}

function tierOfRow(tier: number): 1 | 2 | 3 {
  return TIERS.find((each) => each === tier) ?? 1;
}
