import type { Phase, Role, StageState, Tier } from "#domain/vocabulary.ts";

/** What another stage must have reached. `done` on a stage that was set aside counts only where the need says so. */
export type Prerequisite = { stage: string; needs: "started" | "done" | "done_or_set_aside" };

/** When a stage may be left out of a project (T11). */
export type SetAside = "never" | "unless_people_affected" | "strategy_none";

/** The part of a stage's definition that the state machine and the gate rest on. Filled by the stage registry. */
export type StageLaw = {
  key: string;
  number: number;
  title: string;
  phase: Phase;
  owner: Extract<Role, "PM" | "ML">;
  approvers: readonly Role[];
  editors: readonly Role[];
  toStart: readonly Prerequisite[];
  toFinish: readonly Prerequisite[];
  setAside: SetAside;
};

export type ProjectFacts = {
  tier: Tier;
  affectsPeople: boolean;
  /** The IANA zone of schedules and windows; UTC where none is given. */
  zone?: string;
  /** Where the business case tells no discount rate: the organisation's; 0 where none is given. */
  discountAnnual?: number;
  states: Readonly<Record<string, StageState>>;
  /** What sentences call the other stages; without one the key is spelled out. */
  titles?: Readonly<Record<string, string>>;
  /** The whole validated drafts, by stage key; a stage without one is absent. */
  documents: Readonly<Record<string, unknown>>;
};

/** The roles whose sign-off opens the gate: at tier 3 lead and reviewer both. */
export function approversFor(law: Pick<StageLaw, "approvers">, tier: Tier): readonly Role[] {
  return tier === 3 ? ["LD", "RV"] : law.approvers;
}
