import type { StagePanel } from "#stages/panel.tsx";

/** The best picture of each stage, by its key; a stage without facts has none. */
export const PANELS: Readonly<Record<string, StagePanel>> = {};
