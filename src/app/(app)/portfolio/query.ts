import { z } from "zod";
import { LIFECYCLES } from "#domain/lifecycle.ts";
import { CRITERION_STATES, STAGE_STATES } from "#domain/vocabulary.ts";
import { type PortfolioQuery, SORTS } from "#server/portfolio.ts";
import { STAGE_KEYS } from "#stages/registry.ts";

const text = z.string().trim().max(200).optional().catch(undefined);

/** The address of the portfolio page is its filter; what it does not understand it leaves out. */
export const portfolioParams = z.object({
  q: text,
  owner: z.uuid().optional().catch(undefined),
  stage: z.enum(STAGE_KEYS).optional().catch(undefined),
  state: z.enum(STAGE_STATES).optional().catch(undefined),
  health: z.enum(["green", "amber", "red", "unknown"]).optional().catch(undefined),
  outcome: z.enum(CRITERION_STATES).optional().catch(undefined),
  tier: z.coerce.number().int().min(1).max(3).optional().catch(undefined),
  sort: z.enum(SORTS).optional().catch(undefined),
  /** Where in its life, or what was put away; left out: all but that. */
  show: z
    .enum([...LIFECYCLES, "archived"])
    .optional()
    .catch(undefined),
  cursor: text,
});

export type PortfolioParams = z.infer<typeof portfolioParams>;

export function isFiltered({ sort: _, cursor: __, ...filters }: PortfolioParams): boolean {
  return Object.values(filters).some((part) => part !== undefined && part !== "");
}

export function asQuery({ show, ...params }: PortfolioParams): PortfolioQuery {
  const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== "");
  const life = show === undefined ? {} : show === "archived" ? { show } : { lifecycle: show };
  return { ...Object.fromEntries(given), ...life };
}

export function hrefWith(params: PortfolioParams, change: Partial<PortfolioParams>, path = "/portfolio"): string {
  const next = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...params, cursor: undefined, ...change }))
    if (value !== undefined && value !== "") next.set(name, String(value));
  const query = next.toString();
  return query ? `${path}?${query}` : path;
}
