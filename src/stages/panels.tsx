import { BusinessCasePanel } from "#stages/business-case/panel.tsx";
import { DataBiasPanel } from "#stages/data-bias/panel.tsx";
import { DataPipelinePanel } from "#stages/data-pipeline/panel.tsx";
import { DataSelectionPanel } from "#stages/data-selection/panel.tsx";
import { IntegrationPanel } from "#stages/integration/panel.tsx";
import { ModelPanel } from "#stages/model/panel.tsx";
import { MonitoringPanel } from "#stages/monitoring/panel.tsx";
import type { StagePanel } from "#stages/panel.tsx";
import { RetrainingPanel } from "#stages/retraining/panel.tsx";
import { SolutionBiasPanel } from "#stages/solution-bias/panel.tsx";
import { SuccessCriteriaPanel } from "#stages/success-criteria/panel.tsx";

/** The best picture of each stage, by its key; a stage without facts has none. */
export const PANELS: Readonly<Record<string, StagePanel>> = {
  "business-case": BusinessCasePanel,
  "success-criteria": SuccessCriteriaPanel,
  "data-selection": DataSelectionPanel,
  "data-bias": DataBiasPanel,
  "data-pipeline": DataPipelinePanel,
  model: ModelPanel,
  integration: IntegrationPanel,
  "solution-bias": SolutionBiasPanel,
  monitoring: MonitoringPanel,
  retraining: RetrainingPanel,
};

/** Stages whose pictures stand beside each other, and need the width of the page. */
export const WIDE_PANELS: ReadonlySet<string> = new Set(["data-pipeline"]);
