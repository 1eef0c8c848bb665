import type { Formulas } from "./input.ts";

/** C7 to C10: monitoring, experiments, retraining, project numbers. */
export const operations: Formulas = {};
