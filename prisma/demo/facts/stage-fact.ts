import type { Role, Tier } from "#domain/vocabulary.ts";
import type { FactData } from "#stages/fact.ts";

/** One fact to be recorded, and by whom; an engineer where it does not say. */
export type StageFact = { kind: string; key: string; data: FactData; by?: Role };

/** `at`: the moment around which the facts of the stage happened. */
export type FactsSetting = { tier: Tier; affectsPeople: boolean; at: Date };
