import type { ReactNode } from "react";
import { BusinessCaseFields } from "#stages/business-case/fields.tsx";
import { DataBiasFields } from "#stages/data-bias/fields.tsx";
import { DataPipelineFields } from "#stages/data-pipeline/fields.tsx";
import { DataSelectionFields } from "#stages/data-selection/fields.tsx";
import type { MeasuredData } from "#stages/data-selection/measured.ts";
import { IntegrationFields } from "#stages/integration/fields.tsx";
import { ModelFields } from "#stages/model/fields.tsx";
import { MonitoringFields } from "#stages/monitoring/fields.tsx";
import { RetrainingFields } from "#stages/retraining/fields.tsx";
import { SolutionBiasFields } from "#stages/solution-bias/fields.tsx";
import { SuccessCriteriaFields } from "#stages/success-criteria/fields.tsx";

/** What the organisation assumes where a document is silent. */
export type BodyFacts = {
  discountAnnual: number;
  npvReference: number;
  /** What stage 3 measured of what stage 1 guesses. */
  measured?: MeasuredData;
};

/** The form body of each stage, by key; a stage without one is named by the test that draws them all. */
export const BODIES: Readonly<Record<string, (facts: BodyFacts) => ReactNode>> = {
  "business-case": BusinessCaseFields,
  "success-criteria": SuccessCriteriaFields,
  "data-selection": DataSelectionFields,
  "data-bias": DataBiasFields,
  "data-pipeline": DataPipelineFields,
  model: ModelFields,
  integration: IntegrationFields,
  "solution-bias": SolutionBiasFields,
  monitoring: MonitoringFields,
  retraining: RetrainingFields,
};
