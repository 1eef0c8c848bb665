/** The measures of C5 that a project may choose from. */
export const FAIRNESS_MEASURES = [
  "demographic_parity_difference",
  "demographic_parity_ratio",
  "equal_opportunity_difference",
  "equalised_odds_difference",
  "false_positive_rate_difference",
  "predictive_parity_difference",
  "average_absolute_odds",
] as const;
