import type { Questions } from "#stages/integration/questions.ts";

/** What gate 7 reads of the stage's document. */
export type IntegrationDocument = Questions & {
  readonly latencyBudgetMs?: number;
  readonly peakRps?: number;
  readonly dataProtectionAssessment?: string;
};
