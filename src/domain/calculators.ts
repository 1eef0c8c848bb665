import type { Calculator } from "#domain/calculator.ts";
import { BUILD_CALCULATORS } from "#domain/calculators-build.ts";
import { DATA_CALCULATORS } from "#domain/calculators-data.ts";
import { DRIFT_CALCULATORS } from "#domain/calculators-drift.ts";
import { FAIRNESS_CALCULATORS } from "#domain/calculators-fairness.ts";
import { FRAME_CALCULATORS } from "#domain/calculators-frame.ts";
import { OPERATE_CALCULATORS } from "#domain/calculators-operate.ts";
import { PROJECT_CALCULATORS } from "#domain/calculators-project.ts";

/** Every formula of lifecycle C by the name it has there, and those of the gates. */
export const FORMULAS: Readonly<Record<string, Calculator>> = {
  ...FRAME_CALCULATORS,
  ...DATA_CALCULATORS,
  ...BUILD_CALCULATORS,
  ...FAIRNESS_CALCULATORS,
  ...DRIFT_CALCULATORS,
  ...OPERATE_CALCULATORS,
  ...PROJECT_CALCULATORS,
};
